/** JSON values as the documents that a lowering resolves references in. */
import type { Json } from "../../src/source/json.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { indexDocument } from "../../src/documents/document-index.js";
import type { Entry } from "../../src/documents/load-document.js";
import { Resolver } from "../../src/documents/resolver.js";
import type { SchemaHost } from "../../src/schema/host.js";
import type { Origin } from "../../src/source/source-file.js";

export interface JsonHost extends SchemaHost {
  /** The top of a document. */
  top(path: string): Origin;
}

/** @param documents by path or URL */
export function jsonHost(
  documents: Readonly<Record<string, Json>>,
  diagnostics: Diagnostics,
): JsonHost {
  const entries = new Map<string, Entry>();
  for (const [path, value] of Object.entries(documents)) {
    const document = {
      file: { path, text: JSON.stringify(value) },
      value,
    };
    const index = indexDocument(document);
    const problems = new Diagnostics();
    entries.set(path, { loaded: { document, index }, problems });
  }
  const resolver = new Resolver(".", entries, diagnostics);
  return {
    diagnostics,
    resolve: (ref, from, elsewhere) => resolver.resolve(ref, from, elsewhere),
    resourceAt: (origin) => resolver.resourceAt(origin),
    dynamicAnchors: resolver.dynamicAnchors,
    top(path) {
      const file = entries.get(path)?.loaded?.document.file;
      if (!file) throw new Error(`no such document: ${path}`);
      return { file, path: undefined };
    },
  };
}
