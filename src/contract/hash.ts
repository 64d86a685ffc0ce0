import { createHash } from "node:crypto";
import type { DefinitionId } from "./assertion.js";
import type { Contract } from "./model.js";

/** What a change of cannot be seen on the wire. */
const SILENT = new Set([
  "origin",
  "notes",
  "description",
  "summary",
  "examples",
  "bindings",
  "servers",
  "correlationId",
  "replyTo",
  "typeName",
  "deprecated",
  // Told already by the checks that stand there.
  "beside",
]);

/**
 * Lists that mean the same in every order, and what their members are put in
 * order by. Parameters are none: their order is that of an instance's name.
 */
const UNORDERED: ReadonlyMap<string, string> = new Map([
  ["channels", "name"],
  ["serverToClient", "name"],
  ["clientToServer", "name"],
  ["errors", "code"],
  ["properties", "name"],
  ["patternProperties", "source"],
  ["dependentRequired", "property"],
  ["dependentSchemas", "property"],
]);

/**
 * Tells two contracts apart by what they accept: log entries carry it, so
 * that a server knows which of them were written under another contract.
 * Files may be renamed and keys may change places: it stays the same.
 */
export function contractHash(contract: Contract): string {
  const hash = createHash("sha256");
  const writer = new Writer((text) => hash.update(text));
  writer.contract(contract);
  return hash.digest("base64url").slice(0, 12);
}

/** Longer texts are handed on: to grow them further costs more and more. */
const CHUNK = 16_384;

/**
 * As JSON, without what is silent; objects as lists of their members. Written
 * in one go, for `JSON.stringify` takes twice as long with a copy to leave
 * things out, and eight times with a replacer.
 */
class Writer {
  #out = "";
  readonly #to: (text: string) => void;
  readonly #quoted = new Map<string, string>();
  /** Definitions are numbered as they are first met: their ids name files. */
  readonly #numbers = new Map<DefinitionId, number>();

  constructor(to: (text: string) => void) {
    this.#to = to;
  }

  contract({ name, channels, definitions }: Contract): void {
    this.#value({ name, channels });
    // Grows while it is gone through.
    for (const id of this.#numbers.keys()) {
      this.#value(definitions.get(id)?.schema ?? null);
    }
    this.#to(this.#out);
  }

  #value(value: unknown): void {
    if (typeof value === "string") this.#out += this.#quote(value);
    else if (typeof value !== "object" || value === null) {
      this.#out += JSON.stringify(value);
    } else if (Array.isArray(value)) this.#list(value);
    else {
      this.#out += '{"members":[';
      let separator = "";
      const members = value as Readonly<Record<string, unknown>>;
      for (const key of Object.keys(members)) {
        const member = members[key];
        if (member === undefined || SILENT.has(key)) continue;
        this.#out += `${separator}${this.#quote(key)},`;
        separator = ",";
        this.#member(key, member);
      }
      this.#out += "]}";
    }
    if (this.#out.length > CHUNK) {
      this.#to(this.#out);
      this.#out = "";
    }
  }

  #member(key: string, value: unknown): void {
    // Of an `enum`: the user's values, in which every key counts.
    if (key === "values" && !arePlain(value)) this.#out += canonical(value);
    else if (key === "to") this.#out += this.#numberOf(value as DefinitionId);
    else if (Array.isArray(value)) this.#list(inOrder(key, value));
    else this.#value(value);
  }

  #list(items: readonly unknown[]): void {
    this.#out += "[";
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.#out += ",";
      this.#value(items[i]);
    }
    this.#out += "]";
  }

  #numberOf(id: DefinitionId): number {
    let number = this.#numbers.get(id);
    if (number === undefined)
      this.#numbers.set(id, (number = this.#numbers.size));
    return number;
  }

  #quote(text: string): string {
    let known = this.#quoted.get(text);
    if (known === undefined)
      this.#quoted.set(text, (known = JSON.stringify(text)));
    return known;
  }
}

function inOrder(key: string, items: readonly unknown[]): readonly unknown[] {
  // Names; where every property says so of itself, they come by their keys.
  if (key === "required") return items.toSorted();
  const by = UNORDERED.get(key);
  if (by === undefined || items.length < 2) return items;
  return (items as readonly Readonly<Record<string, string>>[]).toSorted(
    (one, other) => compare(one[by] ?? "", other[by] ?? ""),
  );
}

/** By code unit: the same on every machine and locale. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function arePlain(values: unknown): boolean {
  return (
    Array.isArray(values) && values.every((one) => typeof one !== "object")
  );
}

/** A JSON value, of which the keys may stand in any order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).toSorted(([one], [other]) =>
            compare(one, other),
          ),
        )
      : part,
  );
}
