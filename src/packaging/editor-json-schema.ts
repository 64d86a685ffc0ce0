/**
 * JSON Schema 2020-12 as a part of the editors' schema. Written out, since
 * editors do not load the meta-schema without a network; looser than it, since
 * the compiler tells the rest.
 */
import type { Json } from "../source/json.js";

/** @param self The way to the schema itself, such as `{ $ref: "#/$defs/schema" }`. */
export function jsonSchemaDefinition(self: Json): {
  readonly [key: string]: Json;
} {
  const text = { type: "string" };
  const number = { type: "number" };
  const count = { type: "integer", minimum: 0 };
  const flag = { type: "boolean" };
  const schemas = { type: "array", items: self, minItems: 1 };
  const named = { type: "object", additionalProperties: self };
  const names = { type: "array", items: text };
  const type = {
    enum: ["null", "boolean", "object", "array", "number", "string", "integer"],
  };
  return {
    description: "A JSON Schema (2020-12).",
    type: ["object", "boolean"],
    properties: {
      $ref: {
        ...text,
        description:
          "Another schema, such as #/types/Order or ./types.yaml#/Order.",
      },
      $defs: named,
      $comment: text,
      title: text,
      description: text,
      default: true,
      examples: { type: "array" },
      deprecated: flag,
      type: { anyOf: [type, { type: "array", items: type, minItems: 1 }] },
      enum: { type: "array" },
      const: true,
      format: text,
      minLength: count,
      maxLength: count,
      pattern: { ...text, format: "regex" },
      minimum: number,
      maximum: number,
      exclusiveMinimum: number,
      exclusiveMaximum: number,
      multipleOf: { ...number, exclusiveMinimum: 0 },
      prefixItems: schemas,
      items: self,
      contains: self,
      minContains: count,
      maxContains: count,
      minItems: count,
      maxItems: count,
      uniqueItems: flag,
      properties: named,
      patternProperties: named,
      additionalProperties: self,
      propertyNames: self,
      required: names,
      minProperties: count,
      maxProperties: count,
      dependentRequired: { type: "object", additionalProperties: names },
      dependentSchemas: named,
      unevaluatedItems: self,
      unevaluatedProperties: self,
      allOf: schemas,
      anyOf: schemas,
      oneOf: schemas,
      not: self,
    },
  };
}
