/**
 * Dynamic references, made static. Where `$dynamicRef: "#name"` leads depends
 * on the resources that validation came through: to the outermost that has a
 * dynamic anchor of the name. So a schema that leads to such a reference is a
 * definition of its own for each such resource that it can be reached from,
 * and there are finitely many. `$recursiveRef` of 2019-09 is the same without
 * a name. JSON Schema 2020-12, core, section 8.2.3.2; 2019-09, 8.2.4.2.
 */
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { nameOf } from "../documents/place.js";
import { RECURSIVE, type Resource } from "../documents/resource.js";
import type { Json } from "../source/json.js";
import { at, idOf } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import type { Resolved, SchemaHost } from "./host.js";

/** The outermost resource that has a dynamic anchor, by the anchor's name. */
export type Scope = ReadonlyMap<string, Resource>;

export const NO_SCOPE: Scope = new Map();

/** A definition, and the scope that its schema is to be read in. */
export interface Specialised {
  readonly resolved: Resolved;
  readonly scope: Scope;
}

export class DynamicScopes {
  readonly #host: SchemaHost;
  readonly #reach: Reach;
  /** The definitions that were made of a place: the first has its plain name. */
  readonly #variants = new Map<string, Set<string>>();

  readonly #told = new Set<string>();

  constructor(host: SchemaHost) {
    this.#host = host;
    this.#reach = new Reach(host);
  }

  /** Whether there is anything to do. */
  get active(): boolean {
    return this.#host.dynamicAnchors.size > 0;
  }

  /** The scope at a place that validation comes to. */
  enter(scope: Scope, origin: Origin): Scope {
    if (!this.active) return scope;
    const resource = this.#host.resourceAt(origin);
    const added = [...resource.dynamicAnchors.keys()].filter(
      (name) => !scope.has(name),
    );
    if (added.length === 0) return scope;
    return new Map([
      ...scope,
      ...added.map((name) => [name, resource] as const),
    ]);
  }

  /**
   * Where a dynamic reference leads in a scope.
   *
   * @param found where it would lead as a `$ref`
   * @param name of the anchor in its text
   */
  target(found: Resolved, name: string, scope: Scope): Resolved {
    const resource = this.#host.resourceAt(found.origin);
    const own = resource.dynamicAnchors.get(name);
    // What is no dynamic anchor in itself is an anchor like others.
    if (own === undefined || idOf(own) !== found.id) return found;
    const outermost = scope.get(name) ?? resource;
    return anchorIn(outermost, name, this.#host) ?? found;
  }

  /** The definition that a schema is in a scope. */
  specialise(found: Resolved, scope: Scope): Specialised {
    if (!this.active) return { resolved: found, scope };
    const names = this.#reach.of(found);
    if (names.size === 0) return { resolved: found, scope: NO_SCOPE };
    const relevant = (whole: Scope): Scope =>
      new Map([...whole].filter(([name]) => names.has(name)));
    const own = relevant(this.enter(NO_SCOPE, found.origin));
    const bound = relevant(this.enter(scope, found.origin));
    const foreign = [...bound].filter(
      ([name, resource]) => own.get(name) !== resource,
    );
    const id =
      foreign.length === 0 ? found.id : `${found.id}@${keyOf(foreign)}`;
    const variants = this.#variants.get(found.id) ?? new Set();
    this.#variants.set(found.id, variants.add(id));
    if (variants.size > MAX_VARIANTS) {
      this.#tooMany(found);
      return { resolved: found, scope: own };
    }
    const [first] = variants;
    const owners = foreign.map(([, { origin }]) => nameOf(origin));
    const name =
      id === first ? found.name : [found.name, ...new Set(owners)].join(" ");
    return { resolved: { ...found, id, name }, scope: bound };
  }

  #tooMany({ id, name, origin }: Resolved): void {
    if (this.#told.has(id)) return;
    this.#told.add(id);
    const params = { name, limit: MAX_VARIANTS };
    this.#host.diagnostics.report("schema-too-many-scopes", origin, params);
  }
}

/** Real schemas have a handful; ways through resources may be beyond counting. */
const MAX_VARIANTS = 100;

function keyOf(bindings: readonly (readonly [string, Resource])[]): string {
  return bindings
    .map(([name, { origin }]) => `${name}=${idOf(origin)}`)
    .sort()
    .join("&");
}

function anchorIn(
  { origin }: Resource,
  name: string,
  host: SchemaHost,
  diagnostics?: Diagnostics,
): Resolved | undefined {
  const ref = `#${encodeURIComponent(name)}`;
  return host.resolve(ref, at(origin, "$dynamicRef"), diagnostics);
}

/** The name that a reference may take from the scope; `undefined`: none. */
export function dynamicNameOf(
  keyword: string,
  ref: string,
): string | undefined {
  switch (keyword) {
    case "$recursiveRef":
      return RECURSIVE;
    case "$dynamicRef": {
      const fragment = ref.slice(ref.indexOf("#") + 1);
      const isName = ref.includes("#") && /^[^/]/.test(fragment);
      return isName ? fragment : undefined;
    }
    default:
      return undefined;
  }
}

/** Which names of dynamic anchors matter to what a schema leads to. */
class Reach {
  readonly #host: SchemaHost;
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(host: SchemaHost) {
    this.#host = host;
  }

