import type { Assertion } from "../../contract/assertion.js";
import { isObject, type Json } from "../../source/json.js";
import type { Bindings } from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { didYouMean } from "../../diagnostics/did-you-mean.js";
import type { Documents } from "../../documents/documents.js";
import { Fields } from "../../documents/fields.js";
import type { Origin } from "../../source/source-file.js";
import { keys, type Part } from "./keys.js";
import type { SchemaFormats } from "./schema-formats.js";

/** What every part of the AsyncAPI front end needs. */
export interface Context {
  readonly documents: Documents;
  readonly diagnostics: Diagnostics;
  readonly schemas: SchemaFormats;
  /** As the document says, such as `3.0.0`. */
  readonly version: string;
  /** Of messages that say nothing about theirs. */
  readonly contentType: string;
}

/** Follows `$ref`s to an object; keys that AsyncAPI has not are warned of. */
export function read(
  value: Json,
  origin: Origin,
  part: Part,
  what: string,
  context: Context,
): Fields | undefined {
  const { documents, diagnostics, version } = context;
  const found = documents.follow(value, origin);
  const fields =
    found && Fields.of(found.value, found.origin, what, diagnostics);
  if (!fields) return undefined;
  const known = keys[part].split(" ");
  for (const key of Object.keys(fields.value)) {
    if (known.includes(key) || key.startsWith("x-")) continue;
    diagnostics.report(
      "asyncapi-unknown-key",
      { ...fields.at(key), part: "key" },
      { what, key, version },
      didYouMean(key, known),
    );
  }
  return fields;
}

export function anything(origin: Origin): Assertion {
  return { checks: [], notes: {}, origin };
}

/** The bindings of one object, which may be a `$ref`, by protocol. */
export function readBindings(
  fields: Fields | undefined,
  { documents }: Context,
): Bindings {
  const value = fields?.value["bindings"];
  const found =
    fields && value !== undefined
      ? documents.follow(value, fields.at("bindings"))
      : undefined;
  return found && isObject(found.value) ? found.value : Object.create(null);
}

/** Protocol by protocol; where both speak, the first one's keys win. */
export function mergeBindings(first: Bindings, second: Bindings): Bindings {
  const merged: Record<string, Json> = Object.create(null);
  for (const protocol of [...Object.keys(second), ...Object.keys(first)]) {
    const [own, other] = [first[protocol], second[protocol]];
    merged[protocol] =
      isObject(own) && isObject(other)
        ? Object.assign(Object.create(null), other, own)
        : (own ?? other ?? null);
  }
  return merged;
}
