/** What lowering a schema needs of the documents around it. */
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { Json } from "../source/json.js";
import type { Origin } from "../source/source-file.js";

/** Where a `$ref` leads. */
export interface Resolved {
  readonly value: Json;
  readonly origin: Origin;
  /** The same for every way to the same place: file and JSON pointer. */
  readonly id: string;
  /** The last part of the pointer, or the file's name: the start of a type's name. */
  readonly name: string;
}

export interface SchemaHost {
  readonly diagnostics: Diagnostics;
  /** Follows a `$ref` as written at `from`; `undefined`: it was reported. */
  resolve(ref: string, from: Origin): Resolved | undefined;
}
