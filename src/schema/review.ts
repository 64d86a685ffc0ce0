/**
 * What is legal, and most likely a mistake. Nothing here changes what a
 * schema means, but for the type that {@link reviewTypes} finds implied.
 */
import type { ObjectCheck } from "../contract/assertion.js";
import type { JsonType } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { closest } from "../diagnostics/did-you-mean.js";
import { at } from "../source/path.js";
import type { Dialect } from "./dialect.js";
import { speaksOf } from "./families.js";
import { formatKind, formatNames, isNote } from "./formats.js";
import type { Keywords } from "./keywords.js";

export function reviewKeywords(
  keywords: Keywords,
  dialect: Dialect,
  diagnostics: Diagnostics,
): void {
  for (const keyword of keywords.present) {
    if (dialect.keywords.has(keyword)) {
      if (!keyword.startsWith("unevaluated")) continue;
      if (keywords.value[keyword] === true) continue;
      const target = { ...keywords.at(keyword), part: "key" } as const;
      diagnostics.report("schema-unsupported", target, { keyword });
      continue;
    }
    const target = { ...keywords.at(keyword), part: "key" } as const;
    if (keyword === "nullable" && keywords.value[keyword] === true) {
      const type = keywords.value["type"];
      const named = typeof type === "string" ? type : "…";
      diagnostics.report("schema-nullable", target, { type: named });
    } else if (!keyword.startsWith("x-")) {
      const meant = near(keyword, dialect.keywords);
      if (meant === undefined) continue;
      const hint = `did you mean "${meant}"?`;
      diagnostics.report("schema-unknown-keyword", target, { keyword }, hint);
    }
  }
  const format = keywords.string("format");
  if (format === undefined || formatKind(format) || isNote(format)) return;
  const meant = near(format, formatNames);
  if (meant === undefined) return;
  const hint = `did you mean "${meant}"?`;
  diagnostics.report(
    "schema-unknown-format",
    keywords.at("format"),
    { format },
    hint,
  );
}

/** A slip of the fingers, not merely another short word. */
function near(word: string, known: Iterable<string>): string | undefined {
  const meant = closest(word, known);
  if (meant === undefined || Math.abs(meant.length - word.length) > 1)
    return undefined;
  // Two words of four letters that share two are no misspelling.
  const shared = [...word.toLowerCase()].filter((char) =>
    meant.toLowerCase().includes(char),
  ).length;
  return shared >= word.length - 1 ? meant : undefined;
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
    const matches = patternProperties.some(({ source, flags }) =>
      new RegExp(source, flags).test(property),
    );
    if (matches) continue;
    diagnostics.report(
      "schema-impossible-required",
      at(keywords.at("required"), i),
      { property },
    );
  }
}
