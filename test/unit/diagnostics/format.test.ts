import { describe, expect, test } from "vitest";
import {
  Diagnostics,
  type Target,
} from "../../../src/diagnostics/diagnostics.js";
import {
  diagnosticsToJson,
  formatDiagnostics,
} from "../../../src/diagnostics/format.js";

function report(text: string, marked: string, path = "a.yaml"): Diagnostics {
  const diagnostics = new Diagnostics();
  const start = text.indexOf(marked);
  const target: Target = {
    file: { path, text },
    path: undefined,
    range: { start, end: start + marked.length },
  };
  diagnostics.report("duplicate-key", target, { key: "k" });
  return diagnostics;
}

const frame = (text: string, marked: string): string[] =>
  formatDiagnostics(report(text, marked).list)
    .split("\n")
    .filter((line) => line.includes("|"));

describe("the code frame", () => {
  test("has a line before, a caret, and a line after", () => {
    expect(frame("one\ntwo: x\nthree\nfour", "two")).toEqual([
      "  1 | one",
      "> 2 | two: x",
      "    | ^^^",
      "  3 | three",
    ]);
  });

  test.each(["\n", "\r\n", "\r"])("counts lines that end in %j", (eol) => {
    const text = ["one", "", "two: x", "three"].join(eol);
    expect(frame(text, "x")).toEqual([
      "> 3 | two: x",
      "    |      ^",
      "  4 | three",
    ]);
  });

  test("shows the first line of what spans many", () => {
    expect(frame("a:\n  b: 1\n  c: 2\n", "a:\n  b: 1\n  c: 2")[1]).toBe(
      "    | ^^",
    );
  });

  test("keeps the caret under what it means behind tabs and wide characters", () => {
    expect(frame("\t\tbad: 1", "bad")).toEqual([
      "> 1 |     bad: 1",
      "    |     ^^^",
    ]);
    // 注文 and 😀 take two columns each, the combining accent none.
    expect(frame("注文😀e\u0301: bad", "bad")).toEqual([
      "> 1 | 注文😀e\u0301: bad",
      "    |          ^^^",
    ]);
  });

  test("clips a long line around the caret", () => {
    const [shown, caret] = frame(
      `${"x".repeat(5000)}bad${"y".repeat(5000)}`,
      "bad",
    );
    expect(shown!.length).toBeLessThan(120);
    expect(shown!.slice(caret!.indexOf("^"), caret!.lastIndexOf("^") + 1)).toBe(
      "bad",
    );
    expect(shown).toMatch(/\| ….*…$/);
  });

  test("marks the end of the file", () => {
    const diagnostics = new Diagnostics();
    const file = { path: "a.yaml", text: "a: [1" };
    const range = { start: 5, end: 6 };
    diagnostics.report(
      "duplicate-key",
      { file, path: undefined, range },
      { key: "k" },
    );
    expect(formatDiagnostics(diagnostics.list)).toContain(
      "> 1 | a: [1\n    |      ^",
    );
  });
});

test("what a hostile file holds does not reach the terminal", () => {
  const evil = "\u001b[2J\u202Eevil\u0007\u009b31m";
  const told = formatDiagnostics(
    report(`${evil}: 1`, "evil", `${evil}.yaml`).list,
  );
  // eslint-disable-next-line no-control-regex
  expect(told).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(told).toContain("\\u001b[2J\\u202eevil\\u0007\\u009b31m.yaml:1:");
});

test("sorts by file and place, and says a thing once", () => {
  const text = "a: 1\nb: 2\n";
  const all = [
    ...report(text, "b", "z.yaml").list,
    ...report(text, "b", "m.yaml").list,
    ...report(text, "a", "m.yaml").list,
    ...report(text, "a", "m.yaml").list,
  ];
  const places = formatDiagnostics(all).match(/^\S+:\d+:\d+/gm);
  expect(places).toEqual(["m.yaml:1:1", "m.yaml:2:1", "z.yaml:2:1"]);
  expect(diagnosticsToJson(all)).toHaveLength(3);
});

test("stops at the limit and says how many are left", () => {
  const text = "abcdefghij";
  const all = [...text].flatMap((letter) => report(text, letter).list);
  const told = formatDiagnostics(all, { limit: 3 });
  expect(told.match(/RT1015/g)).toHaveLength(3);
  expect(told).toContain("… and 7 more");
});

test("colours only where asked", () => {
  const { list } = report("a: 1", "a");
  // eslint-disable-next-line no-control-regex
  const escapes = /\u001b\[\d+m/g;
  expect(formatDiagnostics(list)).not.toMatch(escapes);
  const coloured = formatDiagnostics(list, { color: true });
  expect(coloured).toContain("\u001b[31merror\u001b[39m");
  expect(coloured.replaceAll(escapes, "")).toBe(formatDiagnostics(list));
});

test("a diagnostic without a place is one line and its hint", () => {
  const diagnostics = new Diagnostics();
  diagnostics.report("file-empty", undefined, { path: "a.yaml" });
  expect(formatDiagnostics(diagnostics.list)).toBe(
    'error RT1006: a.yaml is empty\n\nhint: begin with "realtime: 1", "name:" and "channels:"\n',
  );
});

test("as JSON: code, severity, one-based places", () => {
  expect(diagnosticsToJson(report("a: 1\nbad: 2", "bad").list)).toEqual([
    {
      code: "RT1015",
      id: "duplicate-key",
      severity: "error",
      message: 'the key "k" stands here twice',
      hint: "remove one of the two, or rename it",
      file: "a.yaml",
      start: { line: 2, column: 1 },
      end: { line: 2, column: 4 },
    },
  ]);
});
