/** Reads values that no code depends on: one of another type is a warning. */
import { isObject, type Json } from "../../source/json.js";
import { describe, isList, type Fields } from "../../documents/fields.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import type { Context } from "./context.js";

/** A text; absent and null are alike, for so a trait takes a key away. */
export function textAside(
  fields: Fields,
  key: string,
  context: Context,
): string | undefined {
  const value = fields.value[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  wrong(fields, key, "a string", context);
  return undefined;
}

/** A text for people, without the line breaks around it that YAML makes. */
export function proseAside(
  fields: Fields,
  key: string,
  context: Context,
): string | undefined {
  return textAside(fields, key, context)?.trim() || undefined;
}

export interface Item {
  readonly value: Json;
  readonly origin: Origin;
}

export function listAside(
  fields: Fields,
  key: string,
  context: Context,
): readonly Item[] {
  const value = fields.value[key];
  if (value === undefined || value === null) return [];
  if (!isList(value)) {
    wrong(fields, key, "a list", context);
    return [];
  }
  return value.map((item, i) => ({
    value: item,
    origin: at(fields.at(key), i),
  }));
}

export interface NamedItem extends Item {
  readonly name: string;
}

export function entriesAside(
  fields: Fields,
  key: string,
  context: Context,
): readonly NamedItem[] {
  const value = fields.value[key];
  if (value === undefined || value === null) return [];
  if (!isObject(value)) {
    wrong(fields, key, "an object", context);
    return [];
  }
  return Object.keys(value).map((name) => ({
    name,
    value: value[name] ?? null,
    origin: at(fields.at(key), name),
  }));
}

function wrong(
  fields: Fields,
  key: string,
  expected: string,
  { warnings }: Context,
): void {
  const found = describe(fields.value[key] ?? null);
  const what = `"${key}" of ${fields.what}`;
  const kind = `${key} ${expected} ${found}`;
  const params = { what, expected, found };
  warnings.counted("asyncapi-wrong-type", kind, fields.at(key), params);
}
