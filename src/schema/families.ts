/** What keywords are about: most schemas have keywords of one family alone. */
import type { JsonType } from "../source/json.js";

export type Family =
  "string" | "number" | "array" | "object" | "format" | "logic" | "note";

const families: Readonly<Record<Family, string>> = {
  string: "minLength maxLength pattern",
  number: "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
  array:
    "items prefixItems additionalItems minItems maxItems uniqueItems contains unevaluatedItems",
  object:
    "properties patternProperties additionalProperties propertyNames required minProperties maxProperties dependentRequired dependentSchemas dependencies unevaluatedProperties",
  format: "format",
  logic: "$ref $dynamicRef $recursiveRef allOf anyOf oneOf not if then else",
  note: "title description deprecated default examples",
};

const FAMILY: ReadonlyMap<string, Family> = new Map(
  (Object.keys(families) as Family[]).flatMap((family) =>
    families[family].split(" ").map((keyword) => [keyword, family] as const),
  ),
);

/** `undefined`: none that anyone asks for. */
export function familyOf(keyword: string): Family | undefined {
  return FAMILY.get(keyword);
}

/** The one type that a keyword speaks of; `undefined`: it speaks of all. */
export function speaksOf(keyword: string): JsonType | undefined {
  const family = FAMILY.get(keyword);
  switch (family) {
    case "string":
    case "number":
    case "array":
    case "object":
      return family;
    case "format":
    case "logic":
    case "note":
    case undefined:
      return undefined;
    default:
      return family satisfies never;
  }
}
