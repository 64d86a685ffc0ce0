/**
 * JSON (RFC 8259) in one pass, to values or to ranges. Not `JSON.parse`: that
 * keeps quiet about duplicate keys and lost digits, and its errors have no
 * dependable position.
 */
import type { Json } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { SourceFile } from "../source/source-file.js";
import { Code, JsonScanner, Stop } from "./json-scanner.js";
import { MAX_DEPTH, MAX_MISTAKES } from "./limits.js";
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

class JsonReader {
  /** Of the value read last, where ranges were asked for. */
  range: RangeNode = { start: 0, end: 0 };
  readonly #scanner: JsonScanner;
  readonly #diagnostics: Diagnostics;
  readonly #wantsRanges: boolean;
  #depth = 0;
  #mistakes = 0;

  constructor(file: SourceFile, diagnostics: Diagnostics, ranges: boolean) {
    this.#scanner = new JsonScanner(file, diagnostics);
    this.#diagnostics = diagnostics;
    this.#wantsRanges = ranges;
  }

  document(): Json {
    const scanner = this.#scanner;
    if (scanner.code() === Code.byteOrderMark) scanner.at++;
    const value = this.#value("a value");
    scanner.skipSpace();
    if (scanner.at < scanner.text.length) scanner.fail("the end of the file");
    return value;
  }

  #value(expected: string): Json {
    const scanner = this.#scanner;
    scanner.skipSpace();
    const start = scanner.at;
    const code = scanner.code();
    let value: Json;
    switch (code) {
      case Code.openBrace:
      case Code.openBracket:
        this.#enter(start);
        value =
          code === Code.openBrace ? this.#object(start) : this.#array(start);
        this.#depth--;
        return value;
      case Code.quote:
        value = scanner.string();
        break;
      default:
        value =
          code === Code.minus || (code >= Code.zero && code <= Code.nine)
            ? scanner.number()
            : scanner.word(expected);
    }
    if (this.#wantsRanges) this.range = { start, end: scanner.at };
    return value;
  }

  #enter(start: number): void {
    if (++this.#depth <= MAX_DEPTH) return;
    const target = this.#scanner.target(start, start + 1);
    this.#diagnostics.report("nesting-too-deep", target, { limit: MAX_DEPTH });
    throw new Stop();
  }

  #object(start: number): Json {
    const scanner = this.#scanner;
    const object: Record<string, Json> = Object.create(null);
    const members = this.#wantsRanges
      ? new Map<string, RangeMember>()
      : undefined;
    scanner.at++;
    scanner.skipSpace();
    if (scanner.code() === Code.closeBrace) {
      scanner.at++;
    } else {
      for (;;) {
        scanner.skipSpace();
        const keyStart = scanner.at;
        if (scanner.code() !== Code.quote) {
          scanner.fail("a key in double quotes");
        }
        const key = scanner.string();
        const keyEnd = scanner.at;
        scanner.skipSpace();
        if (scanner.code() !== Code.colon) scanner.fail("`:` after the key");
        scanner.at++;
        if (key in object) {
          const target = scanner.target(keyStart, keyEnd);
          this.#diagnostics.report("duplicate-key", target, { key });
          if (++this.#mistakes >= MAX_MISTAKES) throw new Stop();
        }
        object[key] = this.#value("a value");
        members?.set(key, {
          key: { start: keyStart, end: keyEnd },
          value: this.range,
        });
        if (this.#isLast(Code.closeBrace, "`,` or `}`")) break;
      }
    }
    if (members) this.range = { start, end: scanner.at, members };
    return object;
  }

  #array(start: number): Json {
    const scanner = this.#scanner;
    const array: Json[] = [];
    const items: RangeNode[] | undefined = this.#wantsRanges ? [] : undefined;
    scanner.at++;
    scanner.skipSpace();
    if (scanner.code() === Code.closeBracket) {
      scanner.at++;
    } else {
      for (;;) {
        array.push(this.#value("a value"));
        items?.push(this.range);
        if (this.#isLast(Code.closeBracket, "`,` or `]`")) break;
      }
    }
    if (items) this.range = { start, end: scanner.at, items };
    return array;
  }

  /** After a member: eats the comma, or the closing bracket. */
  #isLast(close: number, expected: string): boolean {
    const scanner = this.#scanner;
    scanner.skipSpace();
    const code = scanner.code();
    if (code !== close && code !== Code.comma) scanner.fail(expected);
    const comma = scanner.at++;
    if (code === close) return true;
    scanner.skipSpace();
    if (scanner.code() === close) {
      const target = scanner.target(comma, comma + 1);
      this.#diagnostics.report("json-trailing-comma", target, {});
      throw new Stop();
    }
    return false;
  }
}
