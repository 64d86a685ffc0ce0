/** `|` and `>`, for the subset reader of YAML. */
import { countSpaces, giveUp, type YamlCursor } from "./yaml-cursor.js";

/** Style; then indentation and what becomes of the last line breaks. */
const HEADER = /([|>])(?:([1-9])?([-+])?|([-+])([1-9]))(?: +#.*| *)$/my;

/** The text after `|` or `>`, up to the line that follows it. */
export function readBlockScalar(cursor: YamlCursor, indent: number): string {
  const text = cursor.text;
  const start = cursor.at;
  HEADER.lastIndex = start;
  const header = HEADER.exec(text) ?? giveUp();
  const [all, style, digit = header[5], chomp = header[4]] = header;
  cursor.at += all.length + 1;

  const lines: string[] = [];
  let column = digit === undefined ? undefined : indent + Number(digit);
  let deepestBlank = 0;
  /** After the last line that has text, which others may follow. */
  let count = 0;
  let end = cursor.at;
  while (cursor.at < text.length) {
    const lineEnd = cursor.lineEnd(cursor.at);
    const line = text.slice(cursor.at, lineEnd);
    const spaces = countSpaces(line);
    if (spaces === line.length) {
      if (lineEnd === text.length) giveUp();
      deepestBlank = Math.max(deepestBlank, spaces);
    } else {
      if (column === undefined) {
        // Blank lines that are deeper than the text are a mistake.
        if (spaces <= indent || deepestBlank > spaces) giveUp();
        column = spaces;
      }
      if (spaces < column) {
        if (spaces > indent) giveUp();
        break;
      }
      deepestBlank = 0;
      count = lines.length + 1;
      end = Math.min(lineEnd + 1, text.length);
    }
    lines.push(line.slice(column ?? spaces));
    cursor.at = lineEnd + 1;
  }
  // Blank lines at the end that are deeper than the text belong to it.
  if (count === 0 || deepestBlank > (column ?? 0)) giveUp();
  cursor.mark(start, chomp === "+" ? Math.min(cursor.at, text.length) : end);
  const content = lines.slice(0, count);
  const value = style === "|" ? content.join("\n") : fold(content);
  if (chomp === "-") return value;
  return value + "\n".repeat(chomp === "+" ? 1 + lines.length - count : 1);
}

/**
 * Lines flow together; each empty line stays a line break, and so do those
 * around lines that are deeper than the others.
 */
function fold(lines: readonly string[]): string {
  let out = "";
  let separator = "";
  let wasDeeper = false;
  for (const line of lines) {
    if (line === "") {
      if (separator === " ") separator = "\n";
      else out += "\n";
    } else if (line.startsWith(" ")) {
      if (separator === " ") separator = "\n";
      else if (separator === "\n" && !wasDeeper) separator = "\n\n";
      out += separator + line;
      separator = "\n";
      wasDeeper = true;
    } else {
      out += separator + line;
      separator = " ";
      wasDeeper = false;
    }
  }
  return out;
}
