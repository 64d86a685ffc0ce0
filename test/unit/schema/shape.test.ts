import { expect, test } from "vitest";
import type { Json } from "../../../src/source/json.js";
import { emitJson } from "../../support/compile-schema.js";

/** The declarations on one line. */
function type(schema: Json): string {
  return emitJson(schema, "T")
    .declarations.map(({ types }) => types)
    .join(" ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

const text: Json = { type: "string" };

test.each<[string, Json, string]>([
  ["anything", {}, "unknown"],
  ["nothing", false, "never"],
  ["several types", { type: ["string", "null"] }, "string | null"],
  ["integers", { type: "integer" }, "number"],
  ["values", { enum: ["a", 1, null] }, '"a" | 1 | null'],
  ["values of a type", { type: "string", enum: ["a", 1] }, '"a"'],
  ["both booleans", { enum: [true, false] }, "boolean"],
  ["a literal beside its type", { anyOf: [{ const: "a" }, text] }, "string"],
  ["the same twice", { anyOf: [text, text] }, "string"],
  ["lists", { type: "array", items: text }, "string[]"],
  [
    "lists of unions",
    { type: "array", items: { type: ["string", "number"] } },
    "(string | number)[]",
  ],
  [
    "tuples",
    {
      type: "array",
      prefixItems: [text, { type: "number" }],
      minItems: 1,
      items: { type: "boolean" },
    },
    "[string, number?, ...boolean[]]",
  ],
  ["any object", { type: "object" }, "{ [key: string]: unknown }"],
  [
    "maps",
    { type: "object", additionalProperties: text },
    "{ [key: string]: string }",
  ],
  [
    "no properties",
    { type: "object", additionalProperties: false },
    "{ [key: string]: never }",
  ],
  ["without a type, all others pass", { minItems: 1 }, "unknown"],
  [
    "not is wider",
    { type: ["string", "number"], not: { type: "number" } },
    "string | number",
  ],
])("%s", (_, schema, expected) => {
  expect(type(schema)).toBe(`export type T = ${expected};`);
});

test.each<[string, Json, string]>([
  [
    "open objects have no index",
    { type: "object", properties: { a: text }, required: ["a"] },
    "export interface T { a: string; }",
  ],
  [
    "an index that holds for every property",
    {
      type: "object",
      properties: { a: text },
      required: ["a"],
      additionalProperties: text,
    },
    "export interface T { a: string; [key: string]: string; }",
  ],
  [
    "no index that would lie",
    {
      type: "object",
      properties: { a: { type: "number" } },
      required: ["a"],
      additionalProperties: text,
    },
    "export interface T { a: number; }",
  ],
  [
    "allOf of objects is one object",
    {
      allOf: [
        { $ref: "#/$defs/base" },
        { type: "object", properties: { b: { const: 1 } } },
      ],
      $defs: {
        base: { type: "object", required: ["a"], properties: { a: text } },
      },
    },
    "export interface Base { a: string; } export interface T { a: string; b?: 1; }",
  ],
  [
    "a reference that nothing is added to keeps its name",
    {
      type: "object",
      allOf: [{ $ref: "#/$defs/base" }],
      required: ["a"],
      $defs: {
        base: { type: "object", required: ["a"], properties: { a: text } },
      },
    },
    "export interface Base { a: string; } export type T = Base;",
  ],
  [
    "siblings go into each alternative",
    {
      type: "object",
      required: ["id"],
      properties: { id: text },
      oneOf: [
        { required: ["a"], properties: { a: { const: 1 } } },
        { required: ["b"], properties: { b: { const: 2 } } },
      ],
    },
    "export type T = T1 | T2; export interface T1 { id: string; a: 1; } export interface T2 { id: string; b: 2; }",
  ],
  [
    "a union that holds itself is spelt out",
    {
      $ref: "#/$defs/tree",
      $defs: {
        tree: {
          anyOf: [
            text,
            { $ref: "#/$defs/tree" },
            { type: "array", items: { $ref: "#/$defs/tree" } },
          ],
        },
      },
    },
    "export type Tree = string | Tree[]; export type T = Tree;",
  ],
  [
    "descriptions and deprecations",
    {
      type: "object",
      description: "An order.",
      properties: {
        a: { type: "string", description: "Its a.", deprecated: true },
      },
    },
    "/** An order. */ export interface T { /** * Its a. * @deprecated */ a?: string; }",
  ],
])("%s", (_, schema, expected) => {
  expect(type(schema)).toBe(expected);
});
