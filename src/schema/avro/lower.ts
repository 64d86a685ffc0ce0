/**
 * Avro schemas (1.12) to the assertion graph, as plain JSON: records are
 * objects, enums and strings are texts, bytes and fixed are base64, `long` is
 * a safe integer, and a union is the value itself. So this is not Avro's JSON
 * encoding, which tags the values of unions and writes bytes as characters.
 * `NaN` and the infinities have no JSON. What logical types become is in
 * `logical-type.ts`. Aliases and the defaults of enums are for reading old
 * data, and change nothing here.
 */
import type { Assertion, DefinitionId } from "../../contract/assertion.js";
import type { Definition } from "../../contract/model.js";
import { Diagnostics } from "../../diagnostics/diagnostics.js";
import { didYouMean } from "../../diagnostics/did-you-mean.js";
import { describe, isList } from "../../documents/fields.js";
import { readJson } from "../../documents/json-reader.js";
import { isObject, type Json, type JsonObject } from "../../source/json.js";
import { at, idOf } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import type { SchemaHost } from "../host.js";
import {
  collectNames,
  fullNameOf,
  isNamedType,
  namedType,
  type NamedType,
  type Names,
} from "./names.js";
import { primitives } from "./scalar.js";
import { typeOf } from "./type.js";
import { unionOf } from "./union.js";

export interface AvroLowering {
  /** `undefined`: it could not be made out, which was reported. */
  lower(value: Json, origin: Origin): Assertion | undefined;
  /** In the order first met; complete once `lower` has returned. */
  readonly definitions: ReadonlyMap<DefinitionId, Definition>;
}

/** Avro knows no dialects and no dynamic references. */
export type AvroHost = Pick<SchemaHost, "diagnostics" | "resolve">;

export function createAvroLowering(host: AvroHost): AvroLowering {
  return new Lowering(host);
}

/** Deeper schemas are taken for an attack on the compiler's stack. */
const MAX_DEPTH = 200;

class Lowering implements AvroLowering {
  readonly definitions = new Map<DefinitionId, Definition>();
  readonly #host: AvroHost;
  /** Defined, and not yet lowered; each with the names that it may use. */
  readonly #queue: { readonly type: NamedType; readonly names: Names }[] = [];
  #names: Names = new Map();
  #depth = 0;

  constructor(host: AvroHost) {
    this.#host = host;
  }

