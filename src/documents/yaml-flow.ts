/** Flow collections, for the subset reader of YAML. */
import type { Json } from "../source/json.js";
import type { RangeMember, RangeNode } from "./range-tree.js";
import { giveUp, trimSpaces, type YamlCursor } from "./yaml-cursor.js";
import { foldLines, plainScalar, UNSURE } from "./yaml-scalar.js";

const FLOW = ",[]{}";

/** The `{…}` or `[…]` at the cursor, inside the block at `indent`. */
export function readFlow(cursor: YamlCursor, indent: number): Json {
  return new FlowReader(cursor, indent).collection();
}

class FlowReader {
  readonly #cursor: YamlCursor;
  readonly #indent: number;
  #depth = 0;

  constructor(cursor: YamlCursor, indent: number) {
    this.#cursor = cursor;
    this.#indent = indent;
  }

  collection(): Json {
    return this.#cursor.nested(() => {
      this.#depth++;
      const value =
        this.#cursor.text[this.#cursor.at] === "{"
          ? this.#mapping()
          : this.#sequence();
      this.#depth--;
      return value;
    });
  }

  #mapping(): Json {
    const cursor = this.#cursor;
    const object: Record<string, Json> = Object.create(null);
    const members = cursor.wantsRanges
      ? new Map<string, RangeMember>()
      : undefined;
    const start = cursor.at++;
    while (!this.#closes("}")) {
      const keyRange = { start: cursor.at, end: cursor.at };
      const isQuoted = /["']/.test(cursor.text[cursor.at] ?? "");
      const key = isQuoted ? cursor.quoted(this.#indent) : this.#plain();
      keyRange.end = cursor.at;
      cursor.skipSpaces();
      if (cursor.text[cursor.at] !== ":") giveUp();
      if (!cursor.isSpace(++cursor.at) && !isQuoted) giveUp();
      if (key in object || key === "<<") giveUp();
      this.#skipSpace();
      object[key] = this.#value();
      members?.set(key, { key: keyRange, value: cursor.range });
      this.#separate("}");
    }
    cursor.at++;
    if (members) cursor.range = { start, end: cursor.at, members };
    return object;
  }

  #sequence(): Json {
    const cursor = this.#cursor;
    const values: Json[] = [];
    const items: RangeNode[] | undefined = cursor.wantsRanges ? [] : undefined;
    const start = cursor.at++;
    while (!this.#closes("]")) {
      values.push(this.#value());
      items?.push(cursor.range);
      this.#separate("]");
    }
    cursor.at++;
    if (items) cursor.range = { start, end: cursor.at, items };
    return values;
  }

  #closes(close: string): boolean {
    this.#skipSpace();
    return this.#cursor.text[this.#cursor.at] === close;
  }

  /** After a member: a comma, unless the collection ends. */
  #separate(close: string): void {
    if (this.#closes(close)) return;
    if (this.#cursor.text[this.#cursor.at] !== ",") giveUp();
    this.#cursor.at++;
  }

  #value(): Json {
    const cursor = this.#cursor;
    const start = cursor.at;
    const character = cursor.text[start];
    if (character === "{" || character === "[") return this.collection();
    const value =
      character === '"' || character === "'"
        ? cursor.quoted(this.#indent)
        : plainScalar(this.#plain());
    cursor.mark(start);
    return value === UNSURE ? giveUp() : value;
  }

  /** Up to what ends it, over as many lines as it takes. */
  #plain(): string {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (start >= cursor.text.length || !cursor.beginsPlain()) giveUp();
    for (;;) {
      this.#plainLine();
      const next = cursor.goesOnAt(this.#indent);
      if (next === undefined || `#${FLOW}`.includes(cursor.text[next]!)) break;
      cursor.at = next;
    }
    return foldLines(cursor.text.slice(start, cursor.at));
  }

  /** To the end of what belongs to a plain scalar in this line. */
  #plainLine(): void {
    const { text, at: start } = this.#cursor;
    let at = start;
    for (; ; at++) {
      const character = text[at];
      if (character === undefined) giveUp();
      if (character === "\n" || FLOW.includes(character)) break;
      if (character === "#" && text[at - 1] === " ") break;
      if (character === ":") {
        const next = text[at + 1];
        if (next === undefined || FLOW.includes(next)) giveUp();
        if (next === " " || next === "\n") break;
      }
    }
    const source = trimSpaces(text.slice(start, at));
    // `- ` and `-,` are not what they seem.
    if (source === "-" || source === "") giveUp();
    this.#cursor.at = start + source.length;
  }

  /** Spaces, comments and line ends; lines must stay inside the block. */
  #skipSpace(): void {
    const cursor = this.#cursor;
    const { text } = cursor;
    for (;;) {
      const start = cursor.at;
      cursor.skipSpaces();
      const character = text[cursor.at];
      if (character === "#") {
        if (cursor.at === start && text[start - 1] !== "\n") giveUp();
        cursor.at = cursor.lineEnd(cursor.at);
      } else if (character === "\n") {
        const lineStart = ++cursor.at;
        cursor.skipSpaces();
        if (!this.#mayBegin(cursor.at - lineStart)) giveUp();
      } else {
        return;
      }
    }
  }

  /** Whether what is at the cursor may be the first in its line. */
  #mayBegin(column: number): boolean {
    const character = this.#cursor.text[this.#cursor.at];
    if (column > this.#indent || character === "\n" || character === "#") {
      return true;
    }
    // What closes the outermost collection may stand under its key.
    const closes = character === "}" || character === "]";
    return closes && this.#depth === 1 && column === this.#indent;
  }
}
