/** Names and schemas that are hard on an emitter. */
import type { Json } from "../../../src/source/json.js";

/** Names that would end a string, a comment, a tag, a line or a type early. */
export const HOSTILE: readonly string[] = [
  'quote"s',
  "it's",
  "both ' and \"",
  "back\\slash",
  "ends\\",
  "new\nline",
  "carriage\rreturn",
  "*/ alert(1) /*",
  "${alert(1)}",
  "`alert(1)`",
  "</script><script>alert(1)</script>",
  "<!-- -->",
  "\u2028alert(1)",
  "\u2029alert(1)",
  "\u202e}; alert(1); {",
  "\u0000",
  "\ud800",
  "\ufeff",
  "__proto__",
  "constructor",
  "prototype",
  '"]; alert(1); v["',
  "}; alert(1); interface X {",
  "//",
  "@deprecated",
  "",
];

export const HARMLESS: readonly string[] = [
  "id",
  "orderId",
  "a rather long name of the kind that people do write into schemas",
  "x".repeat(70),
  "日本語の名前",
  "😀",
  "1",
  "default",
  "class",
];

const range = (length: number): readonly number[] =>
  Array.from({ length }, (_, i) => i);

/** One schema of each kind that is laid out in a way of its own. */
export function kinds(name: string): readonly Json[] {
  const text: Json = { type: "string" };
  return [
    text,
    { type: "string", maxLength: 100 },
    { type: "string", pattern: "^[a-z/]+$", description: name },
    { type: "integer", minimum: 0, maximum: 100 },
    { type: "number", multipleOf: 0.01, exclusiveMinimum: 0 },
    { type: ["string", "null"], format: "uuid" },
    { enum: ["a", "b", name] },
    { enum: range(14).map((i) => `value number ${i}`) },
    { enum: range(40).map((i) => i * 37) },
    { enum: [1, "a", null, true] },
    { const: name },
    { const: { a: [1, { b: name }] } },
    { type: "array", items: { type: "string", maxLength: 9 } },
    { type: "array", items: { enum: range(9).map((i) => `value ${i}`) } },
    {
      type: "array",
      prefixItems: [
        text,
        { type: "number" },
        { enum: range(5).map((i) => `a longer value ${i}`) },
      ],
      minItems: 1,
    },
    { type: "array", contains: text, minContains: 2, uniqueItems: true },
    { type: "object", additionalProperties: text },
    {
      anyOf: [
        { type: "object", additionalProperties: { type: "number" } },
        { type: "null" },
      ],
    },
    { type: "object", properties: { x: text }, description: name },
    {
      oneOf: [
        {
          type: "object",
          properties: { kind: { const: name }, a: text },
          required: ["kind"],
        },
        {
          type: "object",
          properties: { kind: { const: "other" } },
          required: ["kind"],
        },
      ],
    },
    {
      anyOf: [
        { type: "string", pattern: "^a{2,}/b*$" },
        { type: "array", items: { type: "number" } },
      ],
    },
    { not: text },
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword's name
    { if: text, then: { minLength: 3 }, else: { type: "number" } },
    {
      type: "object",
      patternProperties: { "^x": { type: "number" } },
      additionalProperties: false,
      description: name,
    },
    {
      type: "object",
      properties: Object.fromEntries([[name, text]]),
      patternProperties: { "^x": true },
      anyOf: [
        { required: ["a"], properties: { a: { const: name } } },
        { required: ["b"], properties: { b: text } },
      ],
      dependentSchemas: Object.fromEntries([
        [name, { additionalProperties: text }],
      ]),
      unevaluatedProperties: { type: "number" },
    },
    {
      type: "array",
      prefixItems: [text],
      contains: { const: name },
      if: { minItems: 3 },
      // oxlint-disable-next-line unicorn/no-thenable -- the keyword's name
      then: { items: true },
      unevaluatedItems: false,
    },
    {
      type: "object",
      properties: Object.fromEntries([[name, text]]),
      additionalProperties: { type: ["number", "null"] },
    },
    { description: name, deprecated: name, title: name },
    { type: ["number", "string", "array"] },
  ];
}

/** Documents that have the name in every place where a name can stand. */
export function documents(name: string): readonly Json[] {
  return kinds(name).flatMap((kind): Json[] => [
    {
      type: "object",
      description: name,
      required: [name],
      additionalProperties: false,
      properties: Object.fromEntries([
        [name, kind],
        ["other", { type: "boolean" }],
      ]),
    },
    {
      type: "object",
      dependentRequired: Object.fromEntries([[name, ["other"]]]),
      dependentSchemas: Object.fromEntries([[name, { required: ["z"] }]]),
      properties: Object.fromEntries([
        [name, kind],
        ["other", kind],
      ]),
    },
  ]);
}
