/** The tokens of JSON (RFC 8259): strings, numbers, words and the space between. */
import type { Diagnostics, Target } from "../diagnostics/diagnostics.js";
import type { SourceFile } from "../source/source-file.js";
import { checkNumber } from "./numbers.js";

/** Leaves the reader after a syntax error, which has been reported. */
export class Stop extends Error {}

export const Code = {
  tab: 0x09,
  lf: 0x0a,
  cr: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  byteOrderMark: 0xfeff,
} as const;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
/** Good escapes whole, so that what is left of a match is bad. */
const ESCAPE_OR_CONTROL =
  // eslint-disable-next-line no-control-regex
  /\\(["\\/bfnrt]|u[0-9a-fA-F]{4})|\\|[\u0000-\u001f]/g;

export class JsonScanner {
  at = 0;
  readonly text: string;
  readonly #file: SourceFile;
  readonly #diagnostics: Diagnostics;

  constructor(file: SourceFile, diagnostics: Diagnostics) {
    this.text = file.text;
    this.#file = file;
    this.#diagnostics = diagnostics;
  }

  /** The code unit at the cursor; `NaN` at the end. */
  code(): number {
    return this.text.charCodeAt(this.at);
  }

  skipSpace(): void {
    for (;;) {
      const code = this.code();
      if (
        code !== Code.space &&
        code !== Code.lf &&
        code !== Code.cr &&
        code !== Code.tab
      ) {
        return;
      }
      this.at++;
    }
  }

  /** From the quote at the cursor to after its partner. */
  string(): string {
    const { text } = this;
    const start = this.at + 1;
    let end = start;
    let code = text.charCodeAt(end);
    // At the end of the text `NaN` is no more than anything.
    while (
      code >= Code.space &&
      code !== Code.quote &&
      code !== Code.backslash
    ) {
      code = text.charCodeAt(++end);
    }
    if (code !== Code.quote) return this.#escapedString(start);
    this.at = end + 1;
    return text.slice(start, end);
  }

  #escapedString(start: number): string {
    let end = start - 1;
    do {
      end = this.text.indexOf('"', end + 1);
      if (end < 0) {
        this.#report(start - 1, this.text.length, 'a closing `"`');
      }
    } while (this.#isEscaped(end));
    const raw = this.text.slice(start, end);
    for (const match of raw.matchAll(ESCAPE_OR_CONTROL)) {
      if (match[1] !== undefined) continue;
      this.at = start + match.index;
      this.fail('a `\\` escape of JSON or a closing `"`');
    }
    this.at = end + 1;
    return String(JSON.parse(`"${raw}"`));
  }

  /** An odd number of backslashes stands before. */
  #isEscaped(at: number): boolean {
    let start = at;
    while (this.text.charCodeAt(start - 1) === Code.backslash) start--;
    return (at - start) % 2 === 1;
  }

  number(): number {
    const start = this.at;
    NUMBER.lastIndex = start;
    if (!NUMBER.test(this.text)) this.fail("a number");
    this.at = NUMBER.lastIndex;
    if (/[\w.]/.test(this.text.charAt(this.at))) this.fail("a number");
    const source = this.text.slice(start, this.at);
    return checkNumber(source, this.target(start, this.at), this.#diagnostics);
  }

  word(expected: string): null | boolean {
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    this.fail(expected);
  }

  target(start: number, end: number): Target {
    return { file: this.#file, path: undefined, range: { start, end } };
  }

  /** Reports that something else was expected at the cursor. */
  fail(expected: string): never {
    this.#report(this.at, this.at + 1, expected);
  }

  #report(start: number, end: number, expected: string): never {
    this.#diagnostics.report("json-syntax", this.target(start, end), {
      expected,
      found: describe(this.text, start),
    });
    throw new Stop();
  }
}

const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

function describe(text: string, at: number): string {
  if (at >= text.length) return "the end of the file";
  if (text.startsWith("//", at) || text.startsWith("/*", at)) {
    return "a comment";
  }
  const word = /[\w$]+/y;
  word.lastIndex = at;
  const found =
    word.exec(text)?.[0] ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
  return /^\s|\p{Cc}/u.test(found) ? "a control character" : `\`${found}\``;
}
