/** A place in a text, for the subset reader of YAML. */
import { MAX_DEPTH } from "./limits.js";
import type { RangeNode } from "./range-tree.js";
import { doubleQuoted, foldLines } from "./yaml-scalar.js";

export const GIVE_UP = new Error("not in the subset");

/** Leaves the text to the library. */
export function giveUp(): never {
  throw GIVE_UP;
}

/** Nothing plain begins so in the subset. */
const INDICATORS = "?:,[]{}#&*!|>'\"%@`";

const SPACES = / */y;

export class YamlCursor {
  readonly text: string;
  at = 0;
  /** As it was given, where ranges are asked for: as long as `text`. */
  readonly #original: string | undefined;
  /** Of the value read last, where ranges were asked for. */
  range: RangeNode = { start: 0, end: 0 };
  #depth = 0;

  constructor(text: string, original?: string) {
    this.text = text;
    this.#original = original;
  }

  get wantsRanges(): boolean {
    return this.#original !== undefined;
  }

  /** Says where the scalar stands that was read. */
  mark(start: number, end = this.at): void {
    if (this.wantsRanges) this.range = { start, end };
  }

  /** Says where the value would stand that is not there. */
  markAbsent(): void {
    const isBreak = this.#original?.[this.at - 1] === "\r";
    const at = isBreak ? this.at - 1 : this.at;
    this.mark(at, at);
  }

  /** Reads a collection, unless it is inside too many. */
  nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) giveUp();
    const value = read();
    this.#depth--;
    return value;
  }

  lineEnd(from: number): number {
    const end = this.text.indexOf("\n", from);
    return end < 0 ? this.text.length : end;
  }

  /** Indentation is long: one search is quicker than a look at each space. */
  indentEnd(lineStart: number): number {
    SPACES.lastIndex = lineStart;
    // Only after the end of the text there is no match.
    return SPACES.test(this.text) ? SPACES.lastIndex : lineStart;
  }

  skipSpaces(): void {
    while (this.text[this.at] === " ") this.at++;
  }

  isSpace(at: number): boolean {
    const character = this.text[at];
    return character === " " || character === "\n" || character === undefined;
  }

  beginsPlain(): boolean {
    const character = this.text[this.at]!;
    if (character === "-") return !this.isSpace(this.at + 1);
    return !INDICATORS.includes(character);
  }

  /**
   * Where a scalar goes on whose line ends here: in the next line that is not
   * blank, if that is deeper than `indent`. `undefined`: it ends.
   */
  goesOnAt(indent: number): number | undefined {
    const text = this.text;
    let at = this.at;
    while (text[at] === " ") at++;
    if (text[at] !== "\n") return undefined;
    let lineStart = at;
    while (text[at] === "\n") {
      lineStart = at + 1;
      at = this.indentEnd(lineStart);
    }
    return at < text.length && at - lineStart > indent ? at : undefined;
  }

  /**
   * Up to after the closing quote.
   *
   * @param indent of the block around, than which all its lines are deeper
   */
  quoted(indent: number): string {
    const text = this.text;
    const quote = text[this.at]!;
    const start = ++this.at;
    for (; ; this.at++) {
      const character = text[this.at];
      if (character === undefined) giveUp();
      if (character === "\n") {
        this.at = (this.goesOnAt(indent) ?? giveUp()) - 1;
      } else if (character === "\\" && quote === '"') {
        // A line may end so.
        if (text[this.at + 1] !== "\n") this.at++;
      } else if (character === quote) {
        if (quote === '"' || text[this.at + 1] !== "'") break;
        this.at++;
      }
    }
    const raw = text.slice(start, this.at++);
    if (quote === "'") return foldLines(raw).replaceAll("''", "'");
    return doubleQuoted(raw) ?? giveUp();
  }
}

/** Only spaces: `trimEnd` knows more kinds of white space than YAML. */
export function trimSpaces(text: string): string {
  let end = text.length;
  while (text[end - 1] === " ") end--;
  return end === text.length ? text : text.slice(0, end);
}

export function countSpaces(line: string): number {
  let count = 0;
  while (line[count] === " ") count++;
  return count;
}
