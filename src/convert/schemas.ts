/** The schemas of one document that is written: its named ones, and all that stand where they are used. */
import type { Assertion, DefinitionId } from "../contract/assertion.js";
import type { Contract, Definition } from "../contract/model.js";
import { reachable, schemasOf } from "../contract/walk.js";
import { isObject, type Json, type JsonObject } from "../source/json.js";
import type { Flavour } from "./flavour.js";
import { fromEntries, objectOf, unlessEmpty } from "./members.js";
import { takenKeys, uniqueKey } from "./unique-key.js";
import { NOTHING, writeSchema } from "./write-schema.js";

export interface Place {
  /** Where the named ones stand, such as `components/schemas`. */
  readonly path: string;
  /** The document's own flavour, then what `$schema` may turn to. */
  readonly flavours: readonly [Flavour, ...Flavour[]];
  /** What stands by itself may be `false`. */
  readonly booleans: boolean;
  /** The name as this place allows it. */
  legalKey(name: string): string;
  /** What stands in a named schema beside what it says. */
  beside?(definition: Definition, key: string): JsonObject;
}

export class Schemas {
  readonly #contract: Contract;
  readonly #place: Place;
  readonly #keys: ReadonlyMap<DefinitionId, string>;
  /** Definitions that some schema with a `$schema` leads to: they must say theirs. */
  readonly #marked: ReadonlySet<DefinitionId>;

  constructor(contract: Contract, place: Place) {
    this.#contract = contract;
    this.#place = place;
    this.#keys = keysFor(contract, place);
    this.#marked = this.#findMarked();
  }

  /** A schema where it is used. */
  write(schema: Assertion): Json {
    return this.#write(schema, false);
  }

  /** The key of the definition that the schema is, and nothing else. */
  nameOf(schema: Assertion): string | undefined {
    const to = loneReference(schema);
    return to === undefined ? undefined : this.#keys.get(to);
  }

  /** By key, in the order first met. */
  definitions(): JsonObject {
    const { beside = () => objectOf({}) } = this.#place;
    return fromEntries(
      [...this.#contract.definitions.values()].map((definition) => {
        const { id, name, schema } = definition;
        const key = this.#keys.get(id) ?? name;
        const value = this.#write(schema, this.#marked.has(id));
        const more = unlessEmpty(beside(definition, key));
        return [key, more ? objectOf({ ...more, ...asObject(value) }) : value];
      }),
    );
  }

  /** In the first flavour that says it exactly. */
  #write(schema: Assertion, marked: boolean): Json {
    const { flavours } = this.#place;
    const [own] = flavours;
    for (const flavour of flavours) {
      if (marked && flavour.uri === undefined) continue;
      const { value, exact } = this.#in(schema, flavour);
      if (!exact) continue;
      return flavour === own && !marked
        ? this.#asRoot(value)
        : objectOf({ $schema: flavour.uri, ...asObject(value) });
    }
    return this.#asRoot(this.#in(schema, own).value);
  }

  #asRoot(value: Json): Json {
    return value === true || !this.#place.booleans ? asObject(value) : value;
  }

  #in(schema: Assertion, flavour: Flavour) {
    const { path } = this.#place;
    return writeSchema(schema, flavour, (id) => {
      const key = this.#keys.get(id) ?? id;
      return `#/${path}/${pointerPart(key)}`;
    });
  }

  #findMarked(): ReadonlySet<DefinitionId> {
    const { definitions } = this.#contract;
    const [own] = this.#place.flavours;
    const others = [
      ...schemasOf(this.#contract),
      ...[...definitions.values()].map(({ schema }) => schema),
    ].filter((schema) => !this.#in(schema, own).exact);
    return new Set(reachable(others, definitions).keys());
  }
}

/** What a schema refers to that says nothing else. */
export function loneReference({
  checks,
  notes,
}: Assertion): DefinitionId | undefined {
  const [check, ...others] = checks;
  const isAlone = others.length === 0 && Object.keys(notes).length === 0;
  return isAlone && check?.kind === "reference" ? check.to : undefined;
}

/** Distinct, and near to the names. */
function keysFor(
  { definitions }: Contract,
  { legalKey }: Place,
): ReadonlyMap<DefinitionId, string> {
  const keys = new Map<DefinitionId, string>();
  const taken = takenKeys();
  for (const { id, name } of definitions.values()) {
    keys.set(id, uniqueKey(legalKey(name), taken));
  }
  return keys;
}

/** `true` and `false` as schemas that have room for more. */
function asObject(value: Json): JsonObject {
  if (isObject(value)) return value;
  return value === false ? NOTHING : objectOf({});
}

/** A part of a JSON pointer in the fragment of a URI (RFC 6901, section 6). */
export function pointerPart(key: string): string {
  const part = key.replaceAll("~", "~0").replaceAll("/", "~1");
  return encodeURIComponent(part).replaceAll(
    /%(?:24|26|2B|2C|3A|3B|3D|40)/g,
    decodeURIComponent,
  );
}
