/** Schemas from a grammar, and values that are near to what they accept. */
import * as fc from "fast-check";
import type { Json } from "../../../src/source/json.js";

/** Names that are anything but harmless. */
const NAMES = ["id", "kind", "a-b", "constructor", "toString", 'q"uote'];

const name = fc.constantFrom(...NAMES);
/** In values also those that Ajv gets wrong in schemas. */
const anyName = fc.constantFrom(...NAMES, "__proto__", "");
const size = fc.integer({ min: 0, max: 4 });
const small = fc.integer({ min: -3, max: 6 });
const texts = fc.constantFrom(
  "",
  "a",
  "ab",
  "abcde",
  "😀😀",
  "a\u0301",
  "2026-02-29",
  "2024-02-29",
  "x@y.zz",
  "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
);

/** Own `__proto__` and all. */
function record(entries: readonly (readonly [string, Json])[]): Json {
  const out = Object.create(null) as Record<string, Json>;
  for (const [key, value] of entries)
    Object.defineProperty(out, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return out;
}

export const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, 1, 2, 1.5, -1, 3),
    texts as fc.Arbitrary<Json>,
    small as fc.Arbitrary<Json>,
    fc.array(tie("value"), { maxLength: 3 }) as fc.Arbitrary<Json>,
    fc
      .uniqueArray(fc.tuple(anyName, tie("value")), {
        selector: ([key]) => key,
        maxLength: 4,
      })
      .map(record),
  ),
}));

type Members = readonly (readonly [string, Json])[];

const some = (...parts: readonly fc.Arbitrary<Members>[]): fc.Arbitrary<Json> =>
  fc
    .tuple(...parts.map((part) => fc.option(part, { nil: [] })))
    .map((all) => record(all.flat()));

const keyword = <T extends Json>(
  key: string,
  arbitrary: fc.Arbitrary<T>,
): fc.Arbitrary<Members> => arbitrary.map((item) => [[key, item]]);

const always = (...entries: Members): fc.Arbitrary<Members> =>
  fc.constant(entries);

