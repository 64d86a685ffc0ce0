import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { findRange } from "../../../src/documents/range-tree.js";
import {
  readYaml,
  readYamlRanges,
} from "../../../src/documents/yaml-reader.js";

function read(text: string) {
  const diagnostics = new Diagnostics();
  const value = readYaml({ path: "a.yaml", text }, diagnostics);
  return { value, told: diagnostics.list.map(({ id }) => id) };
}

/** A list of ten of something, with an anchor. */
function line(name: string, of: string): string {
  const items = Array.from({ length: 10 }, () => of).join(", ");
  return `${name}: &${name} [${items}]\n`;
}

describe("readYaml", () => {
  test.each<[text: string, value: unknown]>([
    // YAML 1.2 core: these were booleans, octals and dates in YAML 1.1.
    ["[yes, no, on, off]", ["yes", "no", "on", "off"]],
    ["[True, false, null, ~]", [true, false, null, null]],
    ["[010, 0o10, 0x1F, 1_000]", [10, 8, 31, "1_000"]],
    ["[2001-12-14, 12:30:45]", ["2001-12-14", "12:30:45"]],
    ["[1.5, -1e3, +1, .5]", [1.5, -1000, 1, 0.5]],
    ["['1.10', \"1.10\"]", ["1.10", "1.10"]],
    [
      "404: x\ntrue: y\n1.10: z\nnull: n",
      { 404: "x", true: "y", "1.10": "z", null: "n" },
    ],
    ["a:\nb: ''", { a: null, b: "" }],
    ["a: |\n  x\n  y\nb: >-\n  x\n  y", { a: "x\ny\n", b: "x y" }],
    ["\uFEFFa: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
    ["a: &x { b: 1 }\nc: *x", { a: { b: 1 }, c: { b: 1 } }],
    ["%YAML 1.2\n---\na: 1\n...\n", { a: 1 }],
    ["# nothing", null],
  ])("%j", (text, value) => {
    expect(read(text)).toEqual({ value, told: [] });
  });

  test("has __proto__ for a key like any other", () => {
    const { value } = read("__proto__: { polluted: true }");
    expect(Object.keys(Object(value))).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(value)).toBe(null);
    expect(({} as { polluted?: boolean }).polluted).toBe(undefined);
  });

  test("an alias bomb is refused, and a few aliases are not", () => {
    const names = "abcdefghij".split("");
    const bomb = names
      .map((name, i) => line(name, i === 0 ? "x" : `*${names[i - 1]}`))
      .join("");
    expect(read(bomb)).toEqual({ value: undefined, told: ["yaml-alias-bomb"] });
    const small = names
      .slice(0, 3)
      .map((name, i) => line(name, i === 0 ? "x" : `*${names[i - 1]}`))
      .join("");
    expect(read(small).told).toEqual([]);
  });

  test.each([
    ["flow", `a: ${"[".repeat(50_000)}`],
    ["sequences", "- ".repeat(50_000)],
    [
      "maps",
      Array.from({ length: 2_000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
    ],
  ])("%s that are nested too deep are refused", (_, text) => {
    expect(read(text)).toEqual({
      value: undefined,
      told: ["nesting-too-deep"],
    });
  });

  test.each([
    ["1.10", ["number-loses-zero"]],
    ["3.20", ["number-loses-zero"]],
    ["1.1", []],
    ["1.0", []],
    ["100.00", []],
    ["54350.40", []],
    ["'1.10'", []],
  ])("a number that looks like a version: %s", (text, told) => {
    expect(read(`a: ${text}`).told).toEqual(told);
  });
});

describe("a merge key", () => {
  test.each<[text: string, value: unknown]>([
    ["a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3 }", { x: 1, y: 3 }],
    ["a: &a { x: 1, y: 2 }\nb: { y: 3, <<: *a }", { x: 1, y: 3 }],
    ["b: { <<: [{ x: 1 }, { x: 2, y: 2 }] }", { x: 1, y: 2 }],
    [
      "a: &a { x: 1 }\nc: &c { <<: *a, y: 2 }\nb:\n  <<: *c\n  z: 3",
      { x: 1, y: 2, z: 3 },
    ],
    ["b: { '<<': { x: 1 } }", { "<<": { x: 1 } }],
  ])("merges: %j", (text, b) => {
    const { value, told } = read(text);
    expect(value).toHaveProperty("b", b);
    expect(told).toEqual(text.includes("'<<'") ? [] : ["yaml-merge-taken"]);
  });

  test("is a mistake in the native format, and where there is nothing to merge", () => {
    expect(read("realtime: 1\na: { <<: { x: 1 } }")).toEqual({
      value: { realtime: 1, a: {} },
      told: ["yaml-merge-key"],
    });
    expect(read("a: { <<: 1 }").told).toEqual(["yaml-merge-key"]);
  });

  test("does not hide a key that stands there twice", () => {
    expect(read("a: { <<: { x: 1 }, x: 2, x: 3 }").told).toContain(
      "duplicate-key",
    );
  });

  test("has its parts where they were written", () => {
    const text = "a: &a { x: 1 }\nb: { <<: *a, y: 2 }";
    const tree = readYamlRanges({ path: "a.yaml", text });
    const { start, end } = findRange(tree, ["b", "x"], "value");
    expect(text.slice(start - 3, end)).toBe("x: 1");
  });
});

test("readYamlRanges finds keys and values, through aliases too", () => {
  const text = "a:\n  - b: &x { c: 1 }\n  - *x\n'd e': \"f\"\nempty:\n";
  const tree = readYamlRanges({ path: "a.yaml", text });
  const at = (
    keys: readonly (string | number)[],
    part: "key" | "value" = "value",
  ) => {
    const { start, end } = findRange(tree, keys, part);
    return text.slice(start, end);
  };
  expect(at(["a", 0, "b"])).toBe("{ c: 1 }");
  expect(at(["a", 0, "b", "c"], "key")).toBe("c");
  expect(at(["a", 1])).toBe("*x");
  expect(at(["a", 1, "c"])).toBe("1");
  expect(at(["d e"], "key")).toBe("'d e'");
  expect(at(["d e"])).toBe('"f"');
  expect(at(["empty"], "key")).toBe("empty");
  expect(at(["missing"])).toContain("a:");
});
