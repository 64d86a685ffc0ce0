/** A place in a text, for the subset reader of YAML. */
import { MAX_DEPTH } from "./limits.js";
import { doubleQuoted } from "./yaml-scalar.js";

export const GIVE_UP = new Error("not in the subset");

/** Leaves the text to the library. */
export function giveUp(): never {
  throw GIVE_UP;
}

/** Nothing plain begins so in the subset. */
const INDICATORS = "?:,[]{}#&*!|>'\"%@`";

export class YamlCursor {
  readonly text: string;
  at = 0;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
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

  /** On one line, up to after the closing quote. */
  quoted(): string {
    const text = this.text;
    const quote = text[this.at]!;
    const start = this.at + 1;
    let end = start;
    for (; ; end++) {
      const character = text[end];
      if (character === undefined || character === "\n") giveUp();
      if (character === "\\" && quote === '"') end++;
      else if (character === quote) {
        if (quote === '"' || text[end + 1] !== "'") break;
        end++;
      }
    }
    const raw = text.slice(start, end);
    this.at = end + 1;
    if (quote === "'") return raw.replaceAll("''", "'");
    return raw.includes("\n") ? giveUp() : (doubleQuoted(raw) ?? giveUp());
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
