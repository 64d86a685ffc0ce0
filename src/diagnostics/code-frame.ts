import { positionOf, type SourceFile } from "../source/source-file.js";
import { visible, widthOf } from "./text-width.js";

/** Columns of source text that a frame shows. */
const WIDTH = 100;
const TAB = "  ";

interface Line {
  readonly start: number;
  readonly text: string;
}

/**
 * The line before, the line with a caret under what is meant, the line after.
 * Of a long line only what is around the caret.
 */
export function codeFrame(
  file: SourceFile,
  start: number,
  end: number,
): string {
  const { line } = positionOf(file, start);
  const lines = linesAround(file.text, start);
  const here = lines.find((each) => each.number === line);
  if (here === undefined) return "";

  const from = start - here.start;
  const to = Math.max(from + 1, Math.min(end - here.start, here.text.length));
  const cut = cutAround(here.text, from);
  const gutter = String(line + 1).length;
  const number = (text: string): string => text.padStart(gutter);
  const out: string[] = [];
  for (const each of lines) {
    const clipped = each.text.slice(cut, cut + WIDTH);
    const left = cut > 0 && each.text.length > cut ? "…" : "";
    const right = each.text.length > cut + WIDTH ? "…" : "";
    const shown = `${left}${show(clipped)}${right}`;
    if (each.number !== line && shown.trim() === "") continue;
    const mark = each.number === line ? ">" : " ";
    out.push(`${mark} ${number(String(each.number))} | ${shown}`.trimEnd());
    if (each.number === line) {
      const before = widthOf(left + show(here.text.slice(cut, from)));
      const under = widthOf(
        show(here.text.slice(from, Math.min(to, cut + WIDTH))),
      );
      const carets = "^".repeat(Math.max(1, under));
      out.push(`  ${number("")} | ${" ".repeat(before)}${carets}`);
    }
  }
  return out.join("\n");
}

/** Where a long line is cut off on the left, so that the caret is seen. */
function cutAround(text: string, column: number): number {
  if (text.length <= WIDTH || column < WIDTH - 20) return 0;
  const cut = column - WIDTH / 2;
  // Never between the halves of a surrogate pair.
  return /[\uDC00-\uDFFF]/.test(text.charAt(cut)) ? cut + 1 : cut;
}

function show(text: string): string {
  return visible(text.replaceAll("\t", TAB));
}

function linesAround(
  text: string,
  offset: number,
): readonly (Line & { readonly number: number })[] {
  const lines: (Line & { readonly number: number })[] = [];
  let number = 1;
  let start = 0;
  for (const match of text.matchAll(/\r\n|\r|\n|$/g)) {
    const next = match.index + match[0].length;
    lines.push({ number, start, text: text.slice(start, match.index) });
    if (lines.length > 3) lines.shift();
    // The line before, this one, and one after.
    if (start > offset) break;
    if (next <= offset && lines.length > 1) lines.shift();
    if (match[0] === "") break;
    number += 1;
    start = next;
  }
  return lines;
}
