/** Checks of strings, numbers and given values to calls of the runtime. */
import type { NumberCheck, StringCheck } from "../contract/assertion.js";
import type { Json } from "../source/json.js";
import { integerRange } from "../schema/formats.js";
import { call, list, type Call, type Expression } from "./code.js";
import { numberLiteral, primitiveLiteral, stringLiteral } from "./literals.js";
import { canonicalJson, type Parts } from "./parts.js";

/** What a check says of values that are absent or of another type. */
export type Presence = "required" | "optional" | "loose";

/**
 * A call without its first three arguments: the issues so far, the key and
 * the value. The presence, if any, is the first of those here.
 */
export interface Step {
  readonly callee: string;
  readonly args: readonly Expression[];
  /** The function takes the value alone: its issues go under the key. */
  readonly alone?: boolean;
}

export function stepCall(
  { callee, args, alone }: Step,
  bad: string,
  key: string,
  value: string,
): Call {
  if (alone) return call("under", bad, key, call(callee, value));
  return call(callee, bad, key, value, ...args);
}

/** Drops what the runtime takes by default. */
export function step(
  callee: string,
  presence: Presence,
  ...args: readonly Expression[]
): Step {
  const all: Expression[] = [presence, ...args];
  while (all.at(-1) === "" || (all.length === 1 && all[0] === "required"))
    all.pop();
  return { callee, args: all };
}

/** The runtime's function for a format of strings. */
function formatFunction(format: string): string {
  return format.replaceAll(/-(.)/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
}

export function stringSteps(
  { strings }: Parts,
  presence: Presence,
  pattern: (source: string, flags: string) => string,
): readonly Step[] {
  const formats = new Set<string>();
  const patterns: NonNullable<StringCheck["pattern"]>[] = [];
  let min = 0;
  let max = Infinity;
  for (const check of strings) {
    if (check.format !== undefined) formats.add(check.format);
    if (check.pattern) patterns.push(check.pattern);
    min = Math.max(min, check.minLength ?? 0);
    max = Math.min(max, check.maxLength ?? Infinity);
  }
  const steps: Step[] = [];
  // Only the first of several says what is wrong with another type.
  const how = (): Presence => (steps.length === 0 ? presence : "loose");
  for (const format of formats) steps.push(step(formatFunction(format), how()));
  const bounded = min > 0 || max < Infinity;
  if (bounded || (formats.size === 0 && patterns.length === 0))
    if (bounded || presence !== "loose")
      steps.push(step("string", how(), ...bounds(min, 0, max)));
  for (const { source, flags } of patterns)
    steps.push(
      step(
        "pattern",
        how(),
        pattern(source, flags),
        max < Infinity ? numberLiteral(max) : "",
      ),
    );
  return steps;
}

/** Two limits, of which the defaults are left out where they can be. */
export function bounds(
  min: number,
  least: number,
  max: number,
): readonly string[] {
  const low = Number.isFinite(min) ? numberLiteral(min) : "-Infinity";
  if (max < Infinity) return [low, numberLiteral(max)];
  return min > least ? [low] : [];
}

export function numberSteps(
  { numbers, types }: Parts,
  presence: Presence,
): readonly Step[] {
  let whole = types?.has("integer") === true && types.size === 1;
  let min = -Infinity;
  let max = Infinity;
  let above = -Infinity;
  let below = Infinity;
  for (const check of numbers) {
    const range = integerRange(check.format);
    if (range) whole = true;
    min = Math.max(min, check.minimum ?? -Infinity, range?.[0] ?? -Infinity);
    max = Math.min(max, check.maximum ?? Infinity, range?.[1] ?? Infinity);
    above = Math.max(above, check.exclusiveMinimum ?? -Infinity);
    below = Math.min(below, check.exclusiveMaximum ?? Infinity);
  }
  const steps: Step[] = [];
  const bounded = min > -Infinity || max < Infinity;
  if (whole || bounded || presence !== "loose")
    steps.push(
      step(
        whole ? "integer" : "number",
        presence,
        ...bounds(min, -Infinity, max),
      ),
    );
  if (above > -Infinity && above >= min)
    steps.push({ callee: "above", args: [numberLiteral(above)] });
  if (below < Infinity && below <= max)
    steps.push({ callee: "below", args: [numberLiteral(below)] });
  for (const { multipleOf } of numbers)
    if (multipleOf !== undefined)
      steps.push({ callee: "multiple", args: fraction(multipleOf) });
  return steps;
}

/** A decimal as a whole number over a power of ten. */
function fraction(value: NonNullable<NumberCheck["multipleOf"]>): string[] {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const [whole = "", digits = ""] = mantissa.split(".");
  const scale = 10 ** (digits.length - Number(exponent));
  const unit = Number(whole + digits);
  if (scale < 1 || (scale === 1 && digits === ""))
    return [numberLiteral(value), "1"];
  if (scale > 1e15 || !Number.isSafeInteger(unit))
    return [numberLiteral(value), "0"];
  return [numberLiteral(unit), numberLiteral(scale)];
}

export function valueSteps(
  values: readonly Json[],
  presence: Presence,
): readonly Step[] {
  const flat = values.filter(isPrimitive);
  if (flat.length < values.length) {
    const texts = values.map((value) => stringLiteral(canonicalJson(value)));
    return [step("amongJson", presence, list(texts))];
  }
  const literals = [...new Set(flat.map(primitiveLiteral))];
  return literals.length === 1
    ? [{ callee: "equal", args: [presence, literals[0]!] }]
    : [{ callee: "among", args: [presence, list(literals)] }];
}

function isPrimitive(value: Json): value is string | number | boolean | null {
  return value === null || typeof value !== "object";
}