export const { schema } = fc.letrec<{ schema: Json }>((tie) => {
  const sub = tie("schema");
  const list = fc.array(sub, { minLength: 1, maxLength: 3 });
  const named = fc
    .uniqueArray(fc.tuple(name, sub), {
      selector: ([key]) => key,
      maxLength: 3,
    })
    .map(record);
  const names = fc.uniqueArray(name, { maxLength: 2 });
  const typed = (type: string, ...parts: fc.Arbitrary<Members>[]) =>
    fc
      .tuple(fc.boolean(), some(...parts))
      .map(([told, rest]) =>
        record([
          ...(told ? ([["type", type]] as const) : []),
          ...Object.entries(rest as Record<string, Json>),
        ]),
      );
  /** What is left is decided by parts that look at the same value. */
  const unevaluated = fc
    .tuple(
      fc.constantFrom("unevaluatedProperties", "unevaluatedItems"),
      fc.oneof(fc.constant<Json>(false), sub),
      some(
        keyword("properties", named),
        keyword("prefixItems", list),
        keyword("contains", sub),
        keyword("allOf", list),
        keyword("anyOf", list),
        keyword("oneOf", list),
        keyword("not", sub),
        keyword(
          "dependentSchemas",
          fc.tuple(name, sub).map((entry) => record([entry])),
        ),
        fc.tuple(sub, sub, sub).map(([a, b, c]) => [
          ["if", a],
          ["then", b],
          ["else", c],
        ]),
      ),
    )
    .map(([key, rest, beside]) =>
      record([...Object.entries(beside as Record<string, Json>), [key, rest]]),
    );
  /** Conditions on the value of a property. */
  const conditional = fc
    .tuple(
      fc.uniqueArray(fc.constantFrom<Json>("x", "y", 1), { minLength: 1 }),
      fc.constantFrom<Json>("x", "y", 1),
      fc.boolean(),
      sub,
      sub,
      sub,
    )
    .map(([values, value, isRequired, id, a, b]) =>
      record([
        ["type", "object"],
        ...(isRequired ? ([["required", ["kind"]]] as const) : []),
        [
          "properties",
          record([
            ["kind", record([["enum", values]])],
            ["id", id],
          ]),
        ],
        [
          "if",
          record([
            ["properties", record([["kind", record([["const", value]])]])],
          ]),
        ],
        ["then", a],
        ["else", b],
      ]),
    );
  return {
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 1, arbitrary: fc.boolean() as fc.Arbitrary<Json> },
      {
        weight: 4,
        arbitrary: typed(
          "string",
          keyword("minLength", size),
          keyword("maxLength", size),
          keyword("pattern", fc.constantFrom("^a", "b$", "^[a-c]*$", "/|\n")),
          keyword("format", fc.constantFrom("date", "email", "uuid")),
        ),
      },
      {
        weight: 4,
        arbitrary: fc
          .constantFrom("number", "integer")
          .chain((type) =>
            typed(
              type,
              keyword("minimum", small),
              keyword("maximum", small),
              keyword("exclusiveMinimum", small),
              keyword("exclusiveMaximum", small),
              keyword("multipleOf", fc.constantFrom(1, 2, 0.5)),
            ),
          ),
      },
      {
        weight: 2,
        arbitrary: fc
          .uniqueArray(
            fc.constantFrom(
              "null",
              "boolean",
              "number",
              "integer",
              "string",
              "array",
              "object",
            ),
            { minLength: 1, maxLength: 3 },
          )
          .map((type) => record([["type", type]])),
      },
      {
        weight: 2,
        arbitrary: fc
          .array(value, { minLength: 1, maxLength: 3 })
          .map((values) => record([["enum", values]])),
      },
      { weight: 1, arbitrary: value.map((item) => record([["const", item]])) },
      {
        weight: 4,
        arbitrary: typed(
          "array",
          keyword("items", sub),
          keyword("prefixItems", list),
          keyword("minItems", size),
          keyword("maxItems", size),
          keyword("uniqueItems", fc.boolean()),
          fc
            .tuple(sub, fc.option(size), fc.option(size))
            .map(([part, min, max]): Members =>
              Object.entries({
                contains: part,
                minContains: min,
                maxContains: max,
              }).flatMap(([key, item]): Members =>
                item === null ? [] : [[key, item]],
              ),
            ),
        ),
      },
      {
        weight: 6,
        arbitrary: typed(
          "object",
          keyword("properties", named),
          keyword("required", names),
          keyword("additionalProperties", sub),
          keyword(
            "patternProperties",
            sub.map((part) => record([["^[a-k]", part]])),
          ),
          keyword("propertyNames", sub),
          keyword("minProperties", size),
          keyword("maxProperties", size),
          keyword(
            "dependentRequired",
            fc.tuple(name, names).map((entry) => record([entry])),
          ),
          keyword(
            "dependentSchemas",
            fc.tuple(name, sub).map((entry) => record([entry])),
          ),
        ),
      },
      { weight: 2, arbitrary: list.map((of) => record([["allOf", of]])) },
      { weight: 2, arbitrary: list.map((of) => record([["anyOf", of]])) },
      { weight: 2, arbitrary: list.map((of) => record([["oneOf", of]])) },
      { weight: 1, arbitrary: sub.map((part) => record([["not", part]])) },
      {
        weight: 1,
        arbitrary: fc.tuple(sub, sub, sub).map(([a, b, c]) =>
          record([
            ["if", a],
            ["then", b],
            ["else", c],
          ]),
        ),
      },
      { weight: 3, arbitrary: unevaluated },
      { weight: 2, arbitrary: conditional },
      {
        weight: 2,
        arbitrary: fc
          .uniqueArray(fc.tuple(fc.constantFrom("x", "y", 1, true), sub), {
            selector: ([tag]) => tag,
            minLength: 2,
            maxLength: 3,
          })
          .map((branches) =>
            record([
              [
                "oneOf",
                branches.map(([tag, part]) =>
                  record([
                    ["type", "object"],
                    ["required", ["kind"]],
                    [
                      "properties",
                      record([
                        ["kind", record([["const", tag]])],
                        ["id", part],
                      ]),
                    ],
                  ]),
                ),
              ],
            ]),
          ),
      },
      { weight: 1, arbitrary: always(["$ref", "#/$defs/node"]).map(record) },
    ),
  };
});

/** A whole document: its definition may refer to itself through a part. */
export const document = fc.tuple(schema, schema).map(([top, inner]) =>
  record([
    ["allOf", [top]],
    [
      "$defs",
      record([
        [
          "node",
          record([
            ["type", ["object", "string"]],
            [
              "properties",
              record([
                ["id", inner],
                ["kind", record([["$ref", "#/$defs/node"]])],
              ]),
            ],
          ]),
        ],
      ]),
    ],
  ]),
);
