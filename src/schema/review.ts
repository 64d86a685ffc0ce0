/**
 * What is legal, and most likely a mistake. Nothing here changes what a
 * schema means, but for the type that {@link reviewTypes} finds implied.
 */
import type { ObjectCheck } from "../contract/assertion.js";
import { isObject, type Json, type JsonType } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { describe, isList } from "../documents/fields.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import { FORCES, type Dialect } from "./dialect.js";
import { speaksOf } from "./families.js";
import { formatKind, formatNames, isNote } from "./formats.js";
import type { Keywords } from "./keywords.js";
import { nearWord } from "./near-word.js";
import { matches } from "./pattern.js";

export function reviewKeywords(
  keywords: Keywords,
  dialect: Dialect,
  diagnostics: Diagnostics,
): void {
  for (const keyword of keywords.strange)
    if (!keyword.startsWith("x-"))
      reviewStranger(keyword, keywords, dialect, diagnostics);
  if (dialect.nullable === "mistaken" && keywords.value["nullable"] === true)
    diagnostics.report(
      "schema-nullable-taken",
      { ...keywords.at("nullable"), part: "key" },
      { dialect: dialect.id, type: typeNamed(keywords) },
    );
  for (const keyword of dialect.content === "enforced" ? CONTENT : [])
    if (keywords.has(keyword))
      diagnostics.report(
        "schema-unsupported",
        { ...keywords.at(keyword), part: "key" },
        { keyword },
      );
  const format = keywords.string("format");
  if (format === undefined || formatKind(format) || isNote(format)) return;
  const meant = nearWord(format, formatNames);
  if (meant === undefined) return;
  const hint = `did you mean "${meant}"?`;
  diagnostics.report(
    "schema-unknown-format",
    keywords.at("format"),
    { format },
    hint,
  );
}

const CONTENT = ["contentEncoding", "contentMediaType"];

/** A key that is no keyword of the dialect. */
function reviewStranger(
  keyword: string,
  keywords: Keywords,
  dialect: Dialect,
  diagnostics: Diagnostics,
): void {
  const target = { ...keywords.at(keyword), part: "key" } as const;
  const value = keywords.all[keyword];
  if (typeof value === "boolean" && keyword === "required") {
    const params = { value: String(value) };
    diagnostics.report("schema-required-boolean", target, params);
  } else if (FORCES.has(keyword)) {
    const params = { keyword, dialect: dialect.id };
    diagnostics.report("schema-foreign-keyword", target, params);
  } else if (keyword === "nullable") {
    if (value !== true) return;
    const params = { type: typeNamed(keywords) };
    diagnostics.report("schema-nullable", target, params);
  } else {
    const meant = ALIASES.get(keyword) ?? nearWord(keyword, dialect.keywords);
    if (isMisplaced(value, meant, keywords)) {
      diagnostics.report("schema-misplaced-property", target, { keyword });
    } else if (meant !== undefined) {
      const hint = `did you mean "${meant}"?`;
      diagnostics.report("schema-unknown-keyword", target, { keyword }, hint);
    }
  }
}

/** A schema where keywords are looked for, and where no keyword is meant that has one. */
function isMisplaced(
  value: Json | undefined,
  meant: string | undefined,
  { value: { type }, present }: Keywords,
): boolean {
  if (!isObject(value) || (meant !== undefined && HOLD_SCHEMAS.has(meant)))
    return false;
  const { type: inner, $ref, properties } = value;
  const isSchema =
    typeof inner === "string" ||
    typeof $ref === "string" ||
    isObject(properties);
  return isSchema && (type === "object" || present.length === 0);
}

const HOLD_SCHEMAS: ReadonlySet<string> = new Set(
  "additionalItems additionalProperties contains contentSchema else if items not propertyNames then unevaluatedItems unevaluatedProperties properties patternProperties".split(
    " ",
  ),
);

