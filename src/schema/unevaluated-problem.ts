/** What is wrong with the parts of a value that nothing else looks at. */
import type { Assertion, UnevaluatedCheck } from "../contract/assertion.js";
import { isList } from "../documents/fields.js";
import { isObject, type Json } from "../source/json.js";
import {
  covered,
  type Condition,
  type Coverage,
  type Covered,
} from "./coverage.js";
import { matches } from "./pattern.js";
import { isNever, issue, under, type Issue } from "./scalar-problem.js";

/** What a schema says of a value. */
type Ask = (value: Json, schema: Assertion) => Issue | undefined;

/** @param coverage what the checks beside look at; they accept the value */
export function unevaluatedProblem(
  value: Json,
  { kind, schema }: UnevaluatedCheck,
  coverage: Coverage,
  ask: Ask,
): Issue | undefined {
  const entries = entriesOf(value, kind);
  if (!entries) return undefined;
  const known = covered(coverage, (when) => holds(value, when, ask));
  for (const [key, item] of entries) {
    if (known.some((one) => covers(one, key, item, ask))) continue;
    const found = isNever(schema)
      ? issue(kind, WORDS[kind])
      : ask(item, schema);
    if (found) return under(key, found);
  }
  return undefined;
}

const WORDS: Readonly<Record<UnevaluatedCheck["kind"], string>> = {
  unevaluatedProperties: "is not known",
  unevaluatedItems: "must not be there",
};

function entriesOf(
  value: Json,
  kind: UnevaluatedCheck["kind"],
): Iterable<readonly [string | number, Json]> | undefined {
  if (kind === "unevaluatedItems")
    return isList(value) ? value.entries() : undefined;
  return isObject(value) ? Object.entries(value) : undefined;
}

function covers(
  one: Covered,
  key: string | number,
  item: Json,
  ask: Ask,
): boolean {
  switch (one.kind) {
    case "all":
      return true;
    case "property":
      return one.name === key;
    case "pattern":
      return matches(String(key), one) !== false;
    case "items":
      return Number(key) < one.before;
    case "matching":
      return !ask(item, one.schema);
    default:
      return one satisfies never;
  }
}

function holds(value: Json, when: Condition, ask: Ask): boolean {
  switch (when.kind) {
    case "accepted":
      return !ask(value, when.by);
    case "refused":
      return ask(value, when.by) !== undefined;
    case "has":
      return isObject(value) && Object.hasOwn(value, when.property);
    default:
      return when satisfies never;
  }
}
