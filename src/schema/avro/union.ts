import type { Assertion, Check, TypeCheck } from "../../contract/assertion.js";
import type { JsonType } from "../../source/json.js";
import type { Origin } from "../../source/source-file.js";

/**
 * A value of any of the branches, as it is: Avro's own JSON encoding would
 * wrap it into an object that names the branch, which no JavaScript code
 * expects. Branches of different JSON types become one list of types, for
 * what a check says of one type lets all others pass.
 */
export function unionOf(
  branches: readonly Assertion[],
  origin: Origin,
): Assertion {
  const [first] = branches;
  if (branches.length === 1 && first) return first;
  const types: JsonType[] = [];
  const merged: Check[] = [];
  const rest: Assertion[] = [];
  for (const branch of branches) {
    const [head, ...further] = branch.checks;
    const type = head?.kind === "type" ? onlyType(head) : undefined;
    const clashes =
      types.some((other) => overlap(type, other)) ||
      (merged.some(hasFormat) && further.some(hasFormat));
    if (type === undefined || clashes) rest.push(branch);
    else {
      types.push(type);
      merged.push(...further);
    }
  }
  const checks: readonly Check[] =
    types.length === 0 ? [] : [{ kind: "type", types }, ...inOrder(merged)];
  // What is said of the only branch beside null is said of the whole.
  const others = branches.filter((branch) => !isNull(branch));
  const notes = others.length === 1 && others[0] ? others[0].notes : {};
  if (rest.length === 0) return { checks, notes, origin };
  const of =
    checks.length > 0 ? [...rest, { checks, notes: {}, origin }] : rest;
  return { checks: [{ kind: "anyOf", of }], notes, origin };
}

/** A JSON Schema has room for one, and contracts are written as such. */
function hasFormat(check: Check): boolean {
  return "format" in check;
}

/** As the keywords of a JSON Schema are read. */
function inOrder(checks: readonly Check[]): readonly Check[] {
  const order: readonly Check["kind"][] = [
    "string",
    "number",
    "array",
    "object",
  ];
  return checks.toSorted(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind),
  );
}

function isNull({ checks: [check] }: Assertion): boolean {
  return check?.kind === "type" && onlyType(check) === "null";
}

function onlyType({ types }: TypeCheck): JsonType | undefined {
  return types.length === 1 ? types[0] : undefined;
}

function overlap(one: JsonType | undefined, other: JsonType): boolean {
  return (
    one === other ||
    (one !== undefined && NUMBERS.has(one) && NUMBERS.has(other))
  );
}

/** Each integer is a number as well. */
const NUMBERS: ReadonlySet<JsonType> = new Set(["integer", "number"]);
