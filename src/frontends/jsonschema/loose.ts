import { parseReference } from "../../documents/reference.js";
import { isObject, type Json, type JsonObject } from "../../source/json.js";
import { keysOf } from "../../source/path.js";
import type { Candidate } from "./events.js";

/**
 * The definitions that no other definition refers to: what is used is a part
 * of something. Nothing is resolved, so that what nobody asks for is not read
 * and cannot be wrong.
 */
export function loose(
  definitions: readonly Candidate[],
  root: JsonObject,
): readonly Candidate[] {
  const owners = new Owners(definitions, root);
  const used = new Set<Candidate>();
  for (const definition of definitions) {
    eachReference(definition.value, (ref) => {
      const owner = owners.of(ref);
      if (owner && owner !== definition) used.add(owner);
    });
  }
  return definitions.filter((definition) => !used.has(definition));
}

/** Whose definition a reference is to. */
class Owners {
  readonly #base: string | undefined;
  /** By JSON pointer (which begins with `/`), anchor and absolute `$id`. */
  readonly #definitions = new Map<string, Candidate>();

  constructor(definitions: readonly Candidate[], root: JsonObject) {
    this.#base = idOf(root);
    for (const definition of definitions) {
      const { value, origin } = definition;
      this.#definitions.set(pointer(keysOf(origin.path)), definition);
      if (!isObject(value)) continue;
      const { $anchor } = value;
      if (typeof $anchor === "string")
        this.#definitions.set($anchor, definition);
      const id = idOf(value);
      if (id === undefined) continue;
      // Before 2019-09 an anchor was an `$id` of this form.
      const key = id.startsWith("#") ? id.slice(1) : this.#absolute(id);
      this.#definitions.set(key, definition);
    }
  }

  of(ref: string): Candidate | undefined {
    const reference = parseReference(ref);
    if ("problem" in reference) return undefined;
    const { file, anchor, pointer: keys = [] } = reference;
    const isElsewhere = file !== "" && this.#absolute(file) !== this.#base;
    return this.#definitions.get(
      isElsewhere ? this.#absolute(file) : (anchor ?? pointer(keys)),
    );
  }

  #absolute(id: string): string {
    return URL.canParse(id, this.#base) ? new URL(id, this.#base).href : id;
  }
}

function pointer(keys: readonly (string | number)[]): string {
  return `/${keys.join("/")}`;
}

function idOf(schema: JsonObject): string | undefined {
  const id = schema["$id"] ?? schema["id"];
  return typeof id === "string" ? id : undefined;
}

function eachReference(value: Json, visit: (ref: string) => void): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) eachReference(item, visit);
  } else if (isObject(value)) {
    const { $ref } = value;
    if (typeof $ref === "string") visit($ref);
    for (const key in value) eachReference(value[key] ?? null, visit);
  }
}
