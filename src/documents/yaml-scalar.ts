/** What scalars mean in the YAML 1.2 core schema, for the subset reader. */

/** Not in the subset: read it with the library, which also reports. */
export const UNSURE = Symbol("unsure");

const INTEGER = /^[-+]?\d+$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** Octal, hexadecimal, infinite, or with a zero that the number would lose. */
const ODD_NUMBER = /^[-+]?(?:0[ox]|\.[a-z])|^\d{1,2}\.\d?[1-9]0$/i;

export function plainScalar(
  source: string,
): string | number | boolean | null | typeof UNSURE {
  switch (source) {
    case "null":
    case "Null":
    case "NULL":
    case "~":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    default:
  }
  const first = source.charCodeAt(0);
  // Digits, `+`, `-` and `.` are all that a number begins with.
  const mayBeNumber =
    (first >= 0x30 && first <= 0x39) ||
    first === 0x2b ||
    first === 0x2d ||
    first === 0x2e;
  if (!mayBeNumber) return source;
  if (ODD_NUMBER.test(source)) return UNSURE;
  const isInteger = INTEGER.test(source);
  if (!isInteger && !FLOAT.test(source)) return source;
  const value = Number(source);
  const isExact = !isInteger || source.length <= 15;
  return isExact && Number.isFinite(value) ? value : UNSURE;
}

/** Whole runs of spaces, so that no run is looked through twice. */
const BREAK = / +(?:\n[ \n]*)?|\n[ \n]*/g;

/** One line break in a scalar is a space; of several, one goes. */
export function foldLines(source: string): string {
  return source.includes("\n") ? source.replace(BREAK, folded) : source;
}

function folded(space: string): string {
  const breaks = space.split("\n").length - 1;
  if (breaks === 0) return space;
  return breaks === 1 ? " " : "\n".repeat(breaks - 1);
}

const BREAK_OR_ESCAPE = new RegExp(
  `${BREAK.source}|\\\\(?:\\n *|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^])`,
  "g",
);

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
};

/** Within the quotes; `undefined`: an escape that YAML does not have. */
export function doubleQuoted(raw: string): string | undefined {
  if (!raw.includes("\\")) return foldLines(raw);
  let isKnown = true;
  const text = raw.replace(BREAK_OR_ESCAPE, (match) => {
    if (match[0] !== "\\") return folded(match);
    if (match[1] === "\n") return "";
    if (match.length > 2) {
      const code = Number.parseInt(match.slice(2), 16);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
    }
    const character = ESCAPES[match[1] ?? ""];
    isKnown &&= character !== undefined;
    return character ?? "";
  });
  return isKnown ? text : undefined;
}
