/** Follows references through documents that have all been read. */
import { isObject, type Json } from "../source/json.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { didYouMean } from "../diagnostics/did-you-mean.js";
import { at, idOf, keysOf } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import { DocumentSet } from "./document-set.js";
import type { Entry } from "./load-document.js";
import { nameOf, step, valueAt } from "./place.js";
import { parseReference, type Reference } from "./reference.js";
import type { Resource } from "./resource.js";
import { unescapedKey } from "./unescaped-key.js";

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

/**
 * More references in the middle of one way are taken for an attack: each goes
 * deeper, and where a fragment may be about two things, in two ways.
 */
const MAX_PASSED = 100;

export class Resolver {
  readonly #documents: DocumentSet;
  readonly #diagnostics: Diagnostics;
  /** Targets of references that are known to end. */
  readonly #ending = new Set<string>();
  /** References that stand in the middle of the ways being gone. */
  readonly #passing = new Set<string>();
  /** How many there were since the outermost of these ways began. */
  #passed = 0;
  /** Where references lead, by the resource that they stand in and their text. */
  readonly #known = new Map<Resource, Map<string, Resolved>>();

  /**
   * @param root the folder that references must not leave
   * @param entries by path
   */
  constructor(
    root: string,
    entries: ReadonlyMap<string, Entry>,
    diagnostics: Diagnostics,
  ) {
    this.#documents = new DocumentSet(root, entries, diagnostics);
    this.#diagnostics = diagnostics;
  }

  /**
   * Follows one `$ref` as written at `from`. `undefined`: it leads nowhere or
   * in a circle, which was reported at `from`.
   */
  resolve(
    ref: string,
    from: Origin,
    diagnostics = this.#diagnostics,
  ): Resolved | undefined {
    const resource = this.resourceAt(from);
    let known = this.#known.get(resource);
    if (!known) this.#known.set(resource, (known = new Map()));
    const before = known.get(ref);
    if (before) return before;
    const found = this.#find(ref, from, diagnostics);
    if (!found || !this.#ends(ref, from, found, diagnostics)) return undefined;
    known.set(ref, found);
    return found;
  }

  /**
   * Follows `$ref`s until something that is none. Keys beside a `$ref` are not
   * looked at.
   */
  follow(
    value: Json,
    origin: Origin,
    diagnostics = this.#diagnostics,
  ): Found | undefined {
    let found: Found = { value, origin, id: idOf(origin) };
    while (isObject(found.value) && "$ref" in found.value) {
      const { $ref } = found.value;
      const from = at(found.origin, "$ref");
      if (typeof $ref !== "string") {
        diagnostics.report("reference-not-text", from, {
          found: Array.isArray($ref) ? "a list" : typeof $ref,
        });
        return undefined;
      }
      const next = this.resolve($ref, from, diagnostics);
      if (!next) return undefined;
      found = next;
    }
    return found;
  }

  /**
   * The schema resource that a place stands in.
   * @throws {Error} the place is in no document of the set
   */
  resourceAt(origin: Origin): Resource {
    return this.#documents.resourceAt(origin);
  }

  /** The resources that have a dynamic anchor of a name: mostly there are none. */
  get dynamicAnchors(): ReadonlyMap<string, readonly Resource[]> {
    return this.#documents.dynamicAnchors;
  }

  /** Where a reference in the middle of a way leads; reports a way through itself. */
  #behind(
    value: Json,
    origin: Origin,
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): Found | undefined {
    const place = idOf(origin);
    if (this.#passing.has(place)) {
      const way = place.slice(place.indexOf("#"));
      diagnostics.report("reference-cycle", from, { ref, way });
      return undefined;
    }
    if (this.#passing.size === 0) this.#passed = 0;
    if (++this.#passed > MAX_PASSED) {
      const limit = MAX_PASSED;
      diagnostics.report("reference-detour", from, { ref, limit });
      return undefined;
    }
    this.#passing.add(place);
    const found = this.follow(value, origin, diagnostics);
    this.#passing.delete(place);
    return found;
  }

  /** Reports a chain of references that comes back to where it was. */
  #ends(
    ref: string,
    from: Origin,
    first: Resolved,
    diagnostics: Diagnostics,
  ): boolean {
    const way: string[] = [];
    const seen = new Set<string>();
    let next: Resolved | undefined = first;
    while (next && !this.#ending.has(next.id)) {
      way.push(next.id.slice(next.id.indexOf("#")));
      if (seen.has(next.id)) {
        diagnostics.report("reference-cycle", from, {
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
      if (found) {
        // Warnings at most.
        diagnostics.join(attempt);
        return found;
      }
    }
    diagnostics.join(attempt);
    return undefined;
  }

  /** What the fragment may be about, the likeliest first. */
  #bases(
    reference: Reference,
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): readonly Resource[] {
    const resource = this.resourceAt(from);
    if (reference.file === "") {
      // Many mean the document, although they stand below an `$id`.
      const whole = this.#documents.loaded(from)?.index.resource;
      return whole && whole !== resource ? [resource, whole] : [resource];
    }
    const found = this.#documents.find(ref, from, diagnostics);
    return found ? [found] : [];
  }

  #inside(
    base: Resource,
    reference: Reference,
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): Resolved | undefined {
    const { file } = base.origin;
    const loaded = this.#documents.loaded(base.origin);
    if (!loaded) return undefined;
    const { anchor, pointer = [] } = reference;
    let { origin } = base;
    if (anchor !== undefined) {
      const place = base.anchors.get(anchor);
      if (!place) {
        const params = { ref, path: file.path, anchor };
        diagnostics.report("reference-anchor-missing", from, params);
        return undefined;
      }
      origin = place;
    }
    let value = valueAt(loaded.document.value, keysOf(origin.path));
    for (let i = 0; i < pointer.length; i++) {
      let key = pointer[i] ?? "";
      // A way through something that is itself a reference goes on behind it.
      if (isObject(value) && !(key in value) && "$ref" in value) {
        const behind = this.#behind(value, origin, ref, from, diagnostics);
        if (!behind) return undefined;
        ({ value, origin } = behind);
      }
      let next = step(value, key);
      const length =
        next === undefined && unescapedKey(value, pointer.slice(i));
      if (length) {
        key = pointer.slice(i, i + length).join("/");
        next = step(value, key);
        i += length - 1;
        const escaped = key.replaceAll("~", "~0").replaceAll("/", "~1");
        diagnostics.report("reference-unescaped", from, { ref, key, escaped });
      }
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