  lower(value: Json, origin: Origin): Assertion | undefined {
    const schema = this.#parsed(value, origin);
    if (schema === undefined) return undefined;
    this.#names = this.#namesIn(schema, origin);
    const lowered = this.#schema(schema, origin, "");
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const { type, names } = next;
      this.#names = names;
      const id = idOf(type.origin);
      const schema = this.#body(type);
      this.definitions.set(id, { id, name: type.name, schema });
    }
    return lowered;
  }

  /** Some tools put the whole schema into one text. */
  #parsed(value: Json, origin: Origin): Json | undefined {
    if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
    const problems = new Diagnostics();
    const schema = readJson({ path: origin.file.path, text: value }, problems);
    const [first] = problems.list;
    if (schema === undefined && first) {
      const problem = first.message;
      this.#host.diagnostics.report("avro-text", origin, { problem });
    }
    return schema;
  }

  #namesIn(schema: Json, origin: Origin): Names {
    const names: Names = new Map();
    collectNames(schema, origin, names, (name, target) =>
      this.#host.diagnostics.report("avro-name-twice", target, { name }),
    );
    return names;
  }

  #schema(value: Json, origin: Origin, namespace: string): Assertion {
    const { diagnostics } = this.#host;
    if (this.#depth >= MAX_DEPTH) {
      diagnostics.report("schema-too-deep", origin, { limit: MAX_DEPTH });
      return anything(origin);
    }
    this.#depth++;
    try {
      if (typeof value === "string")
        return this.#named(value, origin, namespace);
      if (isList(value)) return this.#union(value, origin, namespace);
      if (isObject(value)) return this.#complex(value, origin, namespace);
    } finally {
      this.#depth--;
    }
    const found = describe(value);
    diagnostics.report("avro-not-a-schema", origin, { found });
    return anything(origin);
  }

  /** A primitive type, or one that the schema names elsewhere. */
  #named(name: string, origin: Origin, namespace: string): Assertion {
    const primitive = primitives.get(name);
    if (primitive) return { checks: primitive.checks, notes: {}, origin };
    const type = this.#names.get(fullNameOf(name, namespace));
    if (type) return this.#define(type, this.#names, origin);
    this.#host.diagnostics.report(
      "avro-unknown-type",
      origin,
      { type: name },
      didYouMean(name, [...primitives.keys(), ...this.#names.keys()]),
    );
    return anything(origin);
  }

  #define(type: NamedType, names: Names, origin: Origin): Assertion {
    const id = idOf(type.origin);
    if (!this.definitions.has(id)) {
      // Holds the place, and is what a cycle meets.
      const schema = anything(type.origin);
      this.definitions.set(id, { id, name: type.name, schema });
      this.#queue.push({ type, names });
    }
    return { checks: [{ kind: "reference", to: id }], notes: {}, origin };
  }

  #union(of: readonly Json[], origin: Origin, namespace: string): Assertion {
    const seen = new Set<string>();
    for (const [i, branch] of of.entries()) {
      const problem = isList(branch)
        ? "another union"
        : typeof branch === "string" && seen.has(branch)
          ? `"${branch}" twice`
          : undefined;
      if (typeof branch === "string") seen.add(branch);
      if (problem === undefined) continue;
      const params = { problem };
      this.#host.diagnostics.report("avro-union", at(origin, i), params);
    }
    return unionOf(
      of.map((branch, i) => this.#schema(branch, at(origin, i), namespace)),
      origin,
    );
  }

  #complex(value: JsonObject, origin: Origin, namespace: string): Assertion {
    const { $ref } = value;
    if (typeof $ref === "string") return this.#reference($ref, origin);
    const named = namedType(value, origin, namespace);
    if (named) return this.#define(named, this.#names, origin);
    if (isNamedType(value)) {
      const type = String(value["type"]);
      this.#host.diagnostics.report("avro-no-name", origin, { type });
    }
    return this.#body({ name: "", namespace, value, origin });
  }

  /** Another document, or a part of one, is a schema with a name of its own. */
  #reference(ref: string, origin: Origin): Assertion {
    const found = this.#find(ref, at(origin, "$ref"));
    if (!found) return anything(origin);
    const { type, names } = found;
    return this.#define(type, names, origin);
  }

  /** The fragment of a reference may be the name of a type in that file. */
  #find(
    ref: string,
    from: Origin,
  ): { readonly type: NamedType; readonly names: Names } | undefined {
    const [, file, fragment] = /^([^#]+)#\/?([\w.]+)$/.exec(ref) ?? [];
    if (file !== undefined && fragment !== undefined) {
      const whole = this.#host.resolve(file, from);
      if (!whole) return undefined;
      const { value, origin } = whole;
      if (!isObject(value) || !Object.hasOwn(value, fragment)) {
        const names = this.#namesIn(value, origin);
        const type =
          names.get(fragment) ??
          [...names.values()].find(({ name }) => name === fragment);
        if (type) return { type, names };
      }
    }
    const found = this.#host.resolve(ref, from);
    if (!found) return undefined;
    const { name, value, origin } = found;
    const type = isObject(value) ? namedType(value, origin, "") : undefined;
    return {
      type: type ?? { name, namespace: "", value, origin },
      names: this.#namesIn(value, origin),
    };
  }

  /** What a type accepts, beside its name. */
  #body({ namespace, value, origin }: NamedType): Assertion {
    if (!isObject(value) || "$ref" in value) {
      return this.#schema(value, origin, namespace);
    }
    return typeOf(value, origin, {
      diagnostics: this.#host.diagnostics,
      child: (part, place) => this.#schema(part, place, namespace),
    });
  }
}

/** What stands in for a schema that was refused, or is not read yet. */
function anything(origin: Origin): Assertion {
  return { checks: [], notes: {}, origin };
}
