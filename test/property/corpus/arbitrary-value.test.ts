/** What draws values and spoils them is worth nothing if it draws nothing. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstProblem } from "../../../src/schema/accepts-value.js";
import { isObject, type Json } from "../../../src/source/json.js";
import { arbitraryValue, canMake } from "../../support/arbitrary-value.js";
import { lowerJson } from "../../support/compile-schema.js";
import { mutationsOf } from "../../support/mutate.js";
import { document, value } from "../schema/arbitrary-schema.js";

const SEED = 20_261_122;

function drawn(schema: Json, count = 50): readonly Json[] {
  const { schema: assertion, lowering } = lowerJson(schema);
  const arbitrary = arbitraryValue(assertion, lowering.definitions);
  return fc.sample(arbitrary, { seed: SEED, numRuns: count });
}

describe("values of a schema", () => {
  it("are found for nearly every schema that accepts any", () => {
    const values = fc.sample(value, { seed: SEED, numRuns: 150 });
    let [accepting, made] = [0, 0];
    for (const json of fc.sample(document, { seed: SEED, numRuns: 500 })) {
      const { schema, lowering } = lowerJson(json);
      const { definitions } = lowering;
      const accepts = values.some(
        (each) => !firstProblem(each, schema, definitions),
      );
      if (!accepts) continue;
      accepting++;
      if (canMake(schema, definitions)) made++;
    }
    expect(accepting).toBeGreaterThan(250);
    expect(made / accepting).toBeGreaterThan(0.97);
  });

  it("are of every alternative, with and without what is optional", () => {
    const values = drawn({
      oneOf: [
        {
          type: "object",
          required: ["kind"],
          properties: { kind: { const: "a" }, more: { type: "string" } },
        },
        { type: "array", items: { type: "integer" }, minItems: 1 },
        { enum: [null, "b"] },
      ],
    });
    const kinds = new Set(
      values.map((each) =>
        isObject(each)
          ? Object.keys(each).includes("more")
          : Array.isArray(each)
            ? "list"
            : each,
      ),
    );
    expect(kinds).toEqual(new Set([true, false, "list", null, "b"]));
  });

  it("stand at the ends of what is allowed", () => {
    const values = drawn({ type: "integer", minimum: -3, exclusiveMaximum: 9 });
    expect(Math.min(...(values as number[]))).toBe(-3);
    expect(Math.max(...(values as number[]))).toBe(8);
  });

  it("end, where the schema need not", () => {
    const tree = {
      $ref: "#/$defs/node",
      $defs: {
        node: {
          type: "object",
          required: ["children"],
          properties: {
            children: { type: "array", items: { $ref: "#/$defs/node" } },
          },
        },
      },
    };
    for (const each of drawn(tree))
      expect(JSON.stringify(each).length).toBeLessThan(20_000);
  });

  it.each([
    false,
    { allOf: [{ type: "string" }, { type: "object" }] },
    {
      $ref: "#/$defs/a",
      $defs: {
        a: { type: "array", minItems: 1, items: { $ref: "#/$defs/a" } },
      },
    },
  ] satisfies readonly Json[])(
    "are not made where there are none: %j",
    (json) => {
      const { schema, lowering } = lowerJson(json);
      expect(canMake(schema, lowering.definitions)).toBe(false);
    },
  );
});

describe("values with one thing wrong", () => {
  const each: readonly (readonly [
    keyword: string,
    schema: Json,
    path: string,
  ])[] = [
    ["type", { type: "string" }, ""],
    ["enum", { enum: ["a", "b"] }, ""],
    ["minLength", { type: "string", minLength: 2 }, ""],
    ["maxLength", { type: "string", maxLength: 2 }, ""],
    ["pattern", { type: "string", pattern: "^[a-z]{3}$" }, ""],
    ["format", { type: "string", format: "uuid" }, ""],
    ["minimum", { type: "number", minimum: 2 }, ""],
    ["maximum", { type: "number", maximum: 2 }, ""],
    ["exclusiveMinimum", { type: "number", exclusiveMinimum: 2 }, ""],
    ["exclusiveMaximum", { type: "number", exclusiveMaximum: 2 }, ""],
    ["multipleOf", { type: "number", multipleOf: 0.5 }, ""],
    ["minItems", { type: "array", minItems: 1 }, ""],
    ["maxItems", { type: "array", minItems: 1, maxItems: 2 }, ""],
    ["uniqueItems", { type: "array", minItems: 1, uniqueItems: true }, ""],
    ["contains", { type: "array", contains: { const: 1 } }, ""],
    ["required", { type: "object", required: ["a"] }, "a"],
    [
      "additionalProperties",
      { type: "object", additionalProperties: false },
      "nobody's property",
    ],
    ["minProperties", { type: "object", minProperties: 1 }, ""],
    ["maxProperties", { type: "object", maxProperties: 1 }, ""],
    [
      "dependentRequired",
      { type: "object", required: ["a"], dependentRequired: { a: ["b"] } },
      "b",
    ],
  ];

  it.each(each)("%s", (keyword, json, path) => {
    const { schema, lowering } = lowerJson(json);
    const { definitions } = lowering;
    const found = drawn(json, 20).flatMap((one) =>
      mutationsOf(one, schema, definitions),
    );
    const wrong = found.filter((mutation) => mutation.keyword === keyword);
    expect(wrong.length).toBeGreaterThan(0);
    for (const mutation of wrong) {
      expect(firstProblem(mutation.value, schema, definitions)).toBeDefined();
      expect(mutation.path.join("/")).toBe(path);
    }
  });

  it("are so in every part of the value, and know of unions above", () => {
    const schema: Json = {
      type: "object",
      required: ["list"],
      properties: {
        list: {
          type: "array",
          minItems: 1,
          items: { anyOf: [{ type: "string" }, { type: "null" }] },
        },
      },
    };
    const { schema: assertion, lowering } = lowerJson(schema);
    const [one] = drawn(schema, 1);
    const found = mutationsOf(one!, assertion, lowering.definitions);
    const ways = new Set(
      found.map(({ path, union }) => `${path.join("/")} ${union?.join("/")}`),
    );
    expect(ways).toContain("list/0 list/0");
    expect(ways).toContain("list undefined");
  });
});
