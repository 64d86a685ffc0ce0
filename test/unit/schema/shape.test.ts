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
  [
    "tuples that end",
    {
      type: "array",
      prefixItems: [text, { type: "number" }, text],
      maxItems: 2,
    },
    "[string?, number?]",
  ],
  [
    "tuples that end where nothing looks further",
    { type: "array", prefixItems: [text], unevaluatedItems: false },
    "[string?]",
  ],
  [
    "lists of a given length",
    { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 },
    "[number, number]",
  ],
  [
    "long lists of a given length",
    { type: "array", items: { type: "number" }, minItems: 9, maxItems: 9 },
    "number[]",
  ],
  [
    "unevaluated properties where no others are told",
    { type: "object", unevaluatedProperties: text },
    "{ [key: string]: string }",
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
    "an index tells of those with a name as well",
    {
      type: "object",
      properties: { a: { enum: [1, 2] }, b: text },
      required: ["a"],
      additionalProperties: text,
    },
    "export interface T { a: 1 | 2; b?: string; [key: string]: string | number | undefined; }",
  ],
  [
    "no index where it would declare a type twice",
    {
      type: "object",
      properties: { a: { type: "object", properties: { b: text } } },
      additionalProperties: text,
    },
    "export interface T { a?: TA; } export interface TA { b?: string; }",
  ],
  [
    "no index of more types than anybody reads",
    {
      type: "object",
      properties: {
        a: { type: ["number", "boolean", "null"] },
        b: { type: "array", items: text },
        c: { type: "array", items: { type: "number" } },
      },
      additionalProperties: text,
    },
    "export interface T { a?: number | boolean | null; b?: string[]; c?: number[]; }",
  ],
  [
    "what an object is made from by name is inherited",
    {
      allOf: [
        { $ref: "#/$defs/base" },
        { type: "object", properties: { b: { const: 1 } } },
      ],
      $defs: {
        base: { type: "object", required: ["a"], properties: { a: text } },
      },
    },
    "export interface Base { a: string; } export interface T extends Base { b?: 1; }",
  ],
  [
    "several bases",
    {
      allOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/b" }],
      $defs: {
        a: { type: "object", properties: { a: text, x: text } },
        b: { type: "object", properties: { b: text }, required: ["x"] },
      },
    },
    "export interface A { a?: string; x?: string; } export interface B { b?: string; x: unknown; } export interface T extends A, B { x: string; }",
  ],
  [
    "what is narrower than inherited is told",
    {
      allOf: [{ $ref: "#/$defs/base" }],
      type: "object",
      required: ["b"],
      properties: { kind: { const: "x" }, b: { type: "number" } },
      $defs: {
        base: {
          type: "object",
          required: ["kind"],
          properties: { kind: text, a: text, b: { type: "number" } },
        },
      },
    },
    'export interface Base { kind: string; a?: string; b?: number; } export interface T extends Base { kind: "x"; b: number; }',
  ],
  [
    "several bases, each once",
    {
      allOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/b" }],
      $defs: {
        a: { type: "object", properties: { a: text } },
        b: {
          type: "object",
          allOf: [{ $ref: "#/$defs/a" }],
          properties: { b: text },
        },
      },
    },
    "export interface A { a?: string; } export interface B extends A { b?: string; } export type T = B;",
  ],
  [
    "no base that is no interface, or has an index",
    {
      allOf: [{ $ref: "#/$defs/texts" }, { $ref: "#/$defs/union" }],
      $defs: {
        texts: { type: "object", additionalProperties: text },
        union: {
          oneOf: [
            { type: "object", required: ["a"], properties: { a: text } },
            { type: "object", required: ["b"], properties: { b: text } },
          ],
        },
      },
    },
    "export type Texts = { [key: string]: string }; export type Union = UnionA | UnionB; export interface UnionA { a: string; } export interface UnionB { b: string; } export type T = TA | TB; export interface TA { a: string; [key: string]: string; } export interface TB { b: string; [key: string]: string; }",
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
    "export type T = TA | TB; export interface TA { id: string; a: 1; } export interface TB { id: string; b: 2; }",
  ],
  [
    "conditions on a tag are alternatives",
    {
      type: "object",
      required: ["kind"],
      properties: { kind: { enum: ["a", "b", "c", "d"] }, id: text },
      allOf: [
        {
          if: { properties: { kind: { const: "a" } } },
          // oxlint-disable-next-line unicorn/no-thenable -- the keyword's name
          then: { required: ["x"], properties: { x: text } },
        },
        {
          if: { properties: { kind: { enum: ["b"] } }, required: ["kind"] },
          // oxlint-disable-next-line unicorn/no-thenable -- the keyword's name
          then: { properties: { y: text } },
        },
      ],
    },
    'export type T = TA | TB | T3; export interface TA { kind: "a"; id?: string; x: string; } export interface TB { kind: "b"; id?: string; y?: string; } export interface T3 { kind: "c" | "d"; id?: string; }',
  ],
  [
    "a condition on a tag that need not be there is none",
    {
      type: "object",
      properties: { kind: { enum: ["a", "b"] } },
      if: { properties: { kind: { const: "a" } } },
      // oxlint-disable-next-line unicorn/no-thenable -- the keyword's name
      then: { required: ["x"] },
    },
    'export interface T { kind?: "a" | "b"; }',
  ],
  [
    "what is not evaluated closes an object made of parts",
    {
      type: "object",
      allOf: [{ $ref: "#/$defs/base" }],
      properties: { b: text },
      unevaluatedProperties: false,
      $defs: { base: { type: "object", properties: { a: text } } },
    },
    "export interface Base { a?: string; } export interface T extends Base { b?: string; }",
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
