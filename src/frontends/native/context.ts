import type { Assertion } from "../../contract/assertion.js";
import { isObject, type Json } from "../../source/json.js";
import type { Bindings } from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { didYouMean } from "../../diagnostics/did-you-mean.js";
import type { Documents } from "../../documents/documents.js";
import { describe, Fields } from "../../documents/fields.js";
import type { Lowering } from "../../schema/lower.js";
import { at, idOf } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import { techniques } from "../../advice/choices.js";

/** What every part of the native front end needs. */
export interface Context {
  readonly documents: Documents;
  readonly diagnostics: Diagnostics;
  readonly lowering: Lowering;
  /** Entries of `types`, by name. */
  readonly types: ReadonlyMap<string, TypeEntry>;
  /** Ids of all that was referred to, to tell which types are not. */
  readonly used: Set<string>;
}

export interface TypeEntry {
  readonly name: string;
  readonly value: Json;
  readonly origin: Origin;
}

/** Accepts everything: what stands in for a schema that was refused. */
export function anything(origin: Origin): Assertion {
  return { checks: [], notes: {}, origin };
}

/** A bare name is an entry of `types`, all else a JSON Schema. */
export function lowerType(
  value: Json,
  origin: Origin,
  what: string,
  { types, used, lowering, diagnostics }: Context,
): Assertion {
  if (typeof value === "string") {
    const type = types.get(value);
    if (type) {
      const id = idOf(type.origin);
      used.add(id);
      const to = lowering.define({ ...type, id });
      return { checks: [{ kind: "reference", to }], notes: {}, origin };
    }
    const hint = value.startsWith("#")
      ? `write { $ref: '${value}' }`
      : didYouMean(value, types.keys());
    diagnostics.report("native-unknown-type", origin, { name: value }, hint);
    return anything(origin);
  }
  if (isObject(value) || typeof value === "boolean") {
    return lowering.lower(value, origin);
  }
  const found = describe(value);
  diagnostics.report("native-not-a-schema", origin, { what, found });
  return anything(origin);
}

/** The type under a key; `undefined` where it is absent. */
export function lowerTypeAt(
  fields: Fields,
  key: string,
  context: Context,
): Assertion | undefined {
  const value = fields.value[key];
  if (value === undefined) return undefined;
  const what = `"${key}" of ${fields.what}`;
  return lowerType(value, fields.at(key), what, context);
}

export function readBindings(
  fields: Fields,
  { diagnostics }: Context,
): Bindings {
  for (const { name, value, origin } of fields.entries("bindings")) {
    if (name.startsWith("x-")) continue;
    if ((techniques as readonly string[]).includes(name)) {
      Fields.of(value, origin, `"${name}" of bindings`, diagnostics);
    } else {
      diagnostics.report(
        "native-technique",
        { ...origin, part: "key" },
        { name, known: techniques.join(", ") },
        didYouMean(name, techniques),
      );
    }
  }
  const { bindings } = fields.value;
  return isObject(bindings) ? bindings : Object.create(null);
}

/** An object, or a `$ref` to one, maybe in another file. */
export function followFields(
  value: Json,
  origin: Origin,
  what: string,
  { documents, diagnostics }: Context,
  hint?: string,
): Fields | undefined {
  if (isObject(value) && "$ref" in value) {
    for (const key of Object.keys(value)) {
      if (key === "$ref") continue;
      const target = { ...at(origin, key), part: "key" } as const;
      diagnostics.report("reference-siblings", target, { key });
    }
  }
  const found = documents.follow(value, origin);
  return found && Fields.of(found.value, found.origin, what, diagnostics, hint);
}
