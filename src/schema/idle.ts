/** Keywords that say nothing as they stand, and values that their type rules out. */
import type { Json, JsonType } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { describe, isList } from "../documents/fields.js";
import { at } from "../source/path.js";
import type { Keywords } from "./keywords.js";

/** What says something only beside another keyword. */
const BESIDE: readonly (readonly [keyword: string, other: string])[] = [
  ["then", "if"],
  ["else", "if"],
  ["minContains", "contains"],
  ["maxContains", "contains"],
];

export function reviewIdle(keywords: Keywords, diagnostics: Diagnostics): void {
  for (const [keyword, other] of BESIDE) {
    if (!keywords.has(keyword) || keywords.has(other)) continue;
    const target = { ...keywords.at(keyword), part: "key" } as const;
    diagnostics.report("schema-alone", target, { keyword, other });
  }
}

/** Values of `enum` and `const` that are not of the types. */
export function reviewValues(
  keywords: Keywords,
  types: readonly JsonType[] | undefined,
  diagnostics: Diagnostics,
): void {
  if (!types) return;
  const { enum: values, const: constant, nullable } = keywords.value;
  const review = (value: Json, origin: Keywords["origin"]): void => {
    if (value === null && nullable === true) return;
    if (types.some((type) => isOf(type, value))) return;
    const params = { value: describe(value), types: types.join(" or ") };
    diagnostics.report("schema-value-of-no-type", origin, params);
  };
  if (isList(values))
    for (const [i, value] of values.entries())
      review(value, at(keywords.at("enum"), i));
  if (constant !== undefined) review(constant, keywords.at("const"));
}

function isOf(type: JsonType, value: Json): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "integer":
      return Number.isInteger(value);
    case "array":
      return isList(value);
    case "object":
      return typeof value === "object" && value !== null && !isList(value);
    case "boolean":
    case "number":
    case "string":
      return typeof value === type;
    default:
      return type satisfies never;
  }
}
