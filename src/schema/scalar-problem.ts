/**
 * What is wrong with one text, number or given value, found and put in words
 * by the generated runtime itself.
 */
import type {
  Assertion,
  NumberCheck,
  StringCheck,
} from "../contract/assertion.js";
import type { Json, JsonType } from "../source/json.js";
import * as formats from "../../templates/runtime/core/formats.js";
import * as runtime from "../../templates/runtime/core/validation.js";
import { integerRange, type StringFormat } from "./formats.js";
import { matches } from "./pattern.js";

export type Issue = runtime.Issue;

const { here, none, required } = runtime;

export function issue(code: string, message: string): Issue {
  return { path: [], code, message };
}

/** An issue of a part, put under its key. */
export function under(key: string | number, found: Issue): Issue {
  return { ...found, path: [key, ...found.path] };
}

export function isNever({ checks }: Assertion): boolean {
  return checks.some(({ kind }) => kind === "never");
}

export function issueOf(issues: runtime.Issues): Issue | undefined {
  return issues?.[0];
}

type OfOneType = (
  bad: runtime.Issues,
  key: runtime.Key,
  value: unknown,
) => runtime.Issues;

const TYPES: Readonly<Record<JsonType, OfOneType>> = {
  null: (bad, key, value) => runtime.equal(bad, key, value, required, null),
  boolean: runtime.boolean,
  number: runtime.number,
  integer: runtime.integer,
  string: runtime.string,
  array: (bad, key, value) =>
    runtime.array(bad, key, value, required, undefined),
  object: runtime.object,
};

export function typeProblem(
  value: Json,
  types: readonly JsonType[],
): Issue | undefined {
  const [only] = types;
  return issueOf(
    types.length === 1 && only
      ? TYPES[only](none, here, value)
      : runtime.types(none, here, value, required, types),
  );
}

export function enumProblem(
  value: Json,
  values: readonly Json[],
): Issue | undefined {
  const [only] = values;
  const plain = values.filter(isPrimitive);
  if (plain.length < values.length) {
    const texts = values.map((item) => runtime.canonical(item));
    return issueOf(runtime.amongJson(none, here, value, required, texts));
  }
  return issueOf(
    plain.length === 1 && isPrimitive(only)
      ? runtime.equal(none, here, value, required, only)
      : runtime.among(none, here, value, required, plain),
  );
}

function isPrimitive(
  value: Json | undefined,
): value is string | number | boolean | null {
  return value === null || (typeof value !== "object" && value !== undefined);
}

const FORMATS: ReadonlyMap<string, OfOneType> = new Map(
  Object.entries({
    "date-time": formats.dateTime,
    date: formats.date,
    time: formats.time,
    duration: formats.duration,
    email: formats.email,
    "idn-email": formats.idnEmail,
    hostname: formats.hostname,
    "idn-hostname": formats.idnHostname,
    ipv4: formats.ipv4,
    ipv6: formats.ipv6,
    uri: formats.uri,
    "uri-reference": formats.uriReference,
    iri: formats.iri,
    "iri-reference": formats.iriReference,
    "uri-template": formats.uriTemplate,
    "json-pointer": formats.jsonPointer,
    "relative-json-pointer": formats.relativeJsonPointer,
    uuid: formats.uuid,
    regex: formats.regex,
    byte: formats.byte,
    int64: formats.int64,
    uint64: formats.uint64,
  } satisfies Record<StringFormat, OfOneType>),
);

export function stringProblem(
  text: string,
  check: StringCheck,
): Issue | undefined {
  const { minLength, maxLength, pattern, format = "" } = check;
  const length = runtime.string(
    none,
    here,
    text,
    required,
    minLength,
    maxLength,
  );
  const found = length ?? FORMATS.get(format)?.(none, here, text);
  if (found) return issueOf(found);
  return pattern && matches(text, pattern) === false
    ? issue("pattern", `must match ${pattern.source}`)
    : undefined;
}

export function numberProblem(
  value: number,
  check: NumberCheck,
): Issue | undefined {
  const { exclusiveMinimum, exclusiveMaximum, multipleOf } = check;
  const range = integerRange(check.format);
  const min = Math.max(check.minimum ?? -Infinity, range?.[0] ?? -Infinity);
  const max = Math.min(check.maximum ?? Infinity, range?.[1] ?? Infinity);
  const whole = range ? runtime.integer : runtime.number;
  let bad = whole(none, here, value, required, min, max);
  if (exclusiveMinimum !== undefined)
    bad = runtime.above(bad, here, value, exclusiveMinimum);
  if (exclusiveMaximum !== undefined)
    bad = runtime.below(bad, here, value, exclusiveMaximum);
  if (multipleOf !== undefined)
    bad = runtime.multiple(
      bad,
      here,
      value,
      multipleOf,
      Number.isInteger(multipleOf) ? 1 : 0,
    );
  return issueOf(bad);
}
