/** `|` and `>`, for the subset reader of YAML. */
import { countSpaces, giveUp, type YamlCursor } from "./yaml-cursor.js";

/** The text after `|` or `>`, up to the line that follows it. */
export function readBlockScalar(cursor: YamlCursor, indent: number): string {
  const text = cursor.text;
  const style = text[cursor.at++];
  const strip = text[cursor.at] === "-";
  if (strip) cursor.at++;
  const header = text.slice(cursor.at, cursor.lineEnd(cursor.at));
  if (!/^(?: +#.*| *)$/.test(header)) giveUp();
  cursor.at += header.length + 1;

  const lines: string[] = [];
  let column: number | undefined;
  for (;;) {
    const start = cursor.at;
    const end = text.indexOf("\n", start);
    if (end < 0) {
      if (start < text.length) giveUp();
      break;
    }
    const line = text.slice(start, end);
    const spaces = countSpaces(line);
    if (spaces === line.length) {
      if (column === undefined || spaces > column) giveUp();
      lines.push("");
    } else {
      column ??= spaces;
      if (column <= indent) giveUp();
      if (spaces < column) {
        if (spaces > indent) giveUp();
        break;
      }
      lines.push(line.slice(column));
    }
    cursor.at = end + 1;
  }
  while (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) giveUp();
  const content = style === "|" ? lines.join("\n") : fold(lines);
  return strip ? content : `${content}\n`;
}

/** Lines flow together; each empty line stays a line break. */
function fold(lines: readonly string[]): string {
  let out = "";
  let breaks = -1;
  for (const line of lines) {
    if (/^ | $/.test(line)) giveUp();
    breaks += 1;
    if (line === "") continue;
    if (out !== "") out += breaks === 1 ? " " : "\n".repeat(breaks - 1);
    out += line;
    breaks = 0;
  }
  return out;
}
