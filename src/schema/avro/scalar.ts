/** Avro's primitive types in JSON. */
import type { Check } from "../../contract/assertion.js";
import type { JsonType } from "../../source/json.js";

/** What is accepted, and what to say of it where the schema says nothing. */
export interface Scalar {
  readonly checks: readonly Check[];
  readonly description?: string;
}

export function scalar(type: JsonType, ...further: readonly Check[]): Scalar {
  return { checks: [{ kind: "type", types: [type] }, ...further] };
}

export function numeric(type: "number" | "integer", format: string): Scalar {
  return scalar(type, { kind: "number", format });
}

export const primitives: ReadonlyMap<string, Scalar> = new Map([
  ["null", scalar("null")],
  ["boolean", scalar("boolean")],
  ["int", numeric("integer", "int32")],
  ["long", numeric("integer", "int64")],
  ["float", numeric("number", "float")],
  ["double", numeric("number", "double")],
  ["bytes", scalar("string", { kind: "string", format: "byte" })],
  ["string", scalar("string")],
]);

/** So many bytes in base64. */
export function fixedOf(size: number): Scalar {
  const length = 4 * Math.ceil(size / 3);
  return scalar("string", {
    kind: "string",
    minLength: length,
    maxLength: length,
    format: "byte",
  });
}
