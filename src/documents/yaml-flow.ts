/** Flow collections, for the subset reader of YAML. */
import type { Json } from "../source/json.js";
import { giveUp, trimSpaces, type YamlCursor } from "./yaml-cursor.js";
import { plainScalar, UNSURE } from "./yaml-scalar.js";

const FLOW = ",[]{}";

/** The `{…}` or `[…]` at the cursor, inside the block at `indent`. */
export function readFlow(cursor: YamlCursor, indent: number): Json {
  return cursor.nested(() =>
    cursor.text[cursor.at] === "{"
      ? mapping(cursor, indent)
      : sequence(cursor, indent),
  );
}

function mapping(cursor: YamlCursor, indent: number): Json {
  const object: Record<string, Json> = Object.create(null);
  cursor.at++;
  for (;;) {
    skipSpace(cursor, indent);
    if (cursor.text[cursor.at] === "}") break;
    const isQuoted = /["']/.test(cursor.text[cursor.at] ?? "");
    const key = isQuoted ? cursor.quoted() : plain(cursor);
    cursor.skipSpaces();
    if (cursor.text[cursor.at] !== ":") giveUp();
    if (!cursor.isSpace(++cursor.at) && !isQuoted) giveUp();
    if (key in object || key === "<<" || key === "") giveUp();
    skipSpace(cursor, indent);
    object[key] = value(cursor, indent);
    if (isLast(cursor, "}", indent)) break;
  }
  cursor.at++;
  return object;
}

function sequence(cursor: YamlCursor, indent: number): Json {
  const items: Json[] = [];
  cursor.at++;
  for (;;) {
    skipSpace(cursor, indent);
    if (cursor.text[cursor.at] === "]") break;
    items.push(value(cursor, indent));
    if (isLast(cursor, "]", indent)) break;
  }
  cursor.at++;
  return items;
}

function isLast(cursor: YamlCursor, close: string, indent: number): boolean {
  skipSpace(cursor, indent);
  const character = cursor.text[cursor.at];
  if (character === close) return true;
  if (character !== ",") giveUp();
  cursor.at++;
  return false;
}

function value(cursor: YamlCursor, indent: number): Json {
  const character = cursor.text[cursor.at];
  if (character === "{" || character === "[") return readFlow(cursor, indent);
  if (character === '"' || character === "'") return cursor.quoted();
  const value = plainScalar(plain(cursor));
  return value === UNSURE ? giveUp() : value;
}

/** On one line, up to what ends it. */
function plain(cursor: YamlCursor): string {
  const text = cursor.text;
  const start = cursor.at;
  if (start >= text.length || !cursor.beginsPlain()) giveUp();
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
  cursor.at = start + source.length;
  return source;
}

/** Spaces, comments and line ends; lines must stay inside the block. */
function skipSpace(cursor: YamlCursor, indent: number): void {
  const text = cursor.text;
  for (;;) {
    const start = cursor.at;
    cursor.skipSpaces();
    const character = text[cursor.at];
    if (character === "#") {
      if (cursor.at === start && text[start - 1] !== "\n") giveUp();
      cursor.at = cursor.lineEnd(cursor.at);
    } else if (character === "\n") {
      cursor.at++;
      const lineStart = cursor.at;
      cursor.skipSpaces();
      const isBlank = text[cursor.at] === "\n" || text[cursor.at] === "#";
      if (!isBlank && cursor.at - lineStart <= indent) giveUp();
    } else {
      return;
    }
  }
}
