/** Any text as the words of a name. */
import { foldName } from "../source/fold-name.js";

/** Longer names help nobody, and some file systems stop at 255 bytes. */
export const MAX_LENGTH = 60;

const ONE_WORD = /^[A-Za-z][a-z0-9]*$/;
/** Invisible: two names must not differ in these alone. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/** The words of a text: at punctuation, and at `aB`, `ABc`, `1A`. */
export function words(text: string): string[] {
  if (ONE_WORD.test(text)) return [text];
  return text
    .normalize("NFC")
    .replace(IGNORABLE, "")
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{ID_Continue}]+|_+/u)
    .map((word) => word.replace(/^\p{M}+/u, ""))
    .filter((word) => word !== "");
}

/** `order.created` to `OrderCreated`; never empty, never with a digit in front, of any length. */
export function pascalCase(text: string, fallback = "Value"): string {
  const found = words(spoken(text));
  const parts = found.length > 0 ? found : symbols(text);
  const name = parts
    .map((word) => {
      const [first = ""] = word;
      return first.toUpperCase() + word.slice(first.length);
    })
    .join("");
  if (name === "") return fallback;
  // Some letters have no upper case but all may begin a name; digits may not.
  return /^[\p{ID_Start}]/u.test(name) ? name : `_${name}`;
}

/** `OrderCreated` to `orderCreated`. */
export function camelCase(text: string, fallback = "value"): string {
  return pascalCase(text, fallback).replace(
    /^\p{Lu}+(?![\p{Ll}])|^\p{Lu}/u,
    (head) => head.toLowerCase(),
  );
}

/** A sign before a number is all that tells `+1` from `-1`. */
function spoken(text: string): string {
  return text.replace(/^\+(?=\d)/, "plus ").replace(/^-(?=\d)/, "minus ");
}

/** A text without a letter or a digit is told by what its symbols are called. */
function symbols(text: string): string[] {
  return [...text.replace(IGNORABLE, "")]
    .slice(0, 8)
    .map((symbol) => SYMBOLS[symbol] ?? `U${codePoint(symbol)}`);
}

function codePoint(symbol: string): string {
  return symbol.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
}

const SYMBOLS: Readonly<Record<string, string>> = {
  " ": "Space",
  "!": "Bang",
  '"': "Quote",
  "#": "Hash",
  $: "Dollar",
  "%": "Percent",
  "&": "And",
  "'": "Apostrophe",
  "(": "Open",
  ")": "Close",
  "*": "Star",
  "+": "Plus",
  ",": "Comma",
  "-": "Minus",
  ".": "Dot",
  "/": "Slash",
  ":": "Colon",
  ";": "Semicolon",
  "<": "Less",
  "=": "Equals",
  ">": "Greater",
  "?": "Question",
  "@": "At",
  "[": "Open",
  "\\": "Backslash",
  "]": "Close",
  "^": "Caret",
  _: "Underscore",
  "`": "Backtick",
  "{": "Open",
  "|": "Or",
  "}": "Close",
  "~": "Tilde",
};

/**
 * The class name of a Java-like dotted name, such as
 * `io.example.dto.OrderDto`: lower-case packages and a Pascal-case end.
 */
export function lastSegment(text: string): string {
  const match = /^(?:[a-z_][a-z0-9_]*\.){2,}(?:[A-Z]\w*\$)*([A-Z]\w*)$/.exec(
    text,
  );
  return match?.[1] ?? text;
}

/** Texts of which this is the same want the same type name. */
export function wantedKey(text: string): string {
  return foldName(pascalCase(lastSegment(text)));
}

/** `items` to `item`; good enough for names of list elements. */
export function singular(word: string): string {
  if (/(?:ss|us|is|news|series|species)$/i.test(word)) return word;
  if (/[^aeiou]ies$/i.test(word)) return word.slice(0, -3) + "y";
  if (/(?:x|ch|sh|ss|zz)es$/i.test(word)) return word.slice(0, -2);
  if (/[a-z]s$/i.test(word) && word.length > 3) return word.slice(0, -1);
  return word;
}
