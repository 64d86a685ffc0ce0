import { describe, expect, expectTypeOf, test } from "vitest";
import type { Json } from "../../../src/source/json.js";
import {
  MAX_ISSUES,
  pointer,
  schema,
  ValidationError,
  type Schema,
} from "../../../templates/runtime/core/validation.js";
import { firstProblem } from "../../../src/schema/accepts-value.js";
import { checkOf, emitJson, lowerJson } from "../../support/compile-schema.js";

/** `path code` of each issue. */
function told(document: Json, value: unknown): readonly string[] {
  const issues = checkOf(document)(value) ?? [];
  return issues.map((issue) => `${pointer(issue)} ${issue.code}`);
}

const text: Json = { type: "string" };

function branch(kind: string, name: string): Json {
  return {
    type: "object",
    required: ["kind", name],
    properties: Object.fromEntries([
      ["kind", { const: kind }],
      [name, text],
    ]),
  };
}

describe("issues", () => {
  test("all are told, each with its path", () => {
    const document: Json = {
      type: "object",
      required: ["id", "items"],
      additionalProperties: false,
      properties: {
        id: { type: "string", format: "uuid" },
        items: {
          type: "array",
          items: {
            type: "object",
            required: ["n"],
            properties: { n: { type: "integer", maximum: 9 } },
          },
        },
        "a/b": { const: 1 },
      },
    };
    const value = {
      id: "x",
      items: [{ n: 1 }, { n: 10 }, {}, 5],
      "a/b": 2,
      c: 0,
    };
    expect(told(document, value)).toEqual([
      "/id format",
      "/items/1/n maximum",
      "/items/2/n required",
      "/items/3 type",
      "/a~1b const",
      "/c additionalProperties",
    ]);
  });

  test("are bounded, and never tell the value", () => {
    const check = checkOf({ type: "array", items: text });
    const issues = check(Array.from({ length: 1_000_000 }, () => 5))!;
    expect(issues).toHaveLength(MAX_ISSUES);
    const secret = checkOf({ enum: ["a"] })("hunter2")!;
    expect(JSON.stringify(secret)).not.toContain("hunter2");
  });

  test("a text nested without end is an issue, not a crash", () => {
    const check = checkOf({
      $ref: "#/$defs/tree",
      $defs: { tree: { type: "array", items: { $ref: "#/$defs/tree" } } },
    });
    let deep: unknown[] = [];
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(check(deep)?.[0]?.code).toBe("depth");
    let fine: unknown[] = [];
    for (let i = 0; i < 400; i++) fine = [fine];
    expect(check(fine)).toBeUndefined();
    const unique = checkOf({ uniqueItems: true });
    expect(() => unique([deep, deep])).not.toThrow();
    const given = checkOf({ enum: [[1]] });
    expect(() => given(deep)).not.toThrow();
  });

  test("tell of the alternative that was meant", () => {
    const card: Json = {
      type: "object",
      required: ["pan"],
      properties: { pan: text },
    };
    expect(told({ anyOf: [card, text] }, { pan: 5 })).toEqual(["/pan type"]);
    expect(told({ anyOf: [card, text] }, 5)).toEqual([" anyOf"]);
  });

  test("of a choice by a property are those of the chosen", () => {
    const document = { oneOf: [branch("a", "x"), branch("b", "y")] };
    expect(told(document, { kind: "b" })).toEqual(["/y required"]);
    expect(told(document, { kind: "c" })).toEqual(["/kind enum"]);
    expect(told(document, {})).toEqual(["/kind required"]);
    expect(told(document, null)).toEqual([" type"]);
  });
});

