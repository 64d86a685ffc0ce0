/**
 * Whether a schema certainly accepts no value: its author contradicted
 * himself, such as with a required property that is not allowed. What is not
 * plain to see is taken to accept something.
 */
import type { Assertion } from "../../src/contract/assertion.js";
import { firstProblem } from "../../src/schema/accepts-value.js";
import type { JsonType } from "../../src/source/json.js";
import {
  assertionOf,
  checksOf,
  conjunction,
  type Definitions,
} from "./arbitrary-value/conjunction.js";
import { schemasOfProperty } from "./arbitrary-value/members.js";

/** Contradictions that are further apart are not seen. */
const MAX_DEPTH = 12;

export function acceptsNothing(
  schema: Assertion,
  definitions: Definitions,
): boolean {
  return isEmpty([schema], definitions, 0);
}

function isEmpty(
  schemas: readonly Assertion[],
  definitions: Definitions,
  depth: number,
): boolean {
  const [like] = schemas;
  if (!like || depth > MAX_DEPTH) return false;
  const { checks } = conjunction(schemas, definitions);
  if (checksOf(checks, "never").length > 0) return true;
  const [choices] = checksOf(checks, "enum");
  if (choices)
    return choices.values.every((value) =>
      firstProblem(value, assertionOf(checks, like), definitions),
    );
  const types = commonTypes(checksOf(checks, "type").map(({ types }) => types));
  if (types.length === 0) return true;
  if (types.every((type) => type === "object")) {
    const objects = checksOf(checks, "object");
    const required = new Set(objects.flatMap((check) => check.required));
    for (const name of required)
      if (isEmpty(schemasOfProperty(objects, name), definitions, depth + 1))
        return true;
  }
  return checks.some((check) => {
    if (check.kind !== "anyOf" && check.kind !== "oneOf") return false;
    const rest = checks.filter((other) => other !== check);
    return check.of.every((one) =>
      isEmpty([assertionOf(rest, like), one], definitions, depth + 1),
    );
  });
}

function commonTypes(
  lists: readonly (readonly JsonType[])[],
): readonly JsonType[] {
  const all: readonly JsonType[] = [
    "null",
    "boolean",
    "integer",
    "number",
    "string",
    "array",
    "object",
  ];
  return all.filter((type) =>
    lists.every(
      (types) =>
        types.includes(type) ||
        (type === "integer" && types.includes("number")),
    ),
  );
}
