import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/source/json.js";
import type { DialectId } from "../../../src/schema/dialect.js";
import { pointerOf } from "../../../src/source/path.js";
import { checkOf, lowerJson } from "../../support/compile-schema.js";

/** Each problem as `id at pointer`, with its hint. */
function problems(
  schema: Json,
  dialect: DialectId = "2020-12",
): readonly string[] {
  return lowerJson(schema, dialect).diagnostics.list.map(
    ({ id, target, hint }) =>
      `${id} at ${pointerOf(target?.path)}${hint === undefined ? "" : ` (${hint})`}`,
  );
}

const text: Json = { type: "string" };

describe("what is wrong is told at its place", () => {
  test.each<[Json, string]>([
    [5, "schema-not-a-schema at "],
    [
      { type: "object", properties: { a: [] } },
      "schema-not-a-schema at /properties/a",
    ],
    [{ type: "string", maxLength: "5" }, "schema-keyword-value at /maxLength"],
    [{ type: "string", maxLength: -1 }, "schema-keyword-value at /maxLength"],
    [{ type: "number", multipleOf: 0 }, "schema-keyword-value at /multipleOf"],
    [{ type: "object", required: true }, "schema-keyword-value at /required"],
    [
      { type: "object", required: ["a", 5] },
      "schema-keyword-value at /required/1",
    ],
    [
      { type: "object", required: ["a", "a"] },
      "schema-duplicate-required at /required/1",
    ],
    [{ allOf: [] }, "schema-keyword-value at /allOf"],
    [{ type: "array", items: [text] }, "schema-keyword-value at /items"],
    [
      { type: "object", requried: ["a"] },
      'schema-unknown-keyword at /requried (did you mean "required"?)',
    ],
    [
      { type: "object", patternPropeties: {} },
      'schema-unknown-keyword at /patternPropeties (did you mean "patternProperties"?)',
    ],
    [{ type: "int" }, 'schema-unknown-type at /type (did you mean "integer"?)'],
    [
      { type: "string", format: "datetime" },
      'schema-unknown-format at /format (did you mean "date-time"?)',
    ],
    [{ enum: [] }, "schema-empty-enum at /enum"],
    [
      { type: "string", minLength: 5, maxLength: 4 },
      "schema-contradiction at /minLength",
    ],
    [
      {
        type: "object",
        properties: { a: text },
        required: ["b"],
        additionalProperties: false,
      },
      'schema-impossible-required at /required/0 (add "b" to "properties")',
    ],
    [{ type: "string", minimum: 1 }, "schema-idle-keyword at /minimum"],
    [
      { properties: { a: text } },
      "schema-missing-type at /properties (add type: object)",
    ],
    [
      { type: "object", unevaluatedProperties: false },
      "schema-unsupported at /unevaluatedProperties",
    ],
    [
      { type: "string", nullable: true },
      "schema-nullable at /nullable (write type: [string, 'null'])",
    ],
    [
      { $schema: "http://json-schema.org/draft-03/schema#" },
      "schema-unknown-dialect at /$schema",
    ],
  ])("%j", (schema, expected) => {
    expect(problems(schema)).toEqual([expected]);
  });

  test("patterns that are none, and patterns that are slow", () => {
    const pattern = (source: string): readonly string[] =>
      problems({ type: "string", pattern: source }).map(
        (told) => told.split(" ")[0]!,
      );
    for (const none of ["(", "(?i)a", "a**"])
      expect(pattern(none)).toEqual(["schema-pattern"]);
    for (const slow of [
      "^(a+)+$",
      "(a|a)*b",
      "(.*)*",
      "^([a-z]+)*!",
      "(\\w+\\s?)*$",
    ])
      expect(pattern(slow)).toEqual(["schema-slow-pattern"]);
    for (const fine of [
      "^[a-z]+$",
      "^(\\.[a-z]+)*$",
      "^(?:foo|far)*$",
      "^(\\d{3}-)*\\d+$",
      "\\-",
    ])
      expect(pattern(fine)).toEqual([]);
    expect(
      problems({ type: "string", pattern: "(a+)+", maxLength: 10 }),
    ).toEqual([]);
  });

  test.each<Json>([
    { type: "object", "x-anything": 1 },
    { type: "object", meta: {}, package: 1, notes: "" },
    { type: "string", format: "mx-room-id" },
    { type: "string", format: "binary" },
    { allOf: [{ required: ["a"] }], type: "object" },
    true,
    {},
  ])("nothing is wrong with %j", (schema) => {
    expect(problems(schema)).toEqual([]);
  });

  test("a schema without end is refused, not fatal", () => {
    let deep: Json = text;
    for (let i = 0; i < 5000; i++) deep = { not: deep };
    expect(problems(deep)[0]).toMatch(/^schema-too-deep/);
  });
});