describe("values", () => {
  test("inherited properties are none", () => {
    const document: Json = {
      type: "object",
      required: ["constructor", "toString"],
      properties: { constructor: text, valueOf: { type: "number" } },
    };
    expect(told(document, {})).toEqual([
      "/constructor required",
      "/toString required",
    ]);
    expect(told(document, { constructor: "a", toString: 1 })).toEqual([]);
  });

  test("lengths are in code points", () => {
    const two = checkOf({ type: "string", minLength: 2, maxLength: 2 });
    expect(two("😀😀")).toBeUndefined();
    expect(two("😀")).toBeDefined();
    expect(two("ab")).toBeUndefined();
    expect(two("abc")).toBeDefined();
    expect(two("\ud83d\ud83d")).toBeUndefined();
  });

  test.each([
    [0.01, 19.99, true],
    [0.01, 19.999, false],
    [0.1, 0.3, true],
    [0.0001, 0.00751, false],
    [1e-8, 12391239123, true],
    [0.5, 1e308, true],
    [3, 2 ** 53, false],
    [2.5, -7.5, true],
  ])("multiples of %d: %d", (multipleOf, value, valid) => {
    const check = checkOf({ type: "number", multipleOf });
    expect(check(value) === undefined).toBe(valid);
  });

  test.each([
    ["int32", 2147483647, true],
    ["int32", 2147483648, false],
    ["int32", 1.5, false],
    ["int64", Number.MAX_SAFE_INTEGER, true],
    ["int64", 2 ** 53, false],
    ["uint8", -1, false],
    ["double", 1.5, true],
    // What `JSON.parse` makes of 9007199254740993: digits are lost.
    ["int64", 9007199254740992, false],
    ["uint64", Number.MAX_SAFE_INTEGER, true],
  ])("%s: %d", (format, value, valid) => {
    const check = checkOf({ type: "number", format });
    expect(check(value) === undefined).toBe(valid);
  });

  test.each([
    ["int64", "9223372036854775807", true],
    ["int64", "9223372036854775808", false],
    ["int64", "-9223372036854775808", true],
    ["int64", "-9223372036854775809", false],
    ["int64", "007", false],
    ["int64", "1.0", false],
    ["int64", "", false],
    ["int64", "9".repeat(100_000), false],
    ["uint64", "18446744073709551615", true],
    ["uint64", "18446744073709551616", false],
    ["uint64", "-1", false],
    ["int32", "anything", true],
  ])("%s as text: %s", (format, value, valid) => {
    const check = checkOf({ type: "string", format });
    expect(check(value) === undefined).toBe(valid);
    const either = checkOf({ type: ["string", "integer"], format });
    expect(either(value) === undefined).toBe(valid);
    expect(either(5)).toBeUndefined();
    expect(either(1e20)).toBeDefined();
  });

  test("an absent property may be there as undefined", () => {
    const check = checkOf({
      type: "object",
      properties: { a: text },
      additionalProperties: false,
    });
    expect(check({ a: undefined })).toBeUndefined();
    expect(check({ b: undefined })).toBeUndefined();
    expect(check({ b: null })).toBeDefined();
  });

  test("closed objects take their names in any order", () => {
    const names = ["a", "b", "c", "d"];
    const check = checkOf({
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name, text])),
      additionalProperties: false,
    });
    for (const order of ["abcd", "dcba", "badc", "bd", "d", ""]) {
      const entries = [...order].map((name) => [name, "x"] as const);
      expect(check(Object.fromEntries(entries))).toBeUndefined();
      expect(check(Object.fromEntries([...entries, ["e", "x"]]))).toHaveLength(
        1,
      );
    }
  });
});

