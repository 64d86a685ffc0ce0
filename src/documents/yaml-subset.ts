/**
 * The YAML that people write by hand, some twenty times faster than the
 * library reads it: block and flow collections, plain and quoted scalars,
 * `|` and `>`, comments. Whatever else it meets (anchors, tags, explicit keys,
 * anything that is wrong or asks for a warning), it gives up, and the library
 * reads the text and reports. Property tests hold it to the library's answers.
 */
import type { Json } from "../source/json.js";
import type { RangeMember, RangeNode } from "./range-tree.js";
import { readBlockScalar } from "./yaml-block-scalar.js";
import { GIVE_UP, giveUp, trimSpaces, YamlCursor } from "./yaml-cursor.js";
import { readFlow } from "./yaml-flow.js";
import { foldLines, plainScalar, UNSURE } from "./yaml-scalar.js";

/** `undefined`: read it with the library. Objects have no prototype. */
export function readYamlSubset(text: string): Json | undefined {
  const unix = text.replaceAll("\r\n", "\n");
  return read(new YamlCursor(unix))?.value;
}

/** `undefined`: ask the library. */
export function readYamlSubsetRanges(text: string): RangeNode | undefined {
  // As long as before, and only block scalars would notice the space.
  const unix = text.replaceAll("\r\n", " \n");
  return read(new YamlCursor(unix, text))?.range;
}

function read(
  cursor: YamlCursor,
): { readonly value: Json; readonly range: RangeNode } | undefined {
  if (cursor.text.startsWith("\uFEFF")) cursor.at = 1;
  if (hasRareSpace(cursor.text)) return undefined;
  try {
    const value = new SubsetReader(cursor).document();
    return { value, range: cursor.range };
  } catch (error) {
    if (error === GIVE_UP) return undefined;
    throw error;
  }
}

/**
 * Tabs and rare line breaks have rules of their own. Not one pattern for all:
 * those are slow until they have been used.
 */
function hasRareSpace(text: string): boolean {
  return (
    ["\t", "\r", "\u0085", "\u2028", "\u2029"].some((character) =>
      text.includes(character),
    ) || text.includes("\uFEFF", 1)
  );
}

class SubsetReader {
  readonly #cursor: YamlCursor;
  /** Column of the content of the current line; -1 at the end. */
  #indent = -1;
  /** Where the key ends that was read last. */
  #keyEnd = 0;

  constructor(cursor: YamlCursor) {
    this.#cursor = cursor;
  }

  document(): Json {
    const start = /---(?: +#.*| *)\n/y;
    start.lastIndex = this.#cursor.at;
    if (start.test(this.#cursor.text)) this.#cursor.at = start.lastIndex;
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
      const at = this.#cursor.indentEnd(start);
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
    const cursor = this.#cursor;
    const start = cursor.at;
    const indent = this.#indent;
    const object: Record<string, Json> = Object.create(null);
    const members = cursor.wantsRanges
      ? new Map<string, RangeMember>()
      : undefined;
    while (this.#indent === indent) {
      if (this.#isDash()) giveUp();
      const keyStart = cursor.at;
      const key = this.#key() ?? giveUp();
      const keyEnd = this.#keyEnd;
      if (key in object || key === "<<") giveUp();
      object[key] = this.#afterKey(indent);
      members?.set(key, {
        key: { start: keyStart, end: keyEnd },
        value: cursor.range,
      });
    }
    if (this.#indent > indent) giveUp();
    if (members) cursor.range = { start, end: cursor.range.end, members };
    return object;
  }

  #afterKey(indent: number): Json {
    this.#cursor.skipSpaces();
    if (!this.#isLineEnd()) return this.#inline(indent);
    this.#cursor.markAbsent();
    this.#endLine();
    if (this.#indent === indent && this.#isDash()) return this.#sequence();
    return this.#indent > indent ? this.#below(indent) : null;
  }

  #sequence(): Json {
    const cursor = this.#cursor;
    const start = cursor.at;
    const indent = this.#indent;
    const values: Json[] = [];
    const items: RangeNode[] | undefined = cursor.wantsRanges ? [] : undefined;
    while (this.#indent === indent && this.#isDash()) {
      values.push(this.#afterDash(indent));
      items?.push(cursor.range);
    }
    if (this.#indent > indent) giveUp();
    if (items) cursor.range = { start, end: cursor.range.end, items };
    return values;
  }

  #afterDash(indent: number): Json {
    const dash = this.#cursor.at++;
    this.#cursor.skipSpaces();
    if (this.#isLineEnd()) {
      this.#cursor.markAbsent();
      this.#endLine();
      return this.#indent > indent ? this.#below(indent) : null;
    }
    // A collection that begins on the line of the dash.
    const column = indent + this.#cursor.at - dash;
    return this.#isDash() || this.#startsMapping()
      ? this.#compact(column)
      : this.#inline(indent);
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
      const start = this.#cursor.at;
      const key = this.#cursor.quoted(-1);
      if (this.#cursor.lineEnd(start) < this.#cursor.at) return undefined;
      this.#keyEnd = this.#cursor.at;
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
    const line = text.slice(start, this.#cursor.lineEnd(start));
    const colon = colonOf(line);
    if (colon < 0) return undefined;
    if (colon > 1000) giveUp();
    this.#cursor.at = start + colon + 1;
    const key = trimSpaces(line.slice(0, colon));
    this.#keyEnd = start + key.length;
    return key;
  }

  /** A value that begins on this line, inside the collection at `indent`. */
  #inline(indent: number): Json {
    const character = this.#cursor.text[this.#cursor.at]!;
    if (character === "|" || character === ">") {
      const text = readBlockScalar(this.#cursor, indent);
      this.#nextLine();
      return text;
    }
    const value =
      character === "{" || character === "["
        ? readFlow(this.#cursor, indent)
        : this.#scalar(indent);
    this.#endLine();
    // Deeper lines would go on with the value.
    if (this.#indent > indent) giveUp();
    return value;
  }

  #scalar(indent: number): Json {
    const cursor = this.#cursor;
    const start = cursor.at;
    const character = cursor.text[start];
    const value =
      character === '"' || character === "'"
        ? cursor.quoted(indent)
        : plainScalar(this.#plain(indent));
    cursor.mark(start);
    return value === UNSURE ? giveUp() : value;
  }

  #plain(indent: number): string {
    const cursor = this.#cursor;
    if (!cursor.beginsPlain()) giveUp();
    const start = cursor.at;
    for (;;) {
      this.#plainLine();
      const next = cursor.goesOnAt(indent);
      if (next === undefined || cursor.text[next] === "#") break;
      cursor.at = next;
    }
    return foldLines(cursor.text.slice(start, cursor.at));
  }

  /** To the end of what belongs to a plain scalar in this line. */
  #plainLine(): void {
    const { text, at: start } = this.#cursor;
    const line = text.slice(start, this.#cursor.lineEnd(start));
    const comment = line.indexOf(" #");
    const source = trimSpaces(comment < 0 ? line : line.slice(0, comment));
    if (source.includes(": ") || source.endsWith(":")) giveUp();
    this.#cursor.at = start + source.length;
  }
}

/** Where the plain key ends that a line begins with; -1: there is none. */
function colonOf(line: string): number {
  const inside = line.indexOf(": ");
  const colon = inside < 0 && line.endsWith(":") ? line.length - 1 : inside;
  const comment = line.indexOf(" #");
  return comment >= 0 && comment < colon ? -1 : colon;
}
