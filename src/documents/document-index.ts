import { posix } from "node:path";
import { isObject, type Json, type JsonObject } from "../source/json.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import type { Document } from "./read-document.js";
import { joinUri, schemeOf } from "./reference.js";
import { identityOf, RECURSIVE, type Resource } from "./resource.js";

/** What references need to know of one document, gathered in one walk. */
export interface DocumentIndex {
  /**
   * Every `$ref` that may lead to another document, and maybe more: as
   * written, and below an `$id` as that makes it, too.
   */
  readonly refs: ReadonlySet<string>;
  /** The document itself. */
  readonly resource: Resource;
  /** What has an `$id` of its own, by that; absolute, without a fragment. */
  readonly ids: ReadonlyMap<string, Resource>;
  /** The same by the values that carry an `$id`. */
  readonly carriers: ReadonlyMap<Json, Resource>;
}

/** Most documents refer to themselves alone, and need no walk. */
const LEADS_ELSEWHERE =
  /\$(?:ref|dynamicRef)(?!["']?\s*:\s*["']#)|\$schema["']?\s*:\s*["']?https?:\/\/(?!json-schema\.org\/)/;

/** Paths cost more than the walk itself, and few documents need them. Names may be escaped. */
const HAS_NAMES =
  /\$id|\$anchor|\$dynamicAnchor|\$recursiveAnchor|draft-0[34]|\\[uUx]/;

export function indexDocument(document: Document): DocumentIndex {
  const index = new Index(document);
  const { text } = document.file;
  const hasNames = HAS_NAMES.test(text);
  if (hasNames || LEADS_ELSEWHERE.test(text)) index.walk(hasNames);
  return index;
}

/** Keywords whose members are schemas, by names that are no keywords. */
const MAPS = new Set(
  "properties patternProperties $defs definitions dependencies dependentSchemas".split(
    " ",
  ),
);

/** Keywords of which the value, or each member of a list, is a schema. */
const SCHEMAS = new Set(
  "additionalItems additionalProperties allOf anyOf contains contentSchema else if items not oneOf prefixItems propertyNames then unevaluatedItems unevaluatedProperties".split(
    " ",
  ),
);

/** Keywords whose values are instances, in which nothing is a schema. */
const INSTANCES = new Set("enum examples".split(" "));

/**
 * What is known of a place: around schemas (`open`, as in AsyncAPI) everything
 * may be one; in a schema only what stands under a keyword is. What may look
 * like a schema elsewhere (`doubtful`: in an `enum`, under unknown keywords)
 * gives a name only where nothing better has it.
 */
type Ground = "open" | "schema" | "doubtful";

interface OwnResource extends Resource {
  readonly anchors: Map<string, Origin>;
  readonly dynamicAnchors: Map<string, Origin>;
}

class Index implements DocumentIndex {
  readonly refs = new Set<string>();
  readonly ids = new Map<string, Resource>();
  readonly carriers = new Map<Json, Resource>();
  readonly resource: OwnResource;
  readonly #document: Document;
  readonly #doubtful: (() => void)[] = [];
  #hasNames = false;

  constructor(document: Document) {
    this.#document = document;
    const { file, value } = document;
    this.resource = resourceOf(
      isObject(value) ? value : {},
      file.path,
      { file, path: undefined },
      undefined,
    );
    if (this.resource.uri !== file.path)
      this.ids.set(this.resource.uri, this.resource);
  }

  walk(hasNames: boolean): void {
    this.#hasNames = hasNames;
    const { value } = this.#document;
    this.#value(value, this.resource.origin, this.resource, "open");
    for (const register of this.#doubtful) register();
  }

  #value(
    value: Json,
    origin: Origin,
    resource: OwnResource,
    ground: Ground,
  ): void {
    if (Array.isArray(value)) {
      for (const [i, item] of (value as readonly Json[]).entries())
        this.#inside(item, i, origin, resource, ground);
    } else if (isObject(value)) {
      const own = this.#hasNames
        ? this.#name(value, origin, resource, ground)
        : resource;
      for (const key in value) this.#member(value, key, origin, own, ground);
    }
  }

  #member(
    parent: JsonObject,
    key: string,
    origin: Origin,
    resource: OwnResource,
    ground: Ground,
  ): void {
    const value = parent[key];
    if (typeof value === "string") {
      if (key === "$ref" || key === "$dynamicRef") this.#refer(value, resource);
      else if (key === "$schema" && isCustomMetaschema(value, parent))
        this.refs.add(value);
    } else if (MAPS.has(key) && isObject(value)) {
      const inside = ground === "doubtful" ? ground : "schema";
      const here = this.#hasNames ? at(origin, key) : origin;
      for (const name in value) {
        const schema = value[name];
        // Misplaced, and read all the same.
        if (name === "$ref" && typeof schema === "string")
          this.#refer(schema, resource);
        this.#inside(schema, name, here, resource, inside);
      }
    } else {
      const inside = groundUnder(key, value, ground);
      this.#inside(value, key, origin, resource, inside);
    }
  }

  #inside(
    value: Json | undefined,
    key: string | number,
    origin: Origin,
    resource: OwnResource,
    ground: Ground,
  ): void {
    if (typeof value !== "object" || value === null) return;
    const here = this.#hasNames ? at(origin, key) : origin;
    this.#value(value, here, resource, ground);
  }

  /** Takes down what a value calls itself; returns the resource inside it. */
  #name(
    value: JsonObject,
    origin: Origin,
    outer: OwnResource,
    ground: Ground,
  ): OwnResource {
    const identity = identityOf(value, schemaOf(value) ?? outer.schema);
    if (!identity) return outer;
    const isTop = origin.path === undefined;
    const own =
      isTop || identity.id === undefined
        ? outer
        : resourceOf(value, outer.uri, origin, outer.schema);
    const register = (): void => {
      if (own !== outer && !this.ids.has(own.uri)) this.ids.set(own.uri, own);
      for (const anchor of identity.anchors) put(own.anchors, anchor, origin);
      const { dynamicAnchor } = identity;
      // The nameless one stands for its whole resource.
      const isPlaced = dynamicAnchor !== RECURSIVE || own.origin === origin;
      if (dynamicAnchor !== undefined && isPlaced)
        put(own.dynamicAnchors, dynamicAnchor, origin);
    };
    if (ground === "doubtful") {
      this.#doubtful.push(register);
      return outer;
    }
    register();
    if (own !== outer) this.carriers.set(value, own);
    return own;
  }

  #refer(ref: string, { uri }: Resource): void {
    this.refs.add(ref);
    const { path } = this.#document.file;
    if (uri === path) return;
    const whole = joinUri(ref, uri);
    if (whole === undefined || whole === ref) return;
    const isFile =
      schemeOf(whole) === undefined && schemeOf(path) === undefined;
    this.refs.add(isFile ? posix.relative(posix.dirname(path), whole) : whole);
  }
}

