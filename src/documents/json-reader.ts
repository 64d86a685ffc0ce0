/**
 * JSON (RFC 8259) in one pass, to values or to ranges. Not `JSON.parse`: that
 * keeps quiet about duplicate keys and lost digits, and its errors have no
 * dependable position.
 */
import type { Json } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { SourceFile } from "../source/source-file.js";
import { MAX_DEPTH } from "./limits.js";
import { checkNumber } from "./numbers.js";
import type { RangeMember, RangeNode } from "./range-tree.js";

/** `undefined`: it was reported. Objects have no prototype. */
export function readJson(
  file: SourceFile,
  diagnostics: Diagnostics,
): Json | undefined {
  const reader = new JsonReader(file, diagnostics, false);
  try {
    return reader.document();
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}

/** `undefined` where the text is not JSON. */
export function readJsonRanges(
  file: SourceFile,
  diagnostics: Diagnostics,
): RangeNode | undefined {
  const reader = new JsonReader(file, diagnostics, true);
  try {
    reader.document();
    return reader.range;
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}

/** Leaves the reader after a syntax error, which has been reported. */
class Stop extends Error {}

const Code = {
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
// eslint-disable-next-line no-control-regex
const SPECIAL = /[\\\u0000-\u001f]/;
/** Good escapes whole, so that what is left of a match is bad. */
const ESCAPE_OR_CONTROL =
  // eslint-disable-next-line no-control-regex
  /\\(["\\/bfnrt]|u[0-9a-fA-F]{4})|\\|[\u0000-\u001f]/g;

class JsonReader {
  /** Of the value read last, where ranges were asked for. */
  range: RangeNode = { start: 0, end: 0 };
  readonly #file: SourceFile;
  readonly #text: string;
  readonly #diagnostics: Diagnostics;
  readonly #wantsRanges: boolean;
  #at = 0;
  #depth = 0;

  constructor(file: SourceFile, diagnostics: Diagnostics, ranges: boolean) {
    this.#file = file;
    this.#text = file.text;
    this.#diagnostics = diagnostics;
    this.#wantsRanges = ranges;
  }

  document(): Json {
    if (this.#code() === Code.byteOrderMark) this.#at++;
    const value = this.#value("a value");
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail("the end of the file");
    return value;
  }

  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#code();
      if (
        code !== Code.space &&
        code !== Code.lf &&
        code !== Code.cr &&
        code !== Code.tab
      ) {
        return;
      }
      this.#at++;
    }
  }

  #value(expected: string): Json {
    this.#skipSpace();
    const start = this.#at;
    const code = this.#code();
    switch (code) {
      case Code.openBrace:
        return this.#nested(start, () => this.#object(start));
      case Code.openBracket:
        return this.#nested(start, () => this.#array(start));
      case Code.quote: {
        const value = this.#string();
        this.#leaf(start);
        return value;
      }
      default: {
        const value =
          code === Code.minus || (code >= Code.zero && code <= Code.nine)
            ? this.#number()
            : this.#word(expected);
        this.#leaf(start);
        return value;
      }
    }
  }

  #leaf(start: number): void {
    if (this.#wantsRanges) this.range = { start, end: this.#at };
  }

  #nested<T>(start: number, read: () => T): T {
    if (++this.#depth > MAX_DEPTH) {
      this.#diagnostics.report(
        "nesting-too-deep",
        this.#target(start, start + 1),
        { limit: MAX_DEPTH },
      );
      throw new Stop();
    }
    const value = read();
    this.#depth--;
    return value;
  }

  #object(start: number): Json {
    const object: Record<string, Json> = Object.create(null);
    const members = this.#wantsRanges
      ? new Map<string, RangeMember>()
      : undefined;
    this.#at++;
    this.#skipSpace();
    if (this.#code() === Code.closeBrace) {
      this.#at++;
    } else {
      for (;;) {
        this.#skipSpace();
        const keyStart = this.#at;
        if (this.#code() !== Code.quote) this.#fail("a key in double quotes");
        const key = this.#string();
        const keyEnd = this.#at;
        this.#skipSpace();
        if (this.#code() !== Code.colon) this.#fail("`:` after the key");
        this.#at++;
        if (key in object) {
          this.#diagnostics.report(
            "duplicate-key",
            this.#target(keyStart, keyEnd),
            { key },
          );
        }
        object[key] = this.#value("a value");
        members?.set(key, {
          key: { start: keyStart, end: keyEnd },
          value: this.range,
        });
        if (this.#isLast(Code.closeBrace, "`,` or `}`")) break;
      }
    }
    if (members) this.range = { start, end: this.#at, members };
    return object;
  }

  #array(start: number): Json {
    const array: Json[] = [];
    const items: RangeNode[] | undefined = this.#wantsRanges ? [] : undefined;
    this.#at++;
    this.#skipSpace();
    if (this.#code() === Code.closeBracket) {
      this.#at++;
    } else {
      for (;;) {
        array.push(this.#value("a value"));
        items?.push(this.range);
        if (this.#isLast(Code.closeBracket, "`,` or `]`")) break;
      }
    }
    if (items) this.range = { start, end: this.#at, items };
    return array;
  }

  /** After a member: eats the comma, or the closing bracket. */
  #isLast(close: number, expected: string): boolean {
    this.#skipSpace();
    const code = this.#code();
    if (code !== close && code !== Code.comma) this.#fail(expected);
    const comma = this.#at++;
    if (code === close) return true;
    this.#skipSpace();
    if (this.#code() === close) {
      const target = this.#target(comma, comma + 1);
      this.#diagnostics.report("json-trailing-comma", target, {});
      throw new Stop();
    }
    return false;
  }

  #string(): string {
    const start = this.#at;
    let end = start;
    do {
      end = this.#text.indexOf('"', end + 1);
      if (end < 0) {
        this.#report(start, this.#text.length, 'a closing `"`');
      }
    } while (this.#isEscaped(end));
    this.#at = end + 1;
    const raw = this.#text.slice(start + 1, end);
    if (!SPECIAL.test(raw)) return raw;
    for (const match of raw.matchAll(ESCAPE_OR_CONTROL)) {
      if (match[1] !== undefined) continue;
      this.#at = start + 1 + match.index;
      this.#fail('a `\\` escape of JSON or a closing `"`');
    }
    return String(JSON.parse(`"${raw}"`));
  }

  /** An odd number of backslashes stands before. */
  #isEscaped(at: number): boolean {
    let start = at;
    while (this.#text.charCodeAt(start - 1) === Code.backslash) start--;
    return (at - start) % 2 === 1;
  }

  #number(): number {
    const start = this.#at;
    NUMBER.lastIndex = start;
    const source = NUMBER.exec(this.#text)?.[0];
    if (source === undefined) this.#fail("a number");
    this.#at += source.length;
    if (/[\w.]/.test(this.#text.charAt(this.#at))) this.#fail("a number");
    const target = this.#target(start, this.#at);
    return checkNumber(source, target, this.#diagnostics);
  }

  #word(expected: string): null | boolean {
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    this.#fail(expected);
  }

  #target(start: number, end: number) {
    return { file: this.#file, path: undefined, range: { start, end } };
  }

  #fail(expected: string): never {
    this.#report(this.#at, this.#at + 1, expected);
  }

  #report(start: number, end: number, expected: string): never {
    this.#diagnostics.report("json-syntax", this.#target(start, end), {
      expected,
      found: describe(this.#text, start),
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
