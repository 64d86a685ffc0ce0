/** Schemas of 2020-12 in the words of older drafts, as far as those have them. */
import type { DialectId } from "../../../src/schema/dialect.js";
import { isObject, type Json } from "../../../src/source/json.js";
import { isList } from "../../../src/documents/fields.js";

export type AjvDraft = Extract<
  DialectId,
  "draft-04" | "draft-07" | "2019-09" | "2020-12"
>;

export function inWordsOf(draft: AjvDraft, schema: Json): Json {
  if (draft === "2020-12") return schema;
  if (isList(schema)) return schema.map((part) => inWordsOf(draft, part));
  // Where draft 4 has no booleans.
  if (draft === "draft-04" && typeof schema === "boolean")
    return schema ? {} : { not: {} };
  if (!isObject(schema)) return schema;
  const words: Record<string, Json> = {};
  for (const [key, value] of Object.entries(schema))
    Object.assign(words, inWord(draft, key, value, schema));
  return words;
}

/** Their values are no schemas. */
const INSTANCES = new Set("const enum required type uniqueItems".split(" "));
/** What draft 4 does not know, and Ajv honours in it. */
const LATER = new Set("if then else contains propertyNames".split(" "));
const MAPS = new Set(["properties", "patternProperties", "$defs"]);

function inWord(
  draft: AjvDraft,
  key: string,
  value: Json,
  { prefixItems, minimum, maximum }: { readonly [key: string]: Json },
): Readonly<Record<string, Json>> {
  const isFirst = draft === "draft-04";
  if (isFirst && LATER.has(key)) return {};
  if (INSTANCES.has(key))
    return key === "const" && isFirst ? { enum: [value] } : { [key]: value };
  if (MAPS.has(key) && isObject(value))
    return { [key]: eachOf(value, (part) => inWordsOf(draft, part)) };
  switch (key) {
    case "prefixItems":
      return { items: inWordsOf(draft, value) };
    case "items":
      return {
        [prefixItems === undefined ? "items" : "additionalItems"]: inWordsOf(
          draft,
          value,
        ),
      };
    case "dependentRequired":
      return draft === "2019-09" ? { [key]: value } : { dependencies: value };
    case "dependentSchemas": {
      const parts = isObject(value) ? value : {};
      const inside = eachOf(parts, (part) => inWordsOf(draft, part));
      return { [draft === "2019-09" ? key : "dependencies"]: inside };
    }
    case "exclusiveMinimum":
      if (!isFirst) return { [key]: value };
      return minimum === undefined ? { minimum: value, [key]: true } : {};
    case "exclusiveMaximum":
      if (!isFirst) return { [key]: value };
      return maximum === undefined ? { maximum: value, [key]: true } : {};
    default:
      return { [key]: inWordsOf(draft, value) };
  }
}

function eachOf(
  map: { readonly [key: string]: Json },
  change: (value: Json) => Json,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [name, change(value)]),
  );
}
