/**
 * The one door through which text of a schema reaches code. Everything here
 * gives text that prettier leaves alone, and that cannot end early: no quote,
 * line end, comment end, closing tag or direction mark of the schema's own.
 */
import type { Json } from "../source/json.js";

/**
 * What must not stand in a source file as itself: control characters, lone
 * surrogates, line and paragraph separators, byte order marks, and the
 * invisible and direction-changing characters that make code read as what it
 * is not.
 */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

const SHORT: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** Plain text needs no look at each character. */
const PLAIN = /^[ !#-&(-;=-[\]-_a-~]*$/;

function escapeCodeUnits(text: string): string {
  let out = "";
  for (let i = 0; i < text.length; i++)
    out += `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`;
  return out;
}

/** A string literal, in the quotes that prettier prefers. */
export function stringLiteral(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  const doubles = text.split('"').length;
  const quote = doubles > text.split("'").length ? "'" : '"';
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll(quote, `\\${quote}`)
    .replace(UNSAFE, (char) => SHORT[char] ?? escapeCodeUnits(char))
    // `</script>` and `<!--` end or change a script that is put inline.
    .replace(/<(?=[/!])/g, "\\x3c");
  return quote + escaped + quote;
}

/** As prettier prints numbers. */
export function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`not JSON: ${value}`);
  return Object.is(value, -0) ? "0" : String(value).replace("e+", "e");
}

export function primitiveLiteral(
  value: string | number | boolean | null,
): string {
  return typeof value === "string"
    ? stringLiteral(value)
    : typeof value === "number"
      ? numberLiteral(value)
      : String(value);
}

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;
/** An identifier of ECMAScript 5, which prettier writes without quotes. */
const IDENTIFIER_KEY =
  /^[\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{Nl}$_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$]*$/u;
const ASTRAL = /[\u{10000}-\u{10ffff}]/u;

/** The name of a member in a type: `id`, or `"order-id"`. */
export function memberKey(name: string): string {
  return PLAIN_KEY.test(name) ||
    (IDENTIFIER_KEY.test(name) && !ASTRAL.test(name))
    ? name
    : stringLiteral(name);
}

/**
 * The name of a property in an object literal, where a plain `__proto__`
 * would set the prototype.
 */
export function propertyKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : memberKey(name);
}

/** A regular expression as a literal; `undefined` where that would not be exact. */
export function regexLiteral(
  source: string,
  flags: string,
): string | undefined {
  UNSAFE.lastIndex = 0;
  const isSafe = source !== "" && !UNSAFE.test(source);
  UNSAFE.lastIndex = 0;
  if (!isSafe || /<[/!]/.test(source)) return undefined;
  // The engine's own escaping of `/` and line ends.
  return `/${new RegExp(source, flags).source}/${flags}`;
}

/** A JSON value as an expression on one line. */
export function jsonLiteral(value: Json): string {
  if (value === null || typeof value !== "object")
    return primitiveLiteral(value);
  if (Array.isArray(value))
    return `[${(value as readonly Json[]).map(jsonLiteral).join(", ")}]`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${propertyKey(key)}: ${jsonLiteral(item)}`,
  );
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** Text inside a comment: it can neither end the comment nor begin a tag. */
function commentText(text: string): string {
  return text
    .replaceAll("*/", "*\\/")
    .replace(/^(\s*)@/, "$1\\@")
    .replace(UNSAFE, (char) =>
      char === "\t" ? " " : SHORT[char] ? " " : escapeCodeUnits(char),
    )
    .replace(/<(?=[/!])/g, "&lt;")
    .trimEnd();
}

export interface DocText {
  readonly description?: string | undefined;
  readonly deprecated?: boolean | string | undefined;
}

/** A doc comment with its line end, or nothing where there is nothing to say. */
export function docComment(indent: string, doc: DocText): string {
  const { description, deprecated = false } = doc;
  if (!description && deprecated === false) return "";
  const lines: string[] = [];
  for (const line of (doc.description ?? "")
    .trim()
    .split(/\r\n|[\n\r\u2028\u2029]/))
    lines.push(commentText(line));
  while (lines[0] === "") lines.shift();
  if (doc.deprecated !== undefined && doc.deprecated !== false) {
    const why =
      typeof doc.deprecated === "string"
        ? ` ${commentText(doc.deprecated.replace(/\s+/g, " ").trim())}`
        : "";
    lines.push(`@deprecated${why}`);
  }
  if (lines.length === 0) return "";
  const [first] = lines;
  if (lines.length === 1 && indent.length + first!.length + 7 <= 80)
    return `${indent}/** ${first} */\n`;
  const body = lines.map((line) =>
    line === "" ? `${indent} *\n` : `${indent} * ${line}\n`,
  );
  return `${indent}/**\n${body.join("")}${indent} */\n`;
}
