/**
 * References as the official suite means them: by absolute URI, with `$id`,
 * anchors and remote documents. The compiler's own documents are files.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isObject, type Json } from "../../src/source/json.js";
import type { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import type { DialectId } from "../../src/schema/dialect.js";
import type { Resolved, SchemaHost } from "../../src/schema/host.js";
import { at, idOf, keysOf, originAt } from "../../src/source/path.js";
import type { Origin, SourceFile } from "../../src/source/source-file.js";
import { sharedPath } from "../support/shared.js";

const require = createRequire(import.meta.url);

/** Keywords under which schemas stand. */
const ONE = new Set(
  "additionalItems additionalProperties contains contentSchema else if items not propertyNames then unevaluatedItems unevaluatedProperties".split(
    " ",
  ),
);
const LIST = new Set("allOf anyOf items oneOf prefixItems".split(" "));
const MAP = new Set(
  "$defs definitions dependencies dependentSchemas patternProperties properties".split(
    " ",
  ),
);

export class SuiteHost implements SchemaHost {
  readonly diagnostics: Diagnostics;
  readonly #dialect: DialectId;
  readonly #places = new Map<string, Origin>();
  readonly #roots = new Map<SourceFile, { base: string; value: Json }>();

  constructor(diagnostics: Diagnostics, dialect: DialectId) {
    this.diagnostics = diagnostics;
    this.#dialect = dialect;
  }

  /** @returns the top of the document */
  add(base: string, value: Json): Origin {
    const file = { path: base, text: "" };
    this.#roots.set(file, { base, value });
    const top = { file, path: undefined };
    this.#places.set(base, top);
    this.#index(value, top, base);
    return top;
  }

  #base(outer: string, value: Json): string {
    if (!isObject(value)) return outer;
    const id = value["$id"];
    if (typeof id !== "string" || id.startsWith("#")) return outer;
    // Before 2019-09 a `$ref` hides what stands beside it.
    if (this.#dialect === "draft-07" && "$ref" in value) return outer;
    return new URL(id, outer).href.replace(/#$/, "");
  }

  #index(value: Json, origin: Origin, outer: string): void {
    if (!isObject(value)) return;
    const base = this.#base(outer, value);
    if (base !== outer) this.#places.set(base, origin);
    const { $anchor, $dynamicAnchor, $id } = value;
    for (const anchor of [$anchor, $dynamicAnchor])
      if (typeof anchor === "string")
        this.#places.set(`${base}#${anchor}`, origin);
    if (typeof $id === "string" && $id.startsWith("#"))
      this.#places.set(`${base}${$id}`, origin);
    for (const [key, part] of Object.entries(value)) {
      const here = at(origin, key);
      if (MAP.has(key) && isObject(part)) {
        for (const [name, schema] of Object.entries(part))
          this.#index(schema, at(here, name), base);
      } else if (LIST.has(key) && Array.isArray(part)) {
        for (const [i, schema] of (part as Json[]).entries())
          this.#index(schema, at(here, i), base);
      } else if (ONE.has(key)) this.#index(part, here, base);
    }
  }

  resolve(ref: string, from: Origin): Resolved | undefined {
    const root = this.#roots.get(from.file)!;
    let { base, value } = root;
    base = this.#base(base, value);
    const keys = keysOf(from.path);
    for (const key of keys.slice(0, -1)) {
      value = (value as Record<string | number, Json>)[key]!;
      base = this.#base(base, value);
    }
    const [uri = "", fragment = ""] = new URL(ref, base).href.split("#");
    return this.#find(uri, decodeURIComponent(fragment));
  }

  #find(uri: string, fragment: string): Resolved | undefined {
    if (!this.#places.has(uri)) {
      const remote = remoteDocument(uri);
      if (remote === undefined) return undefined;
      this.add(uri, remote);
    }
    const anchored =
      fragment !== "" && !fragment.startsWith("/")
        ? this.#places.get(`${uri}#${fragment}`)
        : this.#places.get(uri);
    if (!anchored) return undefined;
    const pointer = fragment.startsWith("/")
      ? fragment
          .slice(1)
          .split("/")
          .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
      : [];
    const keys = [...keysOf(anchored.path), ...pointer];
    let value: Json | undefined = this.#roots.get(anchored.file)!.value;
    for (const key of keys) {
      const next: Json | undefined = (value as Record<string, Json>)[key];
      if (next === undefined) return undefined;
      value = next;
    }
    const origin = originAt(anchored.file, keys);
    const name = String(keys.at(-1) ?? "Root");
    return { value, origin, id: idOf(origin), name };
  }
}

function remoteDocument(uri: string): Json | undefined {
  const local = /^http:\/\/localhost:1234\/(.*)$/.exec(uri)?.[1];
  const path =
    local === undefined
      ? metaSchema(uri)
      : sharedPath("corpus", "jsonschema", "test-suite", "remotes", local);
  if (path === undefined) return undefined;
  return JSON.parse(readFileSync(path, "utf8")) as Json;
}

function metaSchema(uri: string): string | undefined {
  const latest = /^https:\/\/json-schema\.org\/draft\/2020-12\/(.*)$/.exec(uri);
  if (latest)
    return require.resolve(
      `ajv/dist/refs/json-schema-2020-12/${latest[1]}.json`,
    );
  return uri === "http://json-schema.org/draft-07/schema"
    ? require.resolve("ajv/dist/refs/json-schema-draft-07.json")
    : undefined;
}
