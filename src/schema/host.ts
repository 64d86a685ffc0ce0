/** What lowering a schema needs of the documents around it. */
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { Documents } from "../documents/documents.js";
import type { Resource } from "../documents/resource.js";
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
  /**
   * Follows a `$ref` as written at `from`; `undefined`: it was reported.
   *
   * @param diagnostics Where to report, if not to those of the host.
   */
  resolve(
    ref: string,
    from: Origin,
    diagnostics?: Diagnostics,
  ): Resolved | undefined;
  /** The schema resource that a place stands in. */
  resourceAt(origin: Origin): Resource;
  /** The resources that have a dynamic anchor of a name; mostly there are none. */
  readonly dynamicAnchors: ReadonlyMap<string, readonly Resource[]>;
}

/** The host that a set of documents is. */
export function schemaHost(
  documents: Documents,
  diagnostics: Diagnostics,
): SchemaHost {
  return {
    diagnostics,
    resolve: (ref, from, elsewhere) =>
      documents.resolve(ref, from, elsewhere ?? diagnostics),
    resourceAt: (origin) => documents.resourceAt(origin),
    dynamicAnchors: documents.dynamicAnchors,
  };
}
