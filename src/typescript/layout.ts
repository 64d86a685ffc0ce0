/**
 * The line-breaking algorithm of prettier (Wadler's, with last-argument
 * hugging), for the few constructs that we emit: what is printed here is
 * what prettier would print.
 */
const WIDTH = 80;

export type Doc =
  | string
  | readonly Doc[]
  | { readonly kind: "line"; readonly flat: "" | " " }
  | { readonly kind: "indent"; readonly doc: Doc }
  | { readonly kind: "group"; readonly doc: Doc; readonly broken?: boolean }
  | { readonly kind: "ifBreak"; readonly broken: Doc; readonly flat: Doc }
  /** The first state that fits as one line but for broken groups, else the last. */
  | { readonly kind: "choice"; readonly states: readonly Doc[] }
  /** After `=` or `:`: on the same line where what comes up to its first break fits. */
  | { readonly kind: "value"; readonly doc: Doc }
  /** As many on a line as fit. */
  | { readonly kind: "fill"; readonly items: readonly string[] };

export const line: Doc = { kind: "line", flat: " " };
export const softline: Doc = { kind: "line", flat: "" };
export const indent = (doc: Doc): Doc => ({ kind: "indent", doc });
export const group = (doc: Doc, broken = false): Doc => ({
  kind: "group",
  doc,
  broken,
});
export const ifBreak = (broken: Doc, flat: Doc = ""): Doc => ({
  kind: "ifBreak",
  broken,
  flat,
});

/** What follows `=` or `:`, with the white space before it. */
export const value = (doc: Doc): Doc => ({ kind: "value", doc });

export function join(separator: Doc, docs: readonly Doc[]): readonly Doc[] {
  return docs.flatMap((doc, i) => (i === 0 ? [doc] : [separator, doc]));
}

type Mode = "flat" | "break";
type Item = readonly [depth: number, mode: Mode, doc: Doc];

/** Prints from column `column` of a line that is indented by `depth` levels. */
export function print(doc: Doc, depth = 0, column = depth * 2): string {
  const text = onOneLine(doc);
  if (text !== undefined && column + width(text) <= WIDTH) return text;
  let out = "";
  let at = column;
  const stack: Item[] = [[depth, "break", doc]];
  while (stack.length > 0) {
    const [level, mode, top] = stack.pop()!;
    if (typeof top === "string") {
      out += top;
      at += width(top);
    } else if (isList(top)) {
      for (let i = top.length - 1; i >= 0; i--)
        stack.push([level, mode, top[i]!]);
    } else {
      switch (top.kind) {
        case "line":
          if (mode === "flat") {
            out += top.flat;
            at += top.flat.length;
          } else {
            out += `\n${"  ".repeat(level)}`;
            at = level * 2;
          }
          break;
        case "indent":
          stack.push([level + 1, mode, top.doc]);
          break;
        case "ifBreak":
          stack.push([level, mode, mode === "break" ? top.broken : top.flat]);
          break;
        case "group": {
          const flat: Item = [level, "flat", top.doc];
          const isFlat =
            !top.broken && (mode === "flat" || fits(flat, stack, WIDTH - at));
          stack.push(isFlat ? flat : [level, "break", top.doc]);
          break;
        }
        case "choice": {
          const { states } = top;
          if (mode === "flat") {
            stack.push([level, "flat", states[0]!]);
            break;
          }
          let chosen: Item = [level, "break", states.at(-1)!];
          for (const state of states.slice(0, -1)) {
            const item: Item = [level, "flat", state];
            if (!fits(item, stack, WIDTH - at)) continue;
            chosen = item;
            break;
          }
          stack.push(chosen);
          break;
        }
        case "value": {
          if (mode === "flat") {
            stack.push([level, "flat", top.doc]);
            out += " ";
            at += 1;
            break;
          }
          const begun: Item = [level, "break", top.doc];
          stack.push(begun);
          if (fits([level, "flat", " "], stack, WIDTH - at)) {
            out += " ";
            at += 1;
            break;
          }
          stack.pop();
          stack.push([level + 1, "break", top.doc]);
          out += `\n${"  ".repeat(level + 1)}`;
          at = (level + 1) * 2;
          break;
        }
        case "fill": {
          top.items.forEach((item, i) => {
            const text = i < top.items.length - 1 ? `${item},` : item;
            const room = at + 1 + width(text) <= WIDTH;
            if (i > 0 && (mode === "flat" || room)) {
              out += " ";
              at += 1;
            } else if (i > 0) {
              out += `\n${"  ".repeat(level)}`;
              at = level * 2;
            }
            out += text;
            at += width(text);
          });
          break;
        }
        default:
          top satisfies never;
      }
    }
  }
  return out;
}