  of(found: Resolved): ReadonlySet<string> {
    return this.#known.get(found.id) ?? this.#explore(found);
  }

  /**
   * Every place is looked at once in all: what can be reached from one that
   * was looked at before is known, and what is new is settled together.
   */
  #explore(start: Resolved): ReadonlySet<string> {
    const fresh = new Map<string, Set<string>>([[start.id, new Set()]]);
    const usedBy = new Map<string, Set<string>>();
    const queue = [start];
    for (const place of queue) {
      const names = fresh.get(place.id) ?? new Set();
      for (const { keyword, ref, from } of referencesIn(place)) {
        const name = dynamicNameOf(keyword, ref);
        for (const target of this.#targets(ref, from, name)) {
          if (!fresh.has(target.id) && !this.#known.has(target.id)) {
            fresh.set(target.id, new Set());
            queue.push(target);
          }
          for (const known of this.#known.get(target.id) ?? [])
            names.add(known);
          const users = usedBy.get(target.id) ?? new Set();
          usedBy.set(target.id, users.add(place.id));
        }
        if (name !== undefined) names.add(name);
      }
    }
    spread(fresh, usedBy);
    for (const [id, names] of fresh) this.#known.set(id, names);
    return fresh.get(start.id) ?? new Set();
  }

  #targets(
    ref: string,
    from: Origin,
    name: string | undefined,
  ): readonly Resolved[] {
    // What is wrong is told when the schema is lowered.
    const quiet = new Diagnostics();
    const found = this.#host.resolve(ref, from, quiet);
    const resources =
      name === undefined ? [] : (this.#host.dynamicAnchors.get(name) ?? []);
    const others = resources.flatMap(
      (resource) => anchorIn(resource, name ?? "", this.#host, quiet) ?? [],
    );
    return found ? [found, ...others] : others;
  }
}

/** Hands names on to those who refer, until nothing is new. */
function spread(
  names: ReadonlyMap<string, Set<string>>,
  usedBy: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const queue = new Set(names.keys());
  for (const id of queue) {
    queue.delete(id);
    const own = names.get(id) ?? new Set();
    for (const user of usedBy.get(id) ?? []) {
      const theirs = names.get(user);
      if (!theirs) continue;
      const before = theirs.size;
      for (const name of own) theirs.add(name);
      if (theirs.size > before) queue.add(user);
    }
  }
}

interface Reference {
  readonly keyword: string;
  readonly ref: string;
  readonly from: Origin;
}

const REFERENCES = new Set(["$ref", "$dynamicRef", "$recursiveRef"]);

/** Everything that may be a reference: too many do no harm. */
function referencesIn(
  { value, origin }: { readonly value: Json; readonly origin: Origin },
  found: Reference[] = [],
): readonly Reference[] {
  if (typeof value !== "object" || value === null) return found;
  for (const [key, part] of Object.entries(value) as [string, Json][]) {
    const from = at(origin, key);
    if (typeof part !== "string") {
      referencesIn({ value: part, origin: from }, found);
    } else if (REFERENCES.has(key)) {
      found.push({ keyword: key, ref: part, from });
    }
  }
  return found;
}
