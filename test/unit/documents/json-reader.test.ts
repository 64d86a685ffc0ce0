import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import {
  readJson,
  readJsonRanges,
} from "../../../src/documents/json-reader.js";
import { findRange } from "../../../src/documents/range-tree.js";

function read(text: string) {
  const diagnostics = new Diagnostics();
  const value = readJson({ path: "a.json", text }, diagnostics);
  return { value, told: diagnostics.list.map(({ message }) => message) };
}

describe("readJson", () => {
  test.each([
    '{"a":[1,-2.5e3,0,"x",true,false,null,{}],"b":{"c":[]}}',
    " \t\r\n[ 1 , 2 ] \n",
    '"\\u00e9\\n\\"\\\\\\/ 😀 \\\\"',
    '"\\\\"',
    "12345678901234567",
    "-0",
    '{"":""}',
  ])("reads %s as JSON.parse does", (text) => {
    expect(read(text).value).toEqual(JSON.parse(text));
  });

  test("skips a byte order mark", () => {
    expect(read("\uFEFF[1]").value).toEqual([1]);
  });

  test("has __proto__ and constructor for keys like any other", () => {
    const { value } = read('{"__proto__":1,"constructor":{"__proto__":[]}}');
    expect(Object.entries(Object(value))).toEqual([
      ["__proto__", 1],
      ["constructor", expect.anything()],
    ]);
    expect(Object.getPrototypeOf(value)).toBe(null);
  });

  test.each([
    ["", "expected a value, found the end of the file"],
    ["{", "expected a key in double quotes, found the end of the file"],
    ['{"a"}', "expected `:` after the key, found `}`"],
    ['{"a":1 "b":2}', 'expected `,` or `}`, found `"`'],
    ["[1 2]", "expected `,` or `]`, found `2`"],
    ["[1,]", "JSON has no comma after the last entry"],
    ["[01]", "expected a number, found `1`"],
    ["[1.]", "expected a number, found `.`"],
    ["[+1]", "expected a value, found `+`"],
    ["[NaN]", "expected a value, found `NaN`"],
    ["['a']", "expected a value, found `'`"],
    ['["a]', 'expected a closing `"`, found `"`'],
    [
      '["a\tb"]',
      'expected a `\\` escape of JSON or a closing `"`, found a control character',
    ],
    ['["\\x"]', 'expected a `\\` escape of JSON or a closing `"`, found `\\`'],
    [
      '["\\u12"]',
      'expected a `\\` escape of JSON or a closing `"`, found `\\`',
    ],
    ["[1] x", "expected the end of the file, found `x`"],
    ["[1e999]", "1e999 is not a finite number: JSON cannot hold it"],
  ])("says of %j: %s", (text, message) => {
    const { told } = read(text);
    expect(told).toEqual([message]);
  });

  test("tells of every duplicate key, and goes on", () => {
    const { value, told } = read('{"a":1,"a":2,"b":{"c":1,"c":2}}');
    expect(told).toEqual([
      'the key "a" stands here twice',
      'the key "c" stands here twice',
    ]);
    expect(value).toEqual({ a: 2, b: { c: 2 } });
  });

  test("tells of integers that lose digits, and of no others", () => {
    expect(read("[9007199254740993, 9007199254740992, 0.1]").told).toEqual([
      "9007199254740993 has more digits than a number can hold: it is read as 9007199254740992",
    ]);
  });

  test("refuses what is nested too deep instead of overflowing", () => {
    const text = "[".repeat(100_000) + "]".repeat(100_000);
    expect(read(text).told).toEqual(["more than 500 levels of nesting"]);
  });
});

describe("readJsonRanges", () => {
  const text = '{ "a": [1, {"b": "x"}], "__proto__": null }';
  const tree = readJsonRanges({ path: "a.json", text }, new Diagnostics());
  const at = (
    keys: readonly (string | number)[],
    part: "key" | "value" = "value",
  ) => {
    const { start, end } = findRange(tree!, keys, part);
    return text.slice(start, end);
  };

  test("finds values and keys", () => {
    expect(at([])).toBe(text);
    expect(at(["a"])).toBe('[1, {"b": "x"}]');
    expect(at(["a"], "key")).toBe('"a"');
    expect(at(["a", 1, "b"])).toBe('"x"');
    expect(at(["a", 1, "b"], "key")).toBe('"b"');
    expect(at(["__proto__"])).toBe("null");
  });

  test("points at what lacks something absent", () => {
    expect(at(["a", "nothing"])).toBe('"a"');
    expect(at(["a", 1, "nothing"])).toBe('{"b": "x"}');
    expect(at(["nothing"], "key")).toBe(text);
  });
});
