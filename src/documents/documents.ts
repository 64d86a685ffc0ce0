/**
 * The schema file and every document that its references lead to. All are read
 * before the first is resolved, so that resolving is pure.
 */
import { posix } from "node:path";
import type { Json } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { ReadHost } from "../host/read-host.js";
import type { Origin } from "../source/source-file.js";
import { load, reportFailure, type Entry } from "./load-document.js";
import { loadReferences } from "./load-references.js";
import type { Document } from "./read-document.js";
import type { Resource } from "./resource.js";
import { Resolver, type Found, type Resolved } from "./resolver.js";

export class Documents {
  readonly entry: Document;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #resolver: Resolver;

  private constructor(
    entry: Document,
    entries: ReadonlyMap<string, Entry>,
    resolver: Resolver,
  ) {
    this.entry = entry;
    this.#entries = entries;
    this.#resolver = resolver;
  }

  /**
   * `undefined`: the entry could not be read, which was reported.
   *
   * @param folder References may lead to files in it. Default: the entry's own.
   */
  static async open(
    path: string,
    host: ReadHost,
    diagnostics: Diagnostics,
    folder?: string,
  ): Promise<Documents | undefined> {
    const entryPath = slashed(path);
    const root =
      folder === undefined ? posix.dirname(entryPath) : slashed(folder);
    const entry = await load(entryPath, host);
    diagnostics.join(entry.problems);
    if (entry.failure) {
      reportFailure(diagnostics, undefined, entryPath, entry.failure);
    }
    if (!entry.loaded) return undefined;

    const entries = new Map([[entryPath, entry]]);
    await loadReferences(entry.loaded, entries, root, host);
    const resolver = new Resolver(root, entries, diagnostics);
    return new Documents(entry.loaded.document, entries, resolver);
  }

  /** Every document that was read, the entry first. */
  get all(): readonly Document[] {
    // After a redirect one stands under two addresses.
    const entries = [...new Set(this.#entries.values())];
    return entries.flatMap(({ loaded }) => (loaded ? [loaded.document] : []));
  }

  /** See {@link Resolver.resolve}. */
  resolve(
    ref: string,
    from: Origin,
    diagnostics?: Diagnostics,
  ): Resolved | undefined {
    return this.#resolver.resolve(ref, from, diagnostics);
  }

  /** See {@link Resolver.resourceAt}. */
  resourceAt(origin: Origin): Resource {
    return this.#resolver.resourceAt(origin);
  }

  /** See {@link Resolver.dynamicAnchors}. */
  get dynamicAnchors(): ReadonlyMap<string, readonly Resource[]> {
    return this.#resolver.dynamicAnchors;
  }

  /** See {@link Resolver.follow}. */
  follow(
    value: Json,
    origin: Origin,
    diagnostics?: Diagnostics,
  ): Found | undefined {
    return this.#resolver.follow(value, origin, diagnostics);
  }
}

function slashed(path: string): string {
  const normal = posix.normalize(path.replaceAll("\\", "/"));
  return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
}
