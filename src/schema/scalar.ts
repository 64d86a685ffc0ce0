import type { NumberCheck, StringCheck } from "../contract/assertion.js";
import type { JsonType } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { formatKind } from "./formats.js";
import type { Keywords } from "./keywords.js";
import { compilePattern, HARMLESS_LENGTH, slowness } from "./pattern.js";
import { reviewRange } from "./review.js";

/** Keywords of strings; a format is asserted only where strings are meant. */
export function stringCheck(
  keywords: Keywords,
  types: readonly JsonType[] | undefined,
  diagnostics: Diagnostics,
): StringCheck | undefined {
  if (!keywords.holds("string") && !keywords.holds("format")) return undefined;
  const minLength = keywords.count("minLength");
  const maxLength = keywords.count("maxLength");
  reviewRange(
    keywords,
    "minLength",
    minLength,
    "maxLength",
    maxLength,
    diagnostics,
  );
  const source = keywords.string("pattern");
  const pattern =
    source === undefined
      ? undefined
      : checkedPattern(source, keywords, maxLength, diagnostics);
  const format = formatFor("string", keywords);
  const meant = format !== undefined && (!types || types.includes("string"));
  if (minLength === undefined && maxLength === undefined && !pattern && !meant)
    return undefined;
  return {
    kind: "string",
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern && { pattern }),
    ...(meant && { format }),
  };
}

function checkedPattern(
  source: string,
  keywords: Keywords,
  maxLength: number | undefined,
  diagnostics: Diagnostics,
): StringCheck["pattern"] {
  const compiled = compilePattern(source);
  const origin = keywords.at("pattern");
  if ("problem" in compiled) {
    const { problem } = compiled;
    diagnostics.report("schema-pattern", origin, { pattern: source, problem });
    return undefined;
  }
  const problem = slowness(source);
  // Short texts are checked before the pattern sees them.
  if (problem !== undefined && (maxLength ?? Infinity) > HARMLESS_LENGTH)
    diagnostics.report("schema-slow-pattern", origin, {
      pattern: source,
      problem,
    });
  return compiled;
}

export function numberCheck(
  keywords: Keywords,
  types: readonly JsonType[] | undefined,
  diagnostics: Diagnostics,
): NumberCheck | undefined {
  if (!keywords.holds("number") && !keywords.holds("format")) return undefined;
  const minimum = keywords.number("minimum");
  const maximum = keywords.number("maximum");
  const exclusiveMinimum = keywords.number("exclusiveMinimum");
  const exclusiveMaximum = keywords.number("exclusiveMaximum");
  reviewRange(keywords, "minimum", minimum, "maximum", maximum, diagnostics);
  let multipleOf = keywords.number("multipleOf");
  if (multipleOf !== undefined && multipleOf <= 0)
    multipleOf = keywords.wrong("multipleOf", "a number above zero");
  const format = formatFor("number", keywords);
  const meant =
    format !== undefined &&
    (!types || types.includes("number") || types.includes("integer"));
  const check = {
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(exclusiveMinimum !== undefined && { exclusiveMinimum }),
    ...(exclusiveMaximum !== undefined && { exclusiveMaximum }),
    ...(multipleOf !== undefined && { multipleOf }),
    ...(meant && { format }),
  };
  if (Object.keys(check).length === 0) return undefined;
  return { kind: "number", ...check };
}

function formatFor(
  kind: "string" | "number",
  keywords: Keywords,
): string | undefined {
  const { format } = keywords.value;
  if (typeof format !== "string" || formatKind(format) !== kind)
    return undefined;
  return format;
}
