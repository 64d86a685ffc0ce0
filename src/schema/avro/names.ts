/** Named types of Avro: records, enums and fixed, found before any is read. */
import { isList } from "../../documents/fields.js";
import { isObject, type Json, type JsonObject } from "../../source/json.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";

export interface NamedType {
  /** Without the namespace: the start of the TypeScript type's name. */
  readonly name: string;
  /** Of the names inside; empty: none. */
  readonly namespace: string;
  readonly value: Json;
  readonly origin: Origin;
}

/** By full name, such as `com.example.User`. */
export type Names = Map<string, NamedType>;

const NAMED = new Set<Json | undefined>(["record", "error", "enum", "fixed"]);

export function isNamedType(value: JsonObject): boolean {
  return NAMED.has(value["type"]);
}

/**
 * Avro 1.12, "Names": a name with dots is a full name; another one is in the
 * namespace beside it, else in the one around it.
 */
export function namedType(
  value: JsonObject,
  origin: Origin,
  around: string,
): NamedType | undefined {
  const { name, namespace } = value;
  if (!isNamedType(value) || typeof name !== "string") return undefined;
  const dot = name.lastIndexOf(".");
  const beside = typeof namespace === "string" ? namespace : around;
  return {
    name: name.slice(dot + 1),
    namespace: dot < 0 ? beside : name.slice(0, dot),
    value,
    origin,
  };
}

export function fullNameOf(name: string, namespace: string): string {
  return namespace === "" || name.includes(".") ? name : `${namespace}.${name}`;
}

/** Adds the named types of a schema; `twice` hears of those that were there. */
export function collectNames(
  value: Json | undefined,
  origin: Origin,
  names: Names,
  twice: (name: string, origin: Origin) => void,
  around = "",
): void {
  const visit = (
    part: Json | undefined,
    place: Origin,
    inside = around,
  ): void => collectNames(part, place, names, twice, inside);
  if (isList(value)) {
    for (const [i, branch] of value.entries()) visit(branch, at(origin, i));
  }
  if (!isObject(value)) return;
  const type = namedType(value, origin, around);
  if (type) {
    const fullName = fullNameOf(type.name, type.namespace);
    if (names.has(fullName)) twice(fullName, at(origin, "name"));
    else names.set(fullName, type);
  }
  const inside = type?.namespace ?? around;
  for (const key of ["type", "items", "values"]) {
    visit(value[key], at(origin, key), inside);
  }
  const { fields } = value;
  for (const [i, field] of isList(fields) ? fields.entries() : []) {
    if (!isObject(field)) continue;
    visit(field["type"], at(at(at(origin, "fields"), i), "type"), inside);
  }
}