describe("references", () => {
  test("a chain leads to its end, once", () => {
    const { lowering, schema } = lowerJson({
      allOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/c" }],
      $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/c" }, c: text },
    });
    expect([...lowering.definitions.keys()]).toEqual(["test.json#/$defs/c"]);
    expect(JSON.stringify(schema)).not.toContain("/$defs/b");
  });

  test("a place that is no definition will do", () => {
    const check = checkOf({
      type: "object",
      properties: { a: { type: "integer" }, b: { $ref: "#/properties/a" } },
    });
    expect(check({ b: 1 })).toBeUndefined();
    expect(check({ b: "1" })?.[0]?.path).toEqual(["b"]);
  });

  test("a definition may hold itself", () => {
    const check = checkOf({
      $ref: "#/$defs/node",
      $defs: {
        node: {
          type: "object",
          required: ["id"],
          properties: { id: text, up: { $ref: "#/$defs/node" } },
        },
      },
    });
    expect(check({ id: "a", up: { id: "b" } })).toBeUndefined();
    expect(check({ id: "a", up: { id: "b", up: {} } })).toEqual([
      { path: ["up", "up", "id"], code: "required", message: "is required" },
    ]);
  });
});

describe("dialects", () => {
  test("draft-07 ignores what stands beside a reference, and says so", () => {
    const schema: Json = {
      definitions: { a: text },
      properties: {
        p: { $ref: "#/definitions/a", maxLength: 2, description: "d" },
      },
      type: "object",
    };
    expect(problems(schema, "draft-07")).toEqual([
      "schema-ignored-sibling at /properties/p/maxLength (put both into an allOf)",
    ]);
    expect(checkOf(schema, "draft-07")({ p: "abc" })).toBeUndefined();
    expect(checkOf(schema, "asyncapi")({ p: "abc" })).toHaveLength(1);
  });

  test("tuples of draft-07", () => {
    const check = checkOf(
      {
        type: "array",
        items: [text, { type: "number" }],
        additionalItems: false,
      },
      "draft-07",
    );
    expect(check(["a", 1])).toBeUndefined();
    expect(check(["a", 1, 2])?.[0]?.code).toBe("maxItems");
    expect(check([1])?.[0]?.path).toEqual([0]);
  });

  test.each<Json>([
    { type: "string", nullable: true },
    { type: "string", enum: ["a"], nullable: true },
    { $ref: "#/definitions/a", nullable: true, definitions: { a: text } },
    { allOf: [text], nullable: true },
  ])("nullable of AsyncAPI, without a word: %j", (schema) => {
    expect(problems(schema, "asyncapi")).toEqual([]);
    const check = checkOf(schema, "asyncapi");
    expect(check(null)).toBeUndefined();
    expect(check("a")).toBeUndefined();
    expect(check(5)).toBeDefined();
  });

  test("properties without a type are an object's in AsyncAPI", () => {
    const schema: Json = { properties: { a: text } };
    expect(problems(schema, "asyncapi")).toEqual([
      "schema-implied-type at /properties (add type: object)",
    ]);
    expect(checkOf(schema, "asyncapi")("text")).toBeDefined();
    expect(checkOf(schema)("text")).toBeUndefined();
  });

  test("a $schema inside decides for itself", () => {
    const check = checkOf({
      $schema: "http://json-schema.org/draft-07/schema#",
      type: "array",
      items: [text],
    });
    expect(check([5])).toBeDefined();
  });
});
