/** Follows references through documents that have all been read. */
import { isObject, type Json } from "../source/json.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { didYouMean } from "../diagnostics/did-you-mean.js";
import { at, idOf, keysOf } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import { joinPath, reportFailure, type Entry } from "./load-document.js";
import { nameOf, step, valueAt } from "./place.js";
import type { Document } from "./read-document.js";
import {
  isAbsolutePath,
  parseReference,
  schemeOf,
  type Reference,
} from "./reference.js";
import { baseOf } from "./resource.js";

/** A value where it stands. */
export interface Found {
  readonly value: Json;
  readonly origin: Origin;
  /** The same for every way to the same place: file and JSON pointer. */
  readonly id: string;
}

/** Where a `$ref` leads. */
export interface Resolved extends Found {
  /** What to call it: the last part of the pointer, or the file's name. */
  readonly name: string;
}

export class Resolver {
  readonly #root: string;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #diagnostics: Diagnostics;
  readonly #told = new Set<Entry>();
  /** Targets of references that are known to end. */
  readonly #ending = new Set<string>();
  /** Where references lead, by their file and text. */
  readonly #known = new Map<string, Resolved>();

  /**
   * @param root the folder that references must not leave
   * @param entries by path
   */
  constructor(
    root: string,
    entries: ReadonlyMap<string, Entry>,
    diagnostics: Diagnostics,
  ) {
    this.#root = root;
    this.#entries = entries;
    this.#diagnostics = diagnostics;
  }

