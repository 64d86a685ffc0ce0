import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { didYouMean } from "../../diagnostics/did-you-mean.js";
import type { Documents } from "../../documents/documents.js";
import { Fields } from "../../documents/fields.js";
import type { Lowering } from "../../schema/lower.js";
import type { Json } from "../../source/json.js";
import type { Origin } from "../../source/source-file.js";
import { keysOf, type Part } from "./keys.js";

/** What every part of the OpenAPI front end needs. */
export interface Context {
  readonly documents: Documents;
  readonly diagnostics: Diagnostics;
  readonly lowering: Lowering;
  /** As the document says, such as `3.1.0`. */
  readonly version: string;
}

/** Follows `$ref`s to an object; keys that OpenAPI has not are warned of. */
export function read(
  value: Json,
  origin: Origin,
  part: Part,
  what: string,
  { documents, diagnostics, version }: Omit<Context, "lowering">,
): Fields | undefined {
  const found = documents.follow(value, origin);
  const fields =
    found && Fields.of(found.value, found.origin, what, diagnostics);
  if (!fields) return undefined;
  const known = keysOf(part);
  for (const key of Object.keys(fields.value)) {
    if (known.includes(key) || key.startsWith("x-")) continue;
    diagnostics.report(
      "openapi-unknown-key",
      { ...fields.at(key), part: "key" },
      { what, key, version },
      didYouMean(key, known),
    );
  }
  return fields;
}
