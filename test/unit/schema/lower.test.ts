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
    [{ type: "string", maxLength: "5" }, "schema-value-taken at /maxLength"],
    [{ type: ["string", null] }, "schema-value-taken at /type"],
    [{ type: "string", maxLength: "5x" }, "schema-keyword-value at /maxLength"],
    [{ type: "string", maxLength: "-5" }, "schema-keyword-value at /maxLength"],
    [{ type: "number", minimum: "1.5" }, "schema-value-taken at /minimum"],
    [
      { type: "number", exclusiveMinimum: "1" },
      "schema-value-taken at /exclusiveMinimum",
    ],
    [{ type: "number", minimum: "" }, "schema-keyword-value at /minimum"],
    // As documents have them, without a prototype.
    [
      { type: "number", minimum: Object.create(null) as Json },
      "schema-keyword-value at /minimum",
    ],
    [
      { type: "array", uniqueItems: "true" },
      "schema-value-taken at /uniqueItems",
    ],
    [{ type: "array", uniqueItems: 1 }, "schema-keyword-value at /uniqueItems"],
    [{ type: "string", maxLength: -1 }, "schema-keyword-value at /maxLength"],
    [{ type: "number", multipleOf: 0 }, "schema-keyword-value at /multipleOf"],
    [{ type: "object", required: "a" }, "schema-value-taken at /required"],
    [
      { type: "object", required: true },
      `schema-required-boolean at /required (list the property's name under "required" of the object around)`,
    ],
    [
      { type: "object", required: ["a", 5] },
      "schema-keyword-value at /required/1",
    ],
    [
      { type: "object", required: ["a", "a"] },
      "schema-duplicate-required at /required/1",
    ],
    [{ allOf: [] }, "schema-keyword-value at /allOf"],
    [
      { type: "array", items: [text] },
      'schema-tuple-items at /items (write "prefixItems", and for those that follow "items" instead of "additionalItems")',
    ],
    [
      { type: "array", items: [text], prefixItems: [text] },
      "schema-keyword-value at /items",
    ],
    [
      { type: "object", requried: ["a"] },
      'schema-unknown-keyword at /requried (did you mean "required"?)',
    ],
    [
      { type: "object", patternPropeties: {} },
      'schema-unknown-keyword at /patternPropeties (did you mean "patternProperties"?)',
    ],
    [{ type: "int" }, "schema-type-taken at /type (write type: integer)"],
    [{ type: "strng" }, "schema-type-taken at /type (write type: string)"],
    [
      { type: "money" },
      "schema-unknown-type at /type (types are null, boolean, number, integer, string, array and object)",
    ],
    [{ enum: ["a", 1, "a", "1"] }, "schema-duplicate-enum at /enum/2"],
    [{ title: 5 }, "schema-note at /title"],
    [{ type: "object", description: { a: 1 } }, "schema-note at /description"],
    [
      { type: "number", minimum: 1, exclusiveMinimum: true },
      "schema-exclusive-bound at /exclusiveMinimum",
    ],
    [
      { type: "object", orderId: text },
      'schema-misplaced-property at /orderId (if it is a property, move it into "properties")',
    ],
    [
      { type: "number", min: 1 },
      'schema-unknown-keyword at /min (did you mean "minimum"?)',
    ],
    [{ $reF: "#" }, 'schema-unknown-keyword at /$reF (did you mean "$ref"?)'],
    [
      { ennum: ["a"] },
      'schema-unknown-keyword at /ennum (did you mean "enum"?)',
    ],
    [
      { type: "string", format: "datetime" },
      'schema-unknown-format at /format (did you mean "date-time"?)',
    ],
    [{ enum: [] }, "schema-empty-enum at /enum"],
    [{ type: [] }, "schema-no-type at /type"],
    [{ type: "string", else: { minLength: 1 } }, "schema-alone at /else"],
    [{ type: "array", minContains: 2 }, "schema-alone at /minContains"],
    [{ type: "string", enum: ["a", 1] }, "schema-value-of-no-type at /enum/1"],
    [{ type: "integer", const: 1.5 }, "schema-value-of-no-type at /const"],
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
      { type: "string", unevaluatedProperties: false },
      "schema-idle-keyword at /unevaluatedProperties",
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

  test("what is certainly meant is taken", () => {
    const text = checkOf({ type: "string", minLength: "2" });
    expect(text("ab")).toBeUndefined();
    expect(text("a")).toBeDefined();
    const object = checkOf({ type: "object", required: "a" });
    expect(object({ a: 1 })).toBeUndefined();
    expect(object({})).toBeDefined();
    const number = checkOf({ type: "number", exclusiveMinimum: "1" });
    expect(number(1)).toBeDefined();
  });

  test("patterns that are none, and patterns that are slow", () => {
    const pattern = (source: string): readonly string[] =>
      problems({ type: "string", pattern: source }).map(
        (told) => told.split(" ")[0]!,
      );
    for (const none of ["(", "[a", "a**"])
      expect(pattern(none)).toEqual(["schema-pattern"]);
    for (const slow of [
      "^(a+)+$",
      "(a|a)*b",
      "^(.*)*$",
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
    for (let i = 0; i < 450; i++) deep = { not: deep };
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
    const [all] = schema.checks;
    const parts = all?.kind === "allOf" ? all.of : [];
    expect(parts.map(({ checks }) => checks)).toEqual(
      Array.from({ length: 2 }, () => [
        { kind: "reference", to: "test.json#/$defs/c" },
      ]),
    );
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

/** The codes of {@link problems}, without place and hint. */
function ids(schema: Json, dialect?: DialectId): readonly string[] {
  return problems(schema, dialect).map((told) => told.split(" ")[0]!);
}

function accepted(
  schema: Json,
  values: readonly Json[],
  dialect?: DialectId,
): readonly Json[] {
  const check = checkOf(schema, dialect);
  return values.filter((value) => check(value) === undefined);
}

describe("what is certainly meant is read so", () => {
  test.each<[Json, readonly Json[], readonly Json[]]>([
    [{ type: "int" }, [1], [1.5, "a"]],
    [{ type: ["str", "Null"] }, ["a", null], [1]],
    [{ type: ["string", null] }, ["a", null], [1]],
    [{ type: null }, [null], [1, "a"]],
    // Every type, for nobody knows which are meant.
    [{ type: ["string", "money"] }, ["a", 1, null], []],
    [{ type: "constructor" }, ["a", 1, null], []],
    [{ minimum: 1, exclusiveMinimum: true }, [2], [1, 0]],
    [{ minimum: 1, exclusiveMinimum: false }, [1, 2], [0]],
    [{ items: [text], additionalItems: false }, [["a"]], [["a", "b"], [1]]],
    [
      { properties: { a: { type: "string", required: true }, b: text } },
      [{ a: "a" }],
      [{}, { b: "b" }],
    ],
    [{ enum: ["a", "a", { b: [] }, { b: [] }] }, ["a", { b: [] }], ["b"]],
    [
      {
        type: "object",
        properties: { $ref: "#/$defs/base", b: text },
        $defs: { base: { type: "object", properties: { a: text } } },
      },
      [{ a: "a", b: "b", $ref: 1 }],
      [{ a: 1 }, { b: 1 }],
    ],
  ])("%j", (schema, good, bad) => {
    expect(accepted(schema, [...good, ...bad])).toEqual(good);
    expect(lowerJson(schema).diagnostics.failed).toBe(false);
    expect(ids(schema)).not.toEqual([]);
  });
});

/** A schema whose metaschema has some vocabularies only. */
const withMetaschema = (vocabularies: Json): Json => ({
  $schema: "https://example.com/meta",
  type: "string",
  $defs: {
    meta: {
      $id: "https://example.com/meta",
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $vocabulary: vocabularies,
    },
  },
});

describe("dialects", () => {
  test.each<[DialectId, Json]>([
    ["draft-04", { const: 1 }],
    ["draft-04", { contains: text }],
    ["draft-04", { propertyNames: text }],
    ["draft-06", { if: text, else: false }],
    ["draft-07", { dependentRequired: { a: ["b"] } }],
    ["draft-07", { dependentSchemas: { a: false } }],
    ["draft-07", { unevaluatedProperties: false }],
    ["2019-09", { prefixItems: [text] }],
    ["2019-09", { $dynamicRef: "#" }],
    ["2020-12", { $recursiveRef: "#" }],
    ["openapi-3.0", { patternProperties: { a: false } }],
  ])("%s does not know %j, and it is said", (dialect, schema) => {
    expect(new Set(ids(schema, dialect))).toEqual(
      new Set(["schema-foreign-keyword"]),
    );
    const values = [1, "a", [1], { a: 1 }];
    expect(accepted(schema, values, dialect)).toEqual(values);
  });

  test.each<DialectId>(["asyncapi", "openapi-3.1"])(
    "%s honours what came after it was made",
    (dialect) => {
      const schema = {
        type: "object",
        properties: { a: true },
        dependentRequired: { a: ["b"] },
      };
      expect(ids(schema, dialect)).toEqual([]);
      expect(accepted(schema, [{ a: 1 }, {}], dialect)).toEqual([{}]);
    },
  );

  test("content is a note, and in draft-07, where it may be more, this is said", () => {
    const schema: Json = {
      type: "string",
      contentEncoding: "base64",
      contentMediaType: "application/json",
    };
    expect(ids(schema, "draft-07")).toEqual([
      "schema-unsupported",
      "schema-unsupported",
    ]);
    for (const dialect of ["2019-09", "2020-12", "asyncapi"] as const)
      expect(ids(schema, dialect)).toEqual([]);
  });

  test("exclusive bounds, as the draft has them and as it has not", () => {
    const old: Json = { type: "number", minimum: 1, exclusiveMinimum: true };
    const since06: Json = { type: "number", exclusiveMinimum: 1 };
    for (const dialect of ["draft-04", "openapi-3.0", "2020-12"] as const)
      for (const schema of [old, since06]) {
        const isOwn = (schema === old) === (dialect !== "2020-12");
        expect(ids(schema, dialect)).toEqual(
          isOwn ? [] : ["schema-exclusive-bound"],
        );
        expect(accepted(schema, [0, 1, 2], dialect)).toEqual([2]);
      }
  });

  test("booleans are schemas since draft-06", () => {
    const schema: Json = {
      type: "object",
      properties: { a: false },
      additionalProperties: true,
    };
    expect(problems(schema, "draft-04")).toEqual([
      "schema-boolean at /properties/a (write {} for true, and { not: {} } for false)",
    ]);
    expect(ids(schema, "draft-06")).toEqual([]);
    expect(accepted(schema, [{ a: 1 }, { b: 1 }], "draft-04")).toEqual([
      { b: 1 },
    ]);
  });

  test("nullable in OpenAPI 3.0, and what is left of it in 3.1", () => {
    const schema: Json = { type: "string", nullable: true };
    expect(ids(schema, "openapi-3.0")).toEqual([]);
    expect(problems(schema, "openapi-3.1")).toEqual([
      "schema-nullable-taken at /nullable (write type: [string, 'null'])",
    ]);
    for (const dialect of ["openapi-3.0", "openapi-3.1"] as const)
      expect(accepted(schema, ["a", null, 1], dialect)).toEqual(["a", null]);
  });

  test("in OpenAPI 3.0 nothing counts beside a reference", () => {
    const schema: Json = {
      definitions: { a: text },
      type: "object",
      properties: { p: { $ref: "#/definitions/a", nullable: true } },
    };
    expect(problems(schema, "openapi-3.0")).toEqual([
      "schema-ignored-sibling at /properties/p/nullable (put both into an allOf)",
    ]);
    expect(accepted(schema, [{ p: null }], "openapi-3.0")).toEqual([]);
  });

  test.each([
    ["http://json-schema.org/draft-04/schema#", "schema-foreign-keyword"],
    ["https://json-schema.org/draft-06/schema", undefined],
    ["http://json-schema.org/draft/2019-09/schema#", undefined],
    ["https://spec.openapis.org/oas/3.1/dialect/base", undefined],
    ["urn:my-dialect", "schema-unknown-dialect"],
  ])("$schema: %s", (uri, told) => {
    expect(ids({ $schema: uri, const: 1 })).toEqual(told ? [told] : []);
  });

  test("a reference goes into another resource by its own draft", () => {
    const schema: Json = {
      $defs: {
        old: {
          $id: "https://example.com/old",
          $schema: "http://json-schema.org/draft-07/schema#",
          definitions: { pair: { type: "array", items: [text, text] } },
        },
      },
      $ref: "https://example.com/old#/definitions/pair",
    };
    expect(ids(schema)).toEqual([]);
    expect(
      accepted(schema, [
        ["a", "b"],
        ["a", 1],
      ]),
    ).toEqual([["a", "b"]]);
  });

  test("a metaschema of one's own takes vocabularies away", () => {
    const vocabulary = "https://json-schema.org/draft/2020-12/vocab";
    const applicator = { [`${vocabulary}/applicator`]: true };
    const whole = { ...applicator, [`${vocabulary}/validation`]: true };
    expect(ids(withMetaschema(whole))).toEqual([]);
    expect(accepted(withMetaschema(whole), [1, "a"])).toEqual(["a"]);
    expect(problems(withMetaschema(applicator))[0]).toMatch(
      /^schema-foreign-keyword at \/type/,
    );
    expect(accepted(withMetaschema(applicator), [1, "a"])).toEqual([1, "a"]);
    const more = { ...whole, "https://example.com/vocab": true };
    expect(ids(withMetaschema(more))).toEqual(["schema-vocabulary"]);
  });

  test("draft-07 ignores what stands beside a reference, and says so", () => {
    const schema: Json = {
      definitions: { a: text },
      properties: {
        p: { $ref: "#/definitions/a", maxLength: 2, description: "d" },
        // What demands nothing cannot be missed.
        q: {
          $ref: "#/definitions/a",
          additionalProperties: true,
          items: {},
          properties: {},
          required: [],
          uniqueItems: false,
          minLength: 0,
        },
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
