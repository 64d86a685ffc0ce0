/** What a schema demands, apart from what it says about itself and holds for others. */
import { isList } from "../../documents/fields.js";
import { familyOf } from "../../schema/families.js";
import { isObject, type Json, type JsonObject } from "../../source/json.js";

/** Where schemas with names of their own stand. */
export const DEFINITIONS = ["$defs", "definitions"] as const;

/**
 * Keywords that demand something. `type: object` is not counted: it stands
 * beside unions and at the top of bundles without meaning more.
 */
export function demandsOf(schema: JsonObject): readonly string[] {
  return Object.keys(schema).filter((keyword) => {
    switch (keyword) {
      case "type":
        return schema["type"] !== "object";
      case "enum":
      case "const":
        return true;
      default: {
        const family = familyOf(keyword);
        return family !== undefined && family !== "note" && family !== "format";
      }
    }
  });
}

/** Whether anything of it is a schema's, as opposed to any other document. */
export function isJsonSchema(value: Json): boolean {
  if (!isObject(value)) return false;
  const keys = ["$schema", "$id", "type", ...DEFINITIONS];
  return (
    keys.some((key) => Object.hasOwn(value, key)) || demandsOf(value).length > 0
  );
}

/** Whether it may be the payload of an event: what is plainly no object is a part of one. */
export function mayBeObject(value: Json): boolean {
  if (!isObject(value)) return false;
  const { type, enum: values, const: only } = value;
  if (type !== undefined) return [type].flat().includes("object");
  if (only !== undefined) return isObject(only);
  if (isList(values)) return values.some(isObject);
  return demandsOf(value).some((keyword) => {
    const family = familyOf(keyword);
    return family === "object" || family === "logic";
  });
}
