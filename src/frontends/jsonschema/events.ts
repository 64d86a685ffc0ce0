/** Which schemas of a file are events. */
import type { Documents } from "../../documents/documents.js";
import { isList } from "../../documents/fields.js";
import { isObject, type Json } from "../../source/json.js";
import { at, idOf, keysOf } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import { DEFINITIONS, demandsOf, mayBeObject } from "./content.js";
import { loose } from "./loose.js";
import { nameOfDocument } from "./names.js";

/** A schema that may be an event. */
export interface Candidate {
  /** As the file calls it. */
  readonly name: string;
  readonly value: Json;
  readonly origin: Origin;
}

export interface Events {
  /** What the file itself says, or seems to say. */
  readonly usual: readonly Candidate[];
  /** Everything else that has a name. */
  readonly others: readonly Candidate[];
  /** How the usual ones were told, where that is a guess: the rest of a sentence. */
  readonly guess?: string;
}

export function findEvents(documents: Documents): Events {
  const { file, value } = documents.entry;
  const top: Origin = { file, path: undefined };
  const definitions = definitionsOf(value, top);
  const unions = new Unions(documents);
  if (!isObject(value) || demandsOf(value).length > 0) {
    const root = { name: nameOfDocument(value, file), value, origin: top };
    const usual = unions.membersOf(root);
    const others = without(usual, definitions);
    return unions.nested
      ? { usual, others, guess: "the members of unions inside the one on top" }
      : { usual, others };
  }
  if (definitions.length === 0) {
    const name = nameOfDocument(value, file);
    const usual = "type" in value ? [{ name, value, origin: top }] : [];
    return { usual, others: [] };
  }
  const usual = loose(definitions, value)
    .filter((each) => mayBeObject(each.value))
    .flatMap((each) => unions.membersOf(each));
  const others = without(usual, definitions);
  return { usual, others, guess: "which no other one refers to" };
}

function definitionsOf(value: Json, top: Origin): readonly Candidate[] {
  if (!isObject(value)) return [];
  return DEFINITIONS.flatMap((key) => {
    const schemas = value[key];
    if (!isObject(schemas)) return [];
    return Object.keys(schemas).map((name) => ({
      name,
      value: schemas[name] ?? null,
      origin: at(at(top, key), name),
    }));
  });
}

function without(
  taken: readonly Candidate[],
  all: readonly Candidate[],
): readonly Candidate[] {
  const ids = new Set(taken.map(({ origin }) => idOf(origin)));
  return all.filter(({ origin }) => !ids.has(idOf(origin)));
}

/** Takes apart what is a union of schemas with names, and nothing else. */
class Unions {
  readonly #documents: Documents;
  readonly #seen = new Set<string>();
  /** Whether a union stood in a union. */
  nested = false;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** Each once, however many unions have it; the schema itself, if it is no union. */
  membersOf(start: Candidate): readonly Candidate[] {
    const found: Candidate[] = [];
    // Unions may stand in each other deeper than the stack.
    const open = [{ candidate: start, inUnion: false }];
    for (let next = open.pop(); next; next = open.pop()) {
      const { candidate, inUnion } = next;
      const id = idOf(candidate.origin);
      if (this.#seen.has(id)) continue;
      this.#seen.add(id);
      const members = this.#membersOf(candidate);
      if (members === undefined) {
        found.push(candidate);
        continue;
      }
      this.nested ||= inUnion;
      for (const member of members.toReversed()) {
        open.push({ candidate: member, inUnion: true });
      }
    }
    return found;
  }

  /** `undefined`: it is no union, or one of its members has no name. */
  #membersOf({ value, origin }: Candidate): readonly Candidate[] | undefined {
    if (!isObject(value)) return undefined;
    const [keyword, ...rest] = demandsOf(value);
    if (keyword === undefined || rest.length > 0) return undefined;
    // A definition that only refers is an event by its own name.
    if (keyword === "$ref" && origin.path === undefined) {
      if (typeof value["$ref"] !== "string") return undefined;
      const only = this.#named(value, origin);
      return only && (this.#membersOf(only) ?? [only]);
    }
    const parts = value[keyword];
    if (keyword !== "oneOf" && keyword !== "anyOf") return undefined;
    if (!isList(parts) || parts.length === 0) return undefined;
    const members = parts.flatMap((part, i) => {
      const member = this.#named(part, at(at(origin, keyword), i));
      return member ? [member] : [];
    });
    return members.length === parts.length ? members : undefined;
  }

  /** A `$ref` has the name of what it leads to, any other schema its title. */
  #named(value: Json, origin: Origin): Candidate | undefined {
    if (!isObject(value)) return undefined;
    const { $ref, title } = value;
    if (typeof $ref === "string" && demandsOf(value).length === 1) {
      const found = this.#documents.resolve($ref, at(origin, "$ref"));
      if (!found) return undefined;
      const key = keysOf(found.origin.path).at(-1);
      const name = key === undefined ? found.name : String(key);
      return { name, value: found.value, origin: found.origin };
    }
    return typeof title === "string" && title !== ""
      ? { name: title, value, origin }
      : undefined;
  }
}
