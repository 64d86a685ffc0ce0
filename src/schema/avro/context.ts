import type { Assertion } from "../../contract/assertion.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import { describe } from "../../documents/fields.js";
import type { Json } from "../../source/json.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";

/** What the parts of the lowering ask of the whole. */
export interface AvroContext {
  readonly diagnostics: Diagnostics;
  /** A schema inside another. */
  child(value: Json, origin: Origin): Assertion;
}

/** Reports an attribute that is not what it must be, or is not there. */
export function wrong(
  attribute: string,
  what: string,
  expected: string,
  value: Json | undefined,
  origin: Origin,
  { diagnostics }: AvroContext,
): void {
  const found = describe(value ?? null);
  const params = { attribute, what, expected, found };
  diagnostics.report("avro-attribute", at(origin, attribute), params);
}
