import { describe, expect, test } from "vitest";
import type { Assertion } from "../../../src/contract/assertion.js";
import {
  asyncapi,
  draft201909,
  draft202012,
  type Flavour,
} from "../../../src/convert/flavour.js";
import { writeSchema } from "../../../src/convert/write-schema.js";
import type { DialectId } from "../../../src/schema/dialect.js";
import type { Json } from "../../../src/source/json.js";
import { lowerJson } from "../../support/compile-schema.js";

const FLAVOURS: Readonly<Partial<Record<DialectId, Flavour>>> = {
  "2020-12": draft202012,
  "2019-09": draft201909,
  asyncapi,
};

function write(schema: Assertion, dialect: DialectId) {
  const flavour = FLAVOURS[dialect];
  if (!flavour) throw new Error(`no flavour for ${dialect}`);
  return writeSchema(schema, flavour, (id) => id.slice(id.indexOf("#")));
}

const lower = (schema: Json, dialect: DialectId): Assertion =>
  lowerJson(schema, dialect).schema;

function bare(schema: Assertion): unknown {
  return JSON.parse(
    JSON.stringify(schema, (key, part: unknown) =>
      key === "origin" ? undefined : part,
    ),
  );
}

const COMMON: readonly Json[] = [
  true,
  false,
  {},
  { title: "T", description: "D", default: 1, examples: [1], deprecated: true },
  { type: "string" },
  { type: ["string", "null"], maxLength: 3 },
  { enum: ["a", null, 1, { a: [] }] },
  { const: null },
  { type: "string", enum: ["a", "b"], const: "a", minLength: 1 },
  { enum: ["a", "b"], const: "a", allOf: [{ enum: ["a"] }] },
  { not: {} },
  { description: "never", not: {} },
  {
    type: "string",
    minLength: 1,
    maxLength: 2,
    pattern: "^\\p{L}/",
    format: "date",
  },
  {
    type: "integer",
    format: "int32",
    minimum: 0,
    exclusiveMaximum: 5,
    multipleOf: 2,
  },
  { type: ["string", "integer"], format: "uuid", minimum: 1 },
  { type: ["string", "integer"], format: "int64" },
  { type: "array", items: { type: "string" }, minItems: 1, uniqueItems: true },
  { type: "array", uniqueItems: false },
  { type: "array", contains: { const: 1 }, minContains: 0, maxContains: 2 },
  { type: "object", properties: {}, required: ["a"] },
  {
    type: "object",
    required: ["b", "a"],
    properties: { a: true, b: { type: "string", description: "B" } },
    patternProperties: { "^x-": {}, '/"': false },
    additionalProperties: { type: "number" },
    propertyNames: { maxLength: 5 },
    minProperties: 1,
    maxProperties: 4,
  },
  { type: "object", additionalProperties: false },
  { type: "object", additionalProperties: true },
  {
    type: "object",
    dependentRequired: { a: ["b"] },
    dependentSchemas: { b: { required: ["c"] } },
  },
  {
    type: "object",
    dependentRequired: { a: ["b"] },
    dependentSchemas: { a: { required: ["c"] } },
  },
  {
    allOf: [{ minLength: 1 }, true],
    anyOf: [{ type: "string" }],
    oneOf: [{}],
    not: { const: 1 },
  },
  // oxlint-disable-next-line unicorn/no-thenable -- the keyword's name
  { if: { required: ["a"] }, then: { required: ["b"] }, else: false },
  { if: { required: ["a"] } },
  {
    type: "object",
    unevaluatedProperties: false,
    allOf: [{ properties: { a: true } }],
  },
];

const SINCE_2020: readonly Json[] = [
  { type: "array", prefixItems: [{ type: "string" }, true], items: false },
  { type: "array", unevaluatedItems: false, contains: { const: 1 } },
  // Read in AsyncAPI, it would be of the type that its keyword implies.
  { minLength: 1 },
  { properties: { a: { items: true } } },
];

const SINCE_2019: readonly Json[] = [
  { type: "array", items: [{ type: "string" }, true], additionalItems: false },
  { type: "array", unevaluatedItems: false, contains: { const: 1 } },
];

const CASES: readonly (readonly [DialectId, Json])[] = [
  ...COMMON.flatMap((schema) =>
    (["2020-12", "2019-09", "asyncapi"] as const).map(
      (dialect) => [dialect, schema] as const,
    ),
  ),
  ...SINCE_2020.map((schema) => ["2020-12", schema] as const),
  ...SINCE_2019.map((schema) => ["2019-09", schema] as const),
  ...SINCE_2019.map((schema) => ["asyncapi", schema] as const),
];

describe("a schema that is written reads as it did", () => {
  test.each(CASES)("%s %j", (dialect, schema) => {
    const lowered = lower(schema, dialect);
    const { value, exact } = write(lowered, dialect);
    expect(exact).toBe(true);
    expect(bare(lower(value, dialect))).toEqual(bare(lowered));
  });

  test.each(SINCE_2020)(
    "and where AsyncAPI cannot say it, that is told: %j",
    (schema) => {
      const lowered = lower(schema, "2020-12");
      const { value, exact } = write(lowered, "asyncapi");
      const same =
        JSON.stringify(bare(lower(value, "asyncapi"))) ===
        JSON.stringify(bare(lowered));
      expect(exact).toBe(same);
    },
  );
});

describe("what is written", () => {
  test.each<[DialectId, Json, Json]>([
    [
      "asyncapi",
      { type: "array", prefixItems: [true], items: false },
      { type: "array", items: [true], additionalItems: false },
    ],
    [
      "asyncapi",
      {
        type: "object",
        dependentRequired: { a: ["b"] },
        dependentSchemas: { b: false },
      },
      { type: "object", dependencies: { a: ["b"], b: false } },
    ],
    [
      "asyncapi",
      { type: "string", deprecated: "use x" },
      { type: "string", deprecated: true, "x-realtime-deprecated": "use x" },
    ],
    [
      "2020-12",
      { type: "string", deprecated: "use x" },
      { type: "string", deprecated: "use x" },
    ],
    ["2020-12", { enum: ["a"] }, { const: "a" }],
    [
      "2020-12",
      { properties: { __proto__x: true } },
      { properties: { __proto__x: true } },
    ],
  ])("in %s of %j", (dialect, schema, expected) => {
    expect(write(lower(schema, "2020-12"), dialect).value).toEqual(expected);
  });

  test("has the text of deprecated in AsyncAPI, too", () => {
    const lowered = lower({ type: "string", deprecated: "use x" }, "2020-12");
    const { value } = write(lowered, "asyncapi");
    expect(lower(value, "asyncapi").notes.deprecated).toBe("use x");
  });

  test("keeps __proto__ a key like any other", () => {
    const schema = JSON.parse(
      '{"properties":{"__proto__":{"type":"string"}}}',
    ) as Json;
    const { value } = write(lower(schema, "2020-12"), "2020-12");
    expect(JSON.stringify(value)).toBe(JSON.stringify(schema));
  });

  test("says it all, if not in the same words, of checks in an order that no schema has", () => {
    const origin = { file: { path: "", text: "" }, path: undefined };
    const schema: Assertion = {
      checks: [
        { kind: "string", minLength: 1 },
        { kind: "type", types: ["string"] },
        { kind: "string", minLength: 2 },
      ],
      notes: {},
      origin,
    };
    expect(write(schema, "2020-12")).toEqual({
      value: { minLength: 1, allOf: [{ type: "string" }, { minLength: 2 }] },
      exact: false,
    });
  });
});
