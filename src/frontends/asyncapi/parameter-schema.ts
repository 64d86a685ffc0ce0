/** The `schema` of a 2.x parameter: any schema, although what is sent is text. */
import type { Assertion } from "../../contract/assertion.js";
import { isList, type Fields } from "../../documents/fields.js";
import { isObject, type Json, type JsonObject } from "../../source/json.js";
import type { Origin } from "../../source/source-file.js";
import { peek, type Context } from "./context.js";
import { text } from "./parameters.js";

/** How numbers and booleans are written in JSON, as patterns. */
const WRITTEN: ReadonlyMap<string, string> = new Map([
  ["integer", "^-?(0|[1-9][0-9]*)$"],
  ["number", "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?$"],
  ["boolean", "^(true|false)$"],
]);

/** `undefined`: it has none. */
export function lowerParameterSchema(
  name: string,
  fields: Fields,
  context: Context,
): Assertion | undefined {
  const value = fields.value["schema"] ?? null;
  if (value === null) return undefined;
  const origin = fields.at("schema");
  const lower = (value: Json, origin: Origin): Assertion =>
    context.schemas.lower(value, origin, name) ?? text(origin);
  const found = peek(value, origin, context);
  const schema = found?.value;
  const type = isObject(schema) ? schema["type"] : undefined;
  const pattern = typeof type === "string" ? WRITTEN.get(type) : undefined;
  if (!found || !isObject(schema) || pattern === undefined) {
    return lower(value, origin);
  }
  const params = { parameter: name, type: String(type) };
  context.warnings.once("asyncapi-parameter-as-text", found.origin, params);
  return lower(asText(schema, pattern), found.origin);
}

/** The schema of the text that stands for such a value. */
function asText(schema: JsonObject, pattern: string): Json {
  const written: Record<string, Json> = Object.assign(Object.create(null), {
    type: "string",
    pattern,
  });
  for (const key of ["title", "description"]) {
    const part = schema[key];
    if (part !== undefined) written[key] = part;
  }
  for (const key of ["const", "default"]) {
    const part = schema[key];
    if (part !== undefined) written[key] = asJson(part);
  }
  for (const key of ["enum", "examples"]) {
    const part = schema[key];
    if (isList(part)) written[key] = part.map(asJson);
  }
  return written;
}

function asJson(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
