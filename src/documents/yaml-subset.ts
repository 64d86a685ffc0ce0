/**
 * The YAML that people write by hand, some twenty times faster than the
 * library reads it: block and flow collections, plain and quoted scalars on
 * one line, `|` and `>`, comments. Whatever else it meets (anchors, tags,
 * scalars over many lines, anything that is wrong or asks for a warning), it
 * gives up, and the library reads the text and reports. A property test holds
 * it to the library's answers.
 */
import type { Json } from "../source/json.js";
import { readBlockScalar } from "./yaml-block-scalar.js";
import { GIVE_UP, giveUp, trimSpaces, YamlCursor } from "./yaml-cursor.js";
import { readFlow } from "./yaml-flow.js";
import { plainScalar, UNSURE } from "./yaml-scalar.js";

/** `undefined`: read it with the library. Objects have no prototype. */
export function readYamlSubset(text: string): Json | undefined {
  // Tabs and rare line breaks have rules of their own.
  const unix = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  if (/[\t\r\u0085\u2028\u2029\uFEFF]/.test(unix)) return undefined;
  try {
    return new SubsetReader(unix).document();
  } catch (error) {
    if (error === GIVE_UP) return undefined;
    throw error;
  }
}

class SubsetReader {
  readonly #cursor: YamlCursor;
  /** Column of the content of the current line; -1 at the end. */
  #indent = -1;

  constructor(text: string) {
    this.#cursor = new YamlCursor(text);
  }

  document(): Json {
    if (this.#cursor.text.startsWith("---\n")) this.#cursor.at = 4;
    this.#nextLine();
    if (!this.#isAt(0)) giveUp();
    const value = this.#block();
    if (!this.#isAt(-1)) giveUp();
    return value;
  }

  #isAt(indent: number): boolean {
    return this.#indent === indent;
  }

  /** From the start of a line to the content of the first that has some. */
  #nextLine(): void {
    const text = this.#cursor.text;
    for (;;) {
      const start = this.#cursor.at;
      let at = start;
      while (text[at] === " ") at++;
      if (at >= text.length) {
        this.#cursor.at = at;
        this.#indent = -1;
        return;
      }
      if (text[at] === "\n") {
        this.#cursor.at = at + 1;
      } else if (text[at] === "#") {
        this.#cursor.at = this.#cursor.lineEnd(at) + 1;
      } else {
        this.#cursor.at = at;
        this.#indent = at - start;
        if (at === start && /^(?:---|\.\.\.|%)/.test(text.slice(at, at + 3))) {
          giveUp();
        }
        return;
      }
    }
  }

  /** After a value: nothing but space and a comment, then the next line. */
  #endLine(): void {
    this.#cursor.skipSpaces();
    const end = this.#cursor.lineEnd(this.#cursor.at);
    const isComment =
      this.#cursor.text[this.#cursor.at] === "#" &&
      this.#cursor.text[this.#cursor.at - 1] === " ";
    if (this.#cursor.at !== end && !isComment) giveUp();
    this.#cursor.at = end + 1;
    this.#nextLine();
  }

  #isLineEnd(): boolean {
    const character = this.#cursor.text[this.#cursor.at];
    return character === undefined || character === "\n" || character === "#";
  }

  #isDash(): boolean {
    if (this.#cursor.text[this.#cursor.at] !== "-") return false;
    const next = this.#cursor.text[this.#cursor.at + 1];
    return next === " " || next === "\n" || next === undefined;
  }

