import type { Parameter } from "../../../contract/model.js";
import type { Entry } from "../../../documents/fields.js";
import { proseAside } from "../aside.js";
import { readAside, type Context } from "../context.js";
import { lowerParameterSchema } from "../parameter-schema.js";
import { text } from "../parameters.js";

/** A Parameter Object of 2.x: any schema, although what is sent is text. */
export function readParameter(
  { name, value, origin }: Entry,
  context: Context,
): Parameter {
  const what = `parameter "${name}"`;
  const fields = readAside(value, origin, "parameter", what, context);
  if (!fields) return { name, schema: text(origin), origin };
  const schema = lowerParameterSchema(name, fields, context) ?? text(origin);
  const description =
    proseAside(fields, "description", context) ?? schema.notes.description;
  if (description === undefined) return { name, schema, origin };
  const notes = { ...schema.notes, description };
  return { name, description, schema: { ...schema, notes }, origin };
}
