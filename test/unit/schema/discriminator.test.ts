import { describe, expect, test } from "vitest";
import type { DialectId } from "../../../src/schema/dialect.js";
import type { Json } from "../../../src/source/json.js";
import { checkOf, emitJson, lowerJson } from "../../support/compile-schema.js";

const number: Json = { type: "number" };

function animal(kind: Json, own: string): Json {
  return {
    type: "object",
    required: ["kind"],
    properties: Object.fromEntries([
      ["kind", kind],
      [own, number],
    ]),
  };
}

function animals(discriminator: Json, kind: Json = { type: "string" }): Json {
  return {
    oneOf: [{ $ref: "#/$defs/Cat" }, { $ref: "#/$defs/Dog" }],
    discriminator,
    $defs: { Cat: animal(kind, "lives"), Dog: animal(kind, "tricks") },
  };
}

const mapped: Json = {
  propertyName: "kind",
  mapping: { cat: "#/$defs/Cat", kitten: "#/$defs/Cat", dog: "Dog" },
};

function typesOf(schema: Json, dialect: DialectId): readonly string[] {
  return emitJson(schema, "Animal", dialect)
    .declarations.map(({ types }) => types.replaceAll(/\s+/g, " ").trim())
    .filter((text) => text.includes("Animal"));
}

describe("a discriminator", () => {
  test("with a mapping tells the types apart, and is enforced", () => {
    const schema = animals(mapped);
    expect(typesOf(schema, "openapi-3.1")).toEqual([
      'export type Animal = AnimalLives | AnimalTricks; export interface AnimalLives extends Cat { kind: "cat" | "kitten"; } export interface AnimalTricks extends Dog { kind: "dog"; }',
    ]);
    const check = checkOf(schema, "openapi-3.1");
    expect(check({ kind: "kitten", lives: 9 })).toBeUndefined();
    expect(check({ kind: "dog", tricks: 9 })).toBeUndefined();
    expect(check({ kind: "dog", tricks: "x" })).toEqual([
      { path: ["tricks"], code: "type", message: "must be a number" },
    ]);
    expect(check({ kind: "cow" })).toHaveLength(1);
  });

  test("adds nothing to schemas that have values of their own", () => {
    const schema = animals(mapped, { enum: ["cat", "dog"] });
    expect(typesOf(schema, "openapi-3.1")).toEqual([
      "export type Animal = Cat | Dog;",
    ]);
  });

  test("without a mapping, or in another dialect, is a note", () => {
    for (const [discriminator, dialect] of [
      ["kind", "asyncapi"],
      [{ propertyName: "kind" }, "openapi-3.1"],
      [mapped, "2020-12"],
      [{ propertyName: "kind", mapping: 5 }, "openapi-3.1"],
    ] as const) {
      const schema = animals(discriminator);
      expect(typesOf(schema, dialect)).toEqual([
        "export type Animal = Cat | Dog;",
      ]);
    }
  });

  test("may begin the path of a file with a dot", () => {
    const schema = {
      oneOf: [{ $ref: "test.json#/$defs/Cat" }],
      discriminator: {
        propertyName: "kind",
        mapping: { cat: "./test.json#/$defs/Cat" },
      },
      $defs: { Cat: { type: "object" } },
    };
    expect(lowerJson(schema, "openapi-3.1").diagnostics.list).toEqual([]);
  });

  test("that maps to what is no alternative is told", () => {
    const schema = animals({
      propertyName: "kind",
      mapping: { cat: "#/$defs/Cat", cow: "#/$defs/Cow" },
    });
    const told = lowerJson(schema, "openapi-3.1").diagnostics.list;
    expect(told.map(({ id, message }) => `${id}: ${message}`)).toEqual([
      'schema-unmapped: "discriminator" maps "cow" to a schema that is not under "oneOf"',
    ]);
  });
});