  /** A collection whose first line is the current one. */
  #block(): Json {
    return this.#cursor.nested(() =>
      this.#isDash() ? this.#sequence() : this.#mapping(),
    );
  }

  #mapping(): Json {
    const indent = this.#indent;
    const object: Record<string, Json> = Object.create(null);
    while (this.#indent === indent) {
      if (this.#isDash()) giveUp();
      const key = this.#key() ?? giveUp();
      if (key in object || key === "<<") giveUp();
      object[key] = this.#afterKey(indent);
    }
    if (this.#indent > indent) giveUp();
    return object;
  }

  #afterKey(indent: number): Json {
    this.#cursor.skipSpaces();
    if (!this.#isLineEnd()) return this.#inline(indent);
    this.#endLine();
    if (this.#indent === indent && this.#isDash()) return this.#sequence();
    return this.#indent > indent ? this.#below(indent) : null;
  }

  #sequence(): Json {
    const indent = this.#indent;
    const items: Json[] = [];
    while (this.#indent === indent && this.#isDash()) {
      const dash = this.#cursor.at++;
      this.#cursor.skipSpaces();
      if (this.#isLineEnd()) {
        this.#endLine();
        items.push(this.#indent > indent ? this.#below(indent) : null);
      } else {
        // A collection that begins on the line of the dash.
        const column = indent + this.#cursor.at - dash;
        items.push(
          this.#isDash() || this.#startsMapping()
            ? this.#compact(column)
            : this.#inline(indent),
        );
      }
    }
    if (this.#indent > indent) giveUp();
    return items;
  }

  #compact(column: number): Json {
    this.#indent = column;
    return this.#block();
  }

  /** The value on the lines under its key or dash. */
  #below(indent: number): Json {
    const character = this.#cursor.text[this.#cursor.at]!;
    if (this.#isDash() || this.#startsMapping()) return this.#block();
    if (character === "|" || character === ">") giveUp();
    return this.#inline(indent);
  }

  #startsMapping(): boolean {
    const start = this.#cursor.at;
    const key = this.#key();
    this.#cursor.at = start;
    return key !== undefined;
  }

  /** Up to after the colon; `undefined`: the line has no key. */
  #key(): string | undefined {
    const text = this.#cursor.text;
    const character = text[this.#cursor.at]!;
    if (character === '"' || character === "'") {
      const key = this.#cursor.quoted();
      this.#cursor.skipSpaces();
      if (
        text[this.#cursor.at] !== ":" ||
        !this.#cursor.isSpace(this.#cursor.at + 1)
      ) {
        return undefined;
      }
      this.#cursor.at++;
      return key;
    }
    if (!this.#cursor.beginsPlain()) return undefined;
    const start = this.#cursor.at;
    for (let at = start + 1; ; at++) {
      const character = text[at];
      if (character === undefined || character === "\n") return undefined;
      if (character === "#" && text[at - 1] === " ") return undefined;
      if (character === ":" && this.#cursor.isSpace(at + 1)) {
        if (at - start > 1000) giveUp();
        this.#cursor.at = at + 1;
        return trimSpaces(text.slice(start, at));
      }
    }
  }

  /** A value that begins on this line, inside the collection at `indent`. */
  #inline(indent: number): Json {
    const character = this.#cursor.text[this.#cursor.at]!;
    if (character === "|" || character === ">") {
      const text = readBlockScalar(this.#cursor, indent);
      this.#nextLine();
      return text;
    }
    let value: Json;
    if (character === "{" || character === "[") {
      value = readFlow(this.#cursor, indent);
    } else if (character === '"' || character === "'")
      value = this.#cursor.quoted();
    else value = this.#plain();
    this.#endLine();
    // Deeper lines would go on with the scalar.
    if (this.#indent > indent) giveUp();
    return value;
  }

  #plain(): Json {
    if (!this.#cursor.beginsPlain()) giveUp();
    const start = this.#cursor.at;
    const line = this.#cursor.text.slice(start, this.#cursor.lineEnd(start));
    const comment = line.indexOf(" #");
    const source = trimSpaces(comment < 0 ? line : line.slice(0, comment));
    if (source.includes(": ") || source.endsWith(":")) giveUp();
    this.#cursor.at = start + source.length;
    const value = plainScalar(source);
    return value === UNSURE ? giveUp() : value;
  }
}