  /**
   * Follows one `$ref` as written at `from`. `undefined`: it leads nowhere or
   * in a circle, which was reported at `from`.
   */
  resolve(ref: string, from: Origin): Resolved | undefined {
    const key = `${from.file.path}\n${ref}`;
    const known = this.#known.get(key);
    if (known) return known;
    const found = this.#find(ref, from, this.#diagnostics);
    if (!found || !this.#ends(ref, from, found)) return undefined;
    // Below an `$id` it would matter where in the file the reference stands.
    const hasIds = this.#entries.get(from.file.path)?.loaded?.index.ids.size;
    if (hasIds === 0) this.#known.set(key, found);
    return found;
  }

  /**
   * Follows `$ref`s until something that is none. Keys beside a `$ref` are not
   * looked at.
   */
  follow(value: Json, origin: Origin): Found | undefined {
    let found: Found = { value, origin, id: idOf(origin) };
    while (isObject(found.value) && "$ref" in found.value) {
      const { $ref } = found.value;
      const from = at(found.origin, "$ref");
      if (typeof $ref !== "string") {
        this.#diagnostics.report("reference-not-text", from, {
          found: Array.isArray($ref) ? "a list" : typeof $ref,
        });
        return undefined;
      }
      const next = this.resolve($ref, from);
      if (!next) return undefined;
      found = next;
    }
    return found;
  }

  /** Reports a chain of references that comes back to where it was. */
  #ends(ref: string, from: Origin, first: Resolved): boolean {
    const way: string[] = [];
    const seen = new Set<string>();
    let next: Resolved | undefined = first;
    while (next && !this.#ending.has(next.id)) {
      way.push(next.id.slice(next.id.indexOf("#")));
      if (seen.has(next.id)) {
        this.#diagnostics.report("reference-cycle", from, {
          ref,
          way: way.join(" → "),
        });
        return false;
      }
      seen.add(next.id);
      const value: Json = next.value;
      if (!isObject(value) || typeof value["$ref"] !== "string") break;
      // What is wrong further on is reported where that is resolved.
      const further = at(next.origin, "$ref");
      next = this.#find(value["$ref"], further, new Diagnostics());
    }
    for (const id of seen) this.#ending.add(id);
    return true;
  }

  #find(
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): Resolved | undefined {
    const reference = parseReference(ref);
    if ("problem" in reference) {
      const { problem } = reference;
      diagnostics.report("reference-syntax", from, { ref, problem });
      return undefined;
    }
    let attempt = new Diagnostics();
    for (const base of this.#bases(reference, ref, from, attempt)) {
      attempt = new Diagnostics();
      const found = this.#inside(base, reference, ref, from, attempt);
      if (found) return found;
    }
    diagnostics.join(attempt);
    return undefined;
  }

  /** Where the fragment may start from, the likeliest first. */
  #bases(
    reference: Reference,
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): readonly Origin[] {
    const resource = this.#resourceOf(reference.file, from);
    if (reference.file === "") {
      const top: Origin = { file: from.file, path: undefined };
      return resource ? [resource, top] : [top];
    }
    if (resource) return [resource];
    if (schemeOf(reference.file) !== undefined) {
      diagnostics.report("reference-remote", from, { ref });
      return [];
    }
    if (isAbsolutePath(reference.file)) {
      diagnostics.report("reference-absolute", from, { ref });
      return [];
    }
    const document = this.#document(reference.file, ref, from, diagnostics);
    return document ? [{ file: document.file, path: undefined }] : [];
  }

  /** The value whose `$id` the reference names, by the rules of RFC 3986. */
  #resourceOf(file: string, from: Origin): Origin | undefined {
    const loaded = this.#entries.get(from.file.path)?.loaded;
    const base = loaded && baseOf(loaded, from);
    if (file === "") return base?.origin;
    const wanted = URL.canParse(file, base?.id)
      ? new URL(file, base?.id).href
      : file;
    for (const { loaded: other } of this.#entries.values()) {
      if (!other) continue;
      for (const [id, origin] of other.index.ids) {
        const full = URL.canParse(id, base?.id)
          ? new URL(id, base?.id).href
          : id;
        if (full.replace(/#$/, "") === wanted) return origin;
      }
    }
    return undefined;
  }

  #document(
    file: string,
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): Document | undefined {
    const path = joinPath(from.file.path, file);
    const entry = this.#entries.get(path);
    if (!entry || entry.leavesFolder) {
      const root = this.#root === "." ? "this folder" : this.#root;
      diagnostics.report("reference-leaves-folder", from, { ref, root });
      return undefined;
    }
    if (entry.failure === "missing") {
      diagnostics.report("reference-file-missing", from, { ref, path });
    } else if (entry.failure) {
      reportFailure(diagnostics, from, path, entry.failure);
    }
    if (!this.#told.has(entry)) {
      this.#told.add(entry);
      this.#diagnostics.join(entry.problems);
    }
    return entry.loaded?.document;
  }

  #inside(
    base: Origin,
    reference: Reference,
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): Resolved | undefined {
    const loaded = this.#entries.get(base.file.path)?.loaded;
    if (!loaded) return undefined;
    const { anchor, pointer = [] } = reference;
    let origin = base;
    if (anchor !== undefined) {
      const place = loaded.index.anchors.get(anchor);
      if (!place) {
        const { path } = base.file;
        const params = { ref, path, anchor };
        diagnostics.report("reference-anchor-missing", from, params);
        return undefined;
      }
      origin = place;
    }
    let value = valueAt(loaded.document.value, keysOf(origin.path));
    for (const key of pointer) {
      // A way through something that is itself a reference goes on behind it.
      if (isObject(value) && !(key in value) && "$ref" in value) {
        const behind = this.follow(value, origin);
        if (!behind) return undefined;
        ({ value, origin } = behind);
      }
      const next = step(value, key);
      if (next === undefined) {
        const place = idOf(origin).replace(/#$/, "");
        diagnostics.report(
          "reference-missing",
          from,
          { ref, key, place },
          didYouMean(key, isObject(value) ? Object.keys(value) : []),
        );
        return undefined;
      }
      origin = at(origin, Array.isArray(value) ? Number(key) : key);
      value = next;
    }
    if (value === undefined) return undefined;
    const name = anchor ?? nameOf(origin);
    return { value, origin, id: idOf(origin), name };
  }
}
