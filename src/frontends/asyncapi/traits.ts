import type { Json } from "../../source/json.js";
import type { Bindings } from "../../contract/model.js";
import type { Fields } from "../../documents/fields.js";
import type { Origin } from "../../source/source-file.js";
import { listAside, textAside } from "./aside.js";
import { bindingsOf, mergeBindings } from "./bindings.js";
import { read, readAside, type Context } from "./context.js";

/** An object and what stands behind it, as one. */
export class Layers {
  readonly own: Fields;
  /** Who speaks first wins. */
  readonly all: readonly Fields[];
  readonly #context: Context;

  constructor(own: Fields, all: readonly Fields[], context: Context) {
    this.own = own;
    this.all = all;
    this.#context = context;
  }

  /** Who has the say about a key; a null takes the key away. */
  owner(key: string): Fields | undefined {
    const owner = this.all.find((layer) => layer.has(key));
    return owner?.value[key] === null ? undefined : owner;
  }

  text(key: string): string | undefined {
    const owner = this.owner(key);
    return owner && textAside(owner, key, this.#context);
  }

  /** A text for people. */
  prose(key: string): string | undefined {
    return this.text(key)?.trim() || undefined;
  }

  bindings(): Bindings {
    return this.all
      .map((layer) => bindingsOf(layer, this.#context))
      .reduceRight<Bindings>(mergeBindings, Object.create(null));
  }
}

/**
 * Until 2.6 a trait is a JSON Merge Patch on the object, so that the last
 * trait has the last word ("Operation Object", "Message Object"). Since 3.0 a
 * trait fills in what the object and the later traits leave open ("Traits
 * Merge Mechanism").
 */
function withTraits(
  own: Fields,
  traits: readonly Fields[],
  context: Context,
): Layers {
  const last = traits.toReversed();
  const all = context.version.major === 2 ? [...last, own] : [own, ...last];
  return new Layers(own, all, context);
}

/** `undefined`: it is no object, which was reported. */
export function readMessageLayers(
  value: Json,
  origin: Origin,
  what: string,
  context: Context,
): Layers | undefined {
  const fields = read(value, origin, "message", what, context);
  if (!fields) return undefined;
  // Their headers count: one that is missing is an error.
  const traits = listAside(fields, "traits", context).flatMap(
    (trait) =>
      read(
        trait.value,
        trait.origin,
        "messageTrait",
        `a trait of ${what}`,
        context,
      ) ?? [],
  );
  return withTraits(fields, traits, context);
}

export function readOperationLayers(fields: Fields, context: Context): Layers {
  const traits = listAside(fields, "traits", context).flatMap(
    (trait) =>
      readAside(
        trait.value,
        trait.origin,
        "operationTrait",
        `a trait of ${fields.what}`,
        context,
      ) ?? [],
  );
  return withTraits(fields, traits, context);
}
