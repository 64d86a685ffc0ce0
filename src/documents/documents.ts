/**
 * The schema file and every file that its references lead to. All are read
 * before the first is resolved, so that resolving is pure.
 */
import { posix } from "node:path";
import type { Json } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { ReadHost } from "../host/read-host.js";
import type { Origin } from "../source/source-file.js";
import {
  isInside,
  joinPath,
  load,
  reportFailure,
  type Entry,
} from "./load-document.js";
import type { Document } from "./read-document.js";
import { isAbsolutePath, parseReference, schemeOf } from "./reference.js";
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
    const queue = [entry.loaded];
    for (const { document, index } of queue) {
      for (const ref of index.refs) {
        const target = fileOf(ref, document.file.path);
        if (target === undefined || entries.has(target)) continue;
        if (!isInside(root, target)) continue;
        const next = await load(target, host, root);
        entries.set(target, next);
        if (next.loaded) queue.push(next.loaded);
      }
    }
    const resolver = new Resolver(root, entries, diagnostics);
    return new Documents(entry.loaded.document, entries, resolver);
  }

  /** Every document that was read, the entry first. */
  get all(): readonly Document[] {
    return [...this.#entries.values()].flatMap(({ loaded }) =>
      loaded ? [loaded.document] : [],
    );
  }

  /** See {@link Resolver.resolve}. */
  resolve(ref: string, from: Origin): Resolved | undefined {
    return this.#resolver.resolve(ref, from);
  }

  /** See {@link Resolver.follow}. */
  follow(value: Json, origin: Origin): Found | undefined {
    return this.#resolver.follow(value, origin);
  }
}

function slashed(path: string): string {
  const normal = posix.normalize(path.replaceAll("\\", "/"));
  return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
}

/** The file that a reference may mean, before anything is known of `$id`s. */
function fileOf(ref: string, from: string): string | undefined {
  const reference = parseReference(ref);
  if ("problem" in reference || reference.file === "") return undefined;
  const { file } = reference;
  if (schemeOf(file) !== undefined || isAbsolutePath(file)) return undefined;
  return joinPath(from, file);
}
