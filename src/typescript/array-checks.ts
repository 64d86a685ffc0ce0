/** Calls and statements for arrays and tuples. */
import type { ArrayCheck } from "../contract/assertion.js";
import type { Body } from "./function-body.js";
import { numberLiteral } from "./literals.js";
import { bounds, step, type Presence, type Step } from "./scalars.js";
import { below, NOWHERE, type Spot } from "./spot.js";
import type { Emitter } from "./validators.js";

export function arraySteps(
  checks: Emitter,
  check: ArrayCheck,
  presence: Presence,
  way: string,
): readonly Step[] {
  const { items, minItems = 0, maxItems = Infinity, contains } = check;
  const steps: Step[] = [];
  if (check.prefixItems) {
    const name = checks.declarations.fresh(`${way}/tuple`);
    const schema = { checks: [check], notes: {}, origin: NOWHERE };
    checks.declare(name, schema, way);
    if (presence !== "loose") steps.push(step("array", presence, "undefined"));
    return [...steps, { callee: name, args: [], alone: true }];
  }
  const item = items ? checks.check(items, below(way, "*")) : "undefined";
  const limits = bounds(minItems, 0, maxItems);
  if (item !== "undefined" || limits.length > 0 || presence !== "loose")
    steps.push(
      step(
        "array",
        presence,
        item,
        // An arrow at the end would be laid out another way.
        ...(limits.length === 0 && typeof item !== "string" ? ["0"] : limits),
      ),
    );
  if (check.uniqueItems) steps.push({ callee: "unique", args: [] });
  if (contains) {
    const { schema, min, max } = contains;
    const matching = checks.check(schema, below(way, "contains"), true);
    const range = [min, ...(max === undefined ? [] : [max])];
    const args = [matching, ...range.map(numberLiteral)];
    steps.push({ callee: "contains", args });
  }
  return steps;
}

export function tupleStatements(
  checks: Emitter,
  lines: Body,
  check: ArrayCheck,
  way: string,
): void {
  const { prefixItems = [], items, minItems = 0, maxItems } = check;
  const closed = items?.checks.some(({ kind }) => kind === "never") === true;
  const max = Math.min(
    maxItems ?? Infinity,
    closed ? prefixItems.length : Infinity,
  );
  const limits = bounds(minItems, 0, max);
  const root: Spot = { key: "here", value: "v", depth: 1, way };
  if (limits.length > 0)
    lines.assign(
      checks.step(step("array", "loose", "undefined", ...limits), "bad", root),
    );
  for (const [i, item] of prefixItems.entries()) {
    const at = String(i);
    const spot = {
      key: at,
      value: `v[${at}]`,
      depth: 1,
      way: below(way, at),
    };
    checks.place(lines, item, "optional", spot);
  }
  if (items && !closed && items.checks.length > 0) {
    const rest = checks.check(items, below(way, "*"));
    const from = String(prefixItems.length);
    if (rest !== "undefined")
      lines.assign(checks.call("items", "bad", "v", rest, from));
  }
  if (check.uniqueItems)
    lines.assign(checks.call("unique", "bad", "here", "v"));
  if (check.contains) {
    const only = { kind: "array", contains: check.contains } as const;
    for (const one of arraySteps(checks, only, "loose", way))
      lines.assign(checks.step(one, "bad", root));
  }
}