describe("what nothing else looks at", () => {
  const base: Json = {
    type: "object",
    required: ["id"],
    properties: { id: text },
  };

  test("is told by its name, beside what else is wrong", () => {
    const document: Json = {
      allOf: [{ $ref: "#/$defs/base" }],
      properties: { total: { type: "number" } },
      unevaluatedProperties: false,
      $defs: { base },
    };
    expect(told(document, { id: "a", total: 1 })).toEqual([]);
    expect(told(document, { id: 5, total: 1, x: 1, y: undefined })).toEqual([
      "/id type",
      "/x unevaluatedProperties",
    ]);
    const loose = { unevaluatedProperties: false, unevaluatedItems: false };
    expect(told(loose, "a text has neither")).toEqual([]);
    expect(told(loose, [1])).toEqual(["/0 unevaluatedItems"]);
  });

  test("is not told where the alternative that would know it does not fit", () => {
    const document: Json = {
      type: "object",
      properties: { id: text },
      oneOf: [branch("a", "x"), branch("b", "y")],
      unevaluatedProperties: false,
    };
    expect(told(document, { id: "i", kind: "b", y: "y" })).toEqual([]);
    expect(told(document, { kind: "b", y: "y", x: "x" })).toEqual([
      "/x unevaluatedProperties",
    ]);
    expect(told(document, { kind: "b", y: 5, x: "x" })).toEqual(["/y type"]);
  });

  test("must fit where it may be there", () => {
    const document: Json = {
      type: "object",
      patternProperties: { "^x-": true },
      if: { required: ["x-a"] },
      // oxlint-disable-next-line unicorn/no-thenable -- the keyword's name
      then: { properties: { a: text } },
      dependentSchemas: { "x-b": { properties: { b: text } } },
      unevaluatedProperties: { type: "number" },
    };
    expect(told(document, { "x-": "x", a: 1, b: 2 })).toEqual([]);
    expect(told(document, { "x-a": 1, "x-b": 1, a: "a", b: "b" })).toEqual([]);
    expect(told(document, { a: "a", b: "b" })).toEqual(["/a type", "/b type"]);
  });

  test("follows definitions that share others", () => {
    const layers: Record<string, Json> = { d30: base };
    for (let i = 0; i < 30; i++)
      layers[`d${i}`] = {
        allOf: [1, 2].map(() => ({ $ref: `#/$defs/d${i + 1}` })),
        properties: { [`p${i}`]: text },
      };
    const document: Json = {
      $ref: "#/$defs/d0",
      unevaluatedProperties: false,
      $defs: layers,
    };
    const { schema, lowering } = lowerJson(document);
    const problem = (value: Json) =>
      firstProblem(value, schema, lowering.definitions)?.path;
    expect(problem({ id: "a", p29: "x" })).toBeUndefined();
    expect(problem({ id: "a", p30: "x" })).toEqual(["p30"]);
    const { validator } = emitJson(document).byId.get("root")!;
    expect(validator.length).toBeLessThan(2_000);
  });

  test("are items that no tuple has, and none of those looked for", () => {
    const document: Json = {
      type: "array",
      prefixItems: [text],
      contains: { type: "number" },
      unevaluatedItems: { type: "boolean" },
    };
    expect(told(document, ["a", 1, true, 2])).toEqual([]);
    expect(told(document, ["a", "b", 1, {}])).toEqual(["/1 type", "/3 type"]);
    const in2019 = checkOf(
      { contains: { type: "number" }, unevaluatedItems: false },
      "2019-09",
    );
    expect(in2019([1])).toHaveLength(1);
  });
});

describe("a schema", () => {
  const Name: Schema<string> = schema(checkOf(text));

  test("is, parses and throws", () => {
    expect(Name.is("a")).toBe(true);
    expect(Name.parse("a")).toBe("a");
    expect(() => Name.parse(5)).toThrow(ValidationError);
    expect(() => Name.parse(5)).toThrow("must be a string");
  });

  test("is a Standard Schema", () => {
    const standard = Name["~standard"];
    expect(standard.version).toBe(1);
    expect(standard.vendor).toBe("create-realtime");
    expect(standard.validate("a")).toEqual({ value: "a" });
    expect(standard.validate(5)).toEqual({
      issues: [{ path: [], code: "type", message: "must be a string" }],
    });
    expectTypeOf<
      NonNullable<(typeof Name)["~standard"]["types"]>["output"]
    >().toEqualTypeOf<string>();
  });
});
