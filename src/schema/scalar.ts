import type { NumberCheck, StringCheck } from "../contract/assertion.js";
import type { JsonType } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { formatKind, isDigits } from "./formats.js";
import type { Keywords } from "./keywords.js";
import type { LowerContext } from "./lower.js";
import { checkedPattern, slowness, trustsPatterns } from "./pattern.js";
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
      : patternOf(source, keywords, maxLength, diagnostics);
  const format = formatFor("string", keywords, types);
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

function patternOf(
  source: string,
  keywords: Keywords,
  maxLength: number | undefined,
  diagnostics: Diagnostics,
): StringCheck["pattern"] {
  const origin = keywords.at("pattern");
  const compiled = checkedPattern(source, origin, diagnostics);
  if (!compiled) return undefined;
  // The length is checked before the pattern sees the text.
  const problem = slowness(compiled.source, maxLength);
  if (problem !== undefined && !trustsPatterns(keywords))
    diagnostics.report("schema-slow-pattern", origin, {
      pattern: source,
      problem,
    });
  return compiled;
}

export function numberCheck(
  keywords: Keywords,
  types: readonly JsonType[] | undefined,
  context: LowerContext,
): NumberCheck | undefined {
  if (!keywords.holds("number") && !keywords.holds("format")) return undefined;
  const minimum = boundOf("minimum", "exclusiveMinimum", keywords, context);
  const maximum = boundOf("maximum", "exclusiveMaximum", keywords, context);
  reviewRange(
    keywords,
    "minimum",
    minimum.inclusive,
    "maximum",
    maximum.inclusive,
    context.host.diagnostics,
  );
  let multipleOf = keywords.number("multipleOf");
  if (multipleOf !== undefined && multipleOf <= 0)
    multipleOf = keywords.wrong("multipleOf", "a number above zero");
  const format = formatFor("number", keywords, types);
  const meant =
    format !== undefined &&
    (!types || types.includes("number") || types.includes("integer"));
  const check = {
    ...(minimum.inclusive !== undefined && { minimum: minimum.inclusive }),
    ...(maximum.inclusive !== undefined && { maximum: maximum.inclusive }),
    ...(minimum.exclusive !== undefined && {
      exclusiveMinimum: minimum.exclusive,
    }),
    ...(maximum.exclusive !== undefined && {
      exclusiveMaximum: maximum.exclusive,
    }),
    ...(multipleOf !== undefined && { multipleOf }),
    ...(meant && { format }),
  };
  if (Object.keys(check).length === 0) return undefined;
  return { kind: "number", ...check };
}

interface Bound {
  readonly inclusive?: number | undefined;
  readonly exclusive?: number | undefined;
}

/**
 * In draft 4 `exclusiveMinimum: true` sharpens `minimum`, in later ones it is
 * a number of its own. Either is understood everywhere.
 */
function boundOf(
  keyword: "minimum" | "maximum",
  exclusiveKeyword: "exclusiveMinimum" | "exclusiveMaximum",
  keywords: Keywords,
  { dialect, host }: LowerContext,
): Bound {
  const bound = keywords.number(keyword);
  const written = keywords.value[exclusiveKeyword];
  const isOld = typeof written === "boolean";
  const given = isOld ? written : keywords.number(exclusiveKeyword);
  if (given === undefined) return { inclusive: bound };
  if (isOld !== (dialect.exclusiveBounds === "boolean"))
    host.diagnostics.report(
      "schema-exclusive-bound",
      keywords.at(exclusiveKeyword),
      {
        keyword: exclusiveKeyword,
        found: String(given),
        dialect: dialect.id,
        expected: isOld ? "a number" : "true or false",
      },
    );
  if (typeof given === "number") return { inclusive: bound, exclusive: given };
  return given ? { exclusive: bound } : { inclusive: bound };
}

function formatFor(
  kind: "string" | "number",
  keywords: Keywords,
  types: readonly JsonType[] | undefined,
): string | undefined {
  const { format } = keywords.value;
  if (typeof format !== "string") return undefined;
  if (formatKind(format) === kind) return format;
  // Of a number in digits the schema must say that it is a text.
  return kind === "string" && isDigits(format) && types?.includes("string")
    ? format
    : undefined;
}