/** Keywords of other languages. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["min", "minimum"],
  ["max", "maximum"],
  ["regex", "pattern"],
  ["regexp", "pattern"],
  ["optional", "required"],
  ["extends", "allOf"],
]);

function typeNamed({ value: { type } }: Keywords): string {
  return typeof type === "string" ? type : "…";
}

/** Texts that are none, which no type will show. */
export function reviewNotes(
  keywords: Keywords,
  diagnostics: Diagnostics,
): void {
  const { title, description, examples } = keywords.value;
  const report = (keyword: string, value: Json, expected: string): void =>
    diagnostics.report("schema-note", keywords.at(keyword), {
      keyword,
      expected,
      found: describe(value),
    });
  for (const [keyword, value] of Object.entries({ title, description }))
    if (value !== undefined && typeof value !== "string")
      report(keyword, value, "text");
  if (examples !== undefined && !isList(examples))
    report("examples", examples, "a list");
}

/** `true` and `false` where draft 4 knows them. */
const BOOLEANS_OF_04: ReadonlySet<string | number | undefined> = new Set([
  "additionalProperties",
  "additionalItems",
]);

export function reviewBoolean(
  origin: Origin,
  { id, booleanSchemas }: Dialect,
  diagnostics: Diagnostics,
): void {
  if (booleanSchemas || BOOLEANS_OF_04.has(origin.path?.key)) return;
  diagnostics.report("schema-boolean", origin, { dialect: id });
}

/**
 * Keywords that do not go with the type; or, without a type, the type that
 * they imply where the dialect has it so.
 */
export function reviewTypes(
  keywords: Keywords,
  types: readonly JsonType[] | undefined,
  inPlace: boolean,
  dialect: Dialect,
  diagnostics: Diagnostics,
): JsonType | undefined {
  const told = keywords.present.filter((key) => speaksOf(key) !== undefined);
  if (told.length === 0) return undefined;
  if (types) {
    for (const keyword of told) {
      const type = speaksOf(keyword)!;
      if (types.includes(type)) continue;
      if (type === "number" && types.includes("integer")) continue;
      diagnostics.report(
        "schema-idle-keyword",
        { ...keywords.at(keyword), part: "key" },
        { keyword, types: types.map((name) => ARTICLE[name]).join(" or ") },
      );
    }
    return undefined;
  }
  if (inPlace || TYPED.some((keyword) => keywords.has(keyword)))
    return undefined;
  const kinds = new Set(told.map((keyword) => speaksOf(keyword)!));
  if (kinds.size > 1) return undefined;
  const [keyword] = told;
  const name = speaksOf(keyword!)!;
  const target = { ...keywords.at(keyword!), part: "key" } as const;
  if (dialect.impliesType) {
    const params = { keyword: keyword!, name };
    diagnostics.report("schema-implied-type", target, params);
    return name;
  }
  const params = { keyword: keyword!, name, type: ARTICLE[name] };
  diagnostics.report("schema-missing-type", target, params);
  return undefined;
}

/** Keywords that may well tell the type. */
const TYPED =
  "$ref $dynamicRef $recursiveRef enum const allOf anyOf oneOf if not".split(
    " ",
  );

const ARTICLE: Readonly<Record<JsonType, string>> = {
  null: "null",
  boolean: "a boolean",
  number: "a number",
  integer: "an integer",
  string: "a string",
  array: "an array",
  object: "an object",
};

export function reviewRange(
  keywords: Keywords,
  low: string,
  lowValue: number | undefined,
  high: string,
  highValue: number | undefined,
  diagnostics: Diagnostics,
): void {
  if (lowValue === undefined || highValue === undefined) return;
  if (lowValue <= highValue) return;
  diagnostics.report("schema-contradiction", keywords.at(low), {
    low,
    lowValue,
    high,
    highValue,
  });
}

export function reviewRequired(
  check: ObjectCheck,
  keywords: Keywords,
  diagnostics: Diagnostics,
): void {
  const { additionalProperties, patternProperties = [] } = check;
  if (additionalProperties?.checks[0]?.kind !== "never") return;
  if (check.required.length === 0) return;
  const names = new Set(check.properties.map(({ name }) => name));
  for (const [i, property] of check.required.entries()) {
    if (names.has(property)) continue;
    const mayMatch = patternProperties.some(
      (pattern) => matches(property, pattern) !== false,
    );
    if (mayMatch) continue;
    diagnostics.report(
      "schema-impossible-required",
      at(keywords.at("required"), i),
      { property },
    );
  }
}
