/** A JSON value. */
export type Json =
  null | boolean | number | string | readonly Json[] | JsonObject;

/** Built with a null prototype, so that `__proto__` is a key like any other. */
export interface JsonObject {
  readonly [key: string]: Json;
}

export type JsonType =
  "null" | "boolean" | "number" | "integer" | "string" | "array" | "object";

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