/** One whose `$vocabulary` must be read; other kinds of documents name the schema of themselves. */
function isCustomMetaschema(uri: string, parent: JsonObject): boolean {
  return (
    /^https?:\/\/(?!json-schema\.org\/|spec\.openapis\.org\/)/.test(uri) &&
    !["asyncapi", "openapi", "swagger", "realtime"].some((key) => key in parent)
  );
}

function groundUnder(key: string, value: Json | undefined, ground: Ground) {
  if (ground === "open")
    return SCHEMAS.has(key)
      ? "schema"
      : // Elsewhere a thing may be called so: a channel, a response.
        INSTANCES.has(key) && Array.isArray(value)
        ? "doubtful"
        : "open";
  return ground === "schema" && SCHEMAS.has(key) ? "schema" : "doubtful";
}

function resourceOf(
  value: JsonObject,
  base: string,
  origin: Origin,
  outerSchema: string | undefined,
): OwnResource {
  const schema = schemaOf(value) ?? outerSchema;
  const id = identityOf(value, schema)?.id;
  return {
    uri: (id === undefined ? undefined : joinUri(id, base)) ?? base,
    origin,
    schema,
    anchors: new Map(),
    dynamicAnchors: new Map(),
  };
}

function schemaOf({ $schema }: JsonObject): string | undefined {
  return typeof $schema === "string" ? $schema : undefined;
}

function put(map: Map<string, Origin>, name: string, origin: Origin): void {
  if (!map.has(name)) map.set(name, origin);
}
