import type { Assertion, Check, Property } from "../../contract/assertion.js";
import { isList } from "../../documents/fields.js";
import { isObject, type Json, type JsonObject } from "../../source/json.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import { wrong, type AvroContext } from "./context.js";

/**
 * A field must be there, for writers of Avro write them all; its default is
 * for readers of older data. The one that is `null` by default and may be is
 * what everybody means by optional.
 */
export function recordOf(
  value: JsonObject,
  origin: Origin,
  context: AvroContext,
): readonly Check[] {
  const properties: Property[] = [];
  const required: string[] = [];
  const seen = new Set<string>();
  for (const field of fieldsOf(value, origin, context)) {
    const { name } = field;
    if (seen.has(name)) {
      const target = at(field.origin, "name");
      context.diagnostics.report("avro-field-twice", target, { name });
      continue;
    }
    seen.add(name);
    properties.push({ name, schema: fieldSchema(field, context) });
    if (!isOptional(field.value)) required.push(name);
  }
  return [
    { kind: "type", types: ["object"] },
    { kind: "object", properties, required },
  ];
}

interface Field {
  readonly name: string;
  readonly value: JsonObject;
  readonly origin: Origin;
}

function fieldsOf(
  { fields }: JsonObject,
  origin: Origin,
  context: AvroContext,
): readonly Field[] {
  if (!isList(fields)) {
    wrong("fields", "a record", "a list", fields, origin, context);
    return [];
  }
  return fields.flatMap((value, i): Field[] => {
    const place = at(at(origin, "fields"), i);
    const name = isObject(value) ? value["name"] : undefined;
    if (isObject(value) && typeof name === "string") {
      return [{ name, value, origin: place }];
    }
    wrong("name", "a field", "a text", name, place, context);
    return [];
  });
}

function fieldSchema(
  { name, value, origin }: Field,
  { diagnostics, child }: AvroContext,
): Assertion {
  const { type, doc, logicalType } = value;
  if (typeof logicalType === "string") {
    const target = { ...at(origin, "logicalType"), part: "key" } as const;
    const params = { name, logicalType };
    diagnostics.report("avro-idle-logical-type", target, params);
  }
  const schema = child(type ?? null, at(origin, "type"));
  const preset = presetOf(value);
  if (doc === undefined && preset === undefined) return schema;
  return {
    ...schema,
    notes: {
      ...schema.notes,
      ...(typeof doc === "string" && { description: doc }),
      ...(preset !== undefined && { default: preset }),
    },
  };
}

/** Avro writes the bytes of a default as the characters of a text. */
function presetOf({ type, default: preset }: JsonObject): Json | undefined {
  const first = isList(type) ? type[0] : type;
  const kind = isObject(first) ? first["type"] : first;
  if (kind !== "bytes" && kind !== "fixed") return preset;
  // The bytes of a decimal or a duration are not what we send.
  return typeof preset !== "string" || isObject(first)
    ? undefined
    : Buffer.from(preset, "latin1").toString("base64");
}

function isOptional({ type, default: preset }: JsonObject): boolean {
  return preset === null && isList(type) && type.includes("null");
}
