import { expect, test } from "vitest";
import { array, assert, constantFrom, property } from "fast-check";
import { unifiedDiff } from "../../../src/plan/diff.js";

const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => `${from + i}\n`).join("");

test("nothing changed: nothing to show", () => {
  expect(unifiedDiff("a", "x\n", "x\n")).toBe("");
});

test("hunks with three lines around them, apart where they are far apart", () => {
  const after = numbers(1, 30).replace("5\n", "five\n").replace("25\n", "");
  expect(unifiedDiff("a.ts", numbers(1, 30), after)).toMatchInlineSnapshot(`
    "--- a/a.ts
    +++ b/a.ts
    @@ -2,7 +2,7 @@
     2
     3
     4
    -5
    +five
     6
     7
     8
    @@ -22,7 +22,6 @@
     22
     23
     24
    -25
     26
     27
     28
    "
  `);
});

test("new and gone files, and a last line without an end", () => {
  expect(unifiedDiff("a", undefined, "x\ny")).toBe(
    "--- /dev/null\n+++ b/a\n@@ -0,0 +1,2 @@\n+x\n+y\n\\ No newline at end of file\n",
  );
  expect(unifiedDiff("a", "x\n", undefined)).toBe(
    "--- a/a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n",
  );
});

test("applied to the one, a diff gives the other", () => {
  const text = array(constantFrom("a\n", "b\n", "c\n", "d"), {
    maxLength: 60,
  }).map((lines) => lines.join(""));
  assert(
    property(text, text, (before, after) => {
      const diff = unifiedDiff("f", before, after);
      expect(patched(before, diff)).toBe(after);
    }),
  );
});

/** What `patch` does, without its leniency. */
function patched(before: string, diff: string): string {
  const old = before.split(/(?<=\n)/);
  let out = "";
  let at = 0;
  let last = "";
  for (const line of diff.split("\n").slice(2, -1)) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    const text = `${line.slice(1)}\n`;
    if (hunk) {
      const start = Number(hunk[1]) - (hunk[2] === "0" ? 0 : 1);
      out += old.slice(at, start).join("");
      at = start;
    } else if (line.startsWith("\\")) {
      if (last === "+") out = out.replace(/\n$/, "");
    } else if (line.startsWith("+")) {
      out += text;
    } else {
      if (old[at]?.replace(/\n$/, "") !== line.slice(1)) {
        throw new Error(`the diff does not fit at line ${at + 1}`);
      }
      if (line.startsWith(" ")) out += old[at];
      at += 1;
    }
    last = line[0] ?? "";
  }
  return out + old.slice(at).join("");
}
