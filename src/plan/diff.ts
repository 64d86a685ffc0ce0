/** Unified diffs, as `patch` and people read them. */

const CONTEXT = 3;
/** Edits beyond this many are shown as one replacement: the search is quadratic in them. */
const MAX_EDITS = 500;

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/**
 * @param before `undefined`: the file is new.
 * @param after `undefined`: the file goes.
 */
export function unifiedDiff(
  path: string,
  before: string | undefined,
  after: string | undefined,
): string {
  const hunks = hunksOf(compare(split(before ?? ""), split(after ?? "")));
  if (hunks.length === 0) return "";
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const to = after === undefined ? "/dev/null" : `b/${path}`;
  return [`--- ${from}`, `+++ ${to}`, ...hunks, ""].join("\n");
}

/** Lines with their ends, so that CRLF and a missing last end show as changes. */
function split(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function same(lines: readonly string[]): Line[] {
  return lines.map((text) => ({ sign: " ", text }));
}

function compare(a: readonly string[], b: readonly string[]): Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (
    tail < a.length - start &&
    tail < b.length - start &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  ) {
    tail++;
  }
  return [
    ...same(a.slice(0, start)),
    ...shortestEdits(
      a.slice(start, a.length - tail),
      b.slice(start, b.length - tail),
    ),
    ...same(a.slice(a.length - tail)),
  ];
}

/** Myers, "An O(ND) difference algorithm" (1986), the greedy form. */
function shortestEdits(a: readonly string[], b: readonly string[]): Line[] {
  /** For each number of edits, how far into `a` each diagonal reached. */
  const trace: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (
    let edits = 0;
    edits <= Math.min(MAX_EDITS, a.length + b.length);
    edits++
  ) {
    trace.push(reach);
    reach = new Map(reach);
    for (let k = -edits; k <= edits; k += 2) {
      const down = isDown(reach, k, edits);
      let x = down ? reach.get(k + 1)! : reach.get(k - 1)! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trace);
    }
  }
  return [
    ...a.map((text): Line => ({ sign: "-", text })),
    ...b.map((text): Line => ({ sign: "+", text })),
  ];
}

function isDown(
  reach: ReadonlyMap<number, number>,
  k: number,
  edits: number,
): boolean {
  if (k === -edits) return true;
  return k !== edits && reach.get(k - 1)! < reach.get(k + 1)!;
}

function walkBack(
  a: readonly string[],
  b: readonly string[],
  trace: readonly ReadonlyMap<number, number>[],
): Line[] {
  const lines: Line[] = [];
  let x = a.length;
  let y = b.length;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reach = trace[edits]!;
    const down = isDown(reach, x - y, edits);
    const from = down ? x - y + 1 : x - y - 1;
    const fromX = reach.get(from)!;
    const fromY = fromX - from;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      lines.push({ sign: " ", text: a[--x]! });
      y--;
    }
    if (edits === 0) break;
    if (down) lines.push({ sign: "+", text: b[--y]! });
    else lines.push({ sign: "-", text: a[--x]! });
  }
  return lines.reverse();
}

function hunksOf(lines: readonly Line[]): string[] {
  const out: string[] = [];
  let a = 1;
  let b = 1;
  let i = 0;
  while (i < lines.length) {
    const change = lines.findIndex(({ sign }, at) => at >= i && sign !== " ");
    if (change === -1) break;
    const start = Math.max(i, change - CONTEXT);
    a += start - i;
    b += start - i;
    let end = change;
    for (let at = change; at < lines.length && at <= end + 2 * CONTEXT; at++) {
      if (lines[at]!.sign !== " ") end = at;
    }
    const hunk = lines.slice(start, end + 1 + CONTEXT);
    const removed = hunk.filter(({ sign }) => sign !== "+").length;
    const added = hunk.filter(({ sign }) => sign !== "-").length;
    out.push(`@@ -${rangeOf(a, removed)} +${rangeOf(b, added)} @@`);
    for (const { sign, text } of hunk) {
      if (text.endsWith("\n")) out.push(sign + text.slice(0, -1));
      else out.push(sign + text, "\\ No newline at end of file");
    }
    a += removed;
    b += added;
    i = start + hunk.length;
  }
  return out;
}

function rangeOf(start: number, count: number): string {
  if (count === 0) return `${start - 1},0`;
  return count === 1 ? `${start}` : `${start},${count}`;
}