/**
 * The text without line ends; `undefined`: it has one wherever it stands.
 * Most lines fit, and then this is all there is to do.
 *
 * @param grouped whether line ends depend on the room that is left
 */
function onOneLine(doc: Doc, grouped = false): string | undefined {
  if (typeof doc === "string") return doc;
  if (isList(doc)) {
    let out = "";
    for (const part of doc) {
      const text = onOneLine(part, grouped);
      if (text === undefined) return undefined;
      out += text;
    }
    return out;
  }
  switch (doc.kind) {
    case "line":
      return grouped ? doc.flat : undefined;
    case "ifBreak":
      return onOneLine(grouped ? doc.flat : doc.broken, grouped);
    case "indent":
      return onOneLine(doc.doc, grouped);
    case "group":
      return doc.broken ? undefined : onOneLine(doc.doc, true);
    case "choice":
      return onOneLine(doc.states[0]!, true);
    case "value": {
      const text = onOneLine(doc.doc, grouped);
      return text === undefined ? undefined : ` ${text}`;
    }
    case "fill":
      return doc.items.join(", ");
    default:
      return doc satisfies never;
  }
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

/** Whether what comes up to the next line end fits into the room left. */
function fits(first: Item, rest: readonly Item[], room: number): boolean {
  let left = room;
  let next = rest.length;
  const stack: Item[] = [first];
  while (left >= 0) {
    if (stack.length === 0) {
      if (next === 0) return true;
      stack.push(rest[--next]!);
    }
    const [level, mode, top] = stack.pop()!;
    if (typeof top === "string") left -= width(top);
    else if (isList(top))
      for (let i = top.length - 1; i >= 0; i--)
        stack.push([level, mode, top[i]!]);
    else
      switch (top.kind) {
        case "line":
          if (mode === "break") return true;
          left -= top.flat.length;
          break;
        case "indent":
          stack.push([level, mode, top.doc]);
          break;
        case "ifBreak":
          stack.push([level, mode, mode === "break" ? top.broken : top.flat]);
          break;
        case "group":
          stack.push([level, top.broken ? "break" : mode, top.doc]);
          break;
        case "choice":
          stack.push([
            level,
            mode,
            mode === "break" ? top.states.at(-1)! : top.states[0]!,
          ]);
          break;
        case "value":
          if (mode === "break") return true;
          left -= 1;
          stack.push([level, "flat", top.doc]);
          break;
        case "fill":
          if (mode === "break") left -= width(top.items[0] ?? "") + 1;
          else
            left -= top.items.reduce((sum, item) => sum + width(item) + 2, -2);
          if (mode === "break" && top.items.length > 1) return left >= 0;
          break;
        default:
          top satisfies never;
      }
  }
  return false;
}

const ASCII = /^[ -~]*$/;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

/** Columns, as prettier counts: wide characters are two, marks none. */
export function width(text: string): number {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const char of text) {
    if (/\p{Mn}/u.test(char)) continue;
    columns += WIDE.test(char) ? 2 : 1;
  }
  return columns;
}
