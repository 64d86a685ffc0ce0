/** Reads the fields of one object, and says in a sentence what is wrong. */
import { isObject, type Json, type JsonObject } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { didYouMean } from "../diagnostics/did-you-mean.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";

/** A value with a name, such as a member of `channels`. */
export interface Entry {
  readonly name: string;
  readonly value: Json;
  readonly origin: Origin;
}

export class Fields {
  readonly value: JsonObject;
  readonly origin: Origin;
  /** What the object is, for messages: `channel "orders"`. */
  readonly what: string;
  readonly #diagnostics: Diagnostics;

  private constructor(
    value: JsonObject,
    origin: Origin,
    what: string,
    diagnostics: Diagnostics,
  ) {
    this.value = value;
    this.origin = origin;
    this.what = what;
    this.#diagnostics = diagnostics;
  }

  /** `undefined`: it is no object, which was reported with the hint. */
  static of(
    value: Json,
    origin: Origin,
    what: string,
    diagnostics: Diagnostics,
    hint?: string,
  ): Fields | undefined {
    if (isObject(value)) return new Fields(value, origin, what, diagnostics);
    const found = describe(value);
    const params = { what, expected: "an object", found };
    diagnostics.report("wrong-type", origin, params, hint);
    return undefined;
  }

  at(key: string): Origin {
    return at(this.origin, key);
  }

  has(key: string): boolean {
    return key in this.value;
  }

  /** Reports every key that is neither known nor an extension. */
  allow(known: readonly string[]): void {
    for (const key of Object.keys(this.value)) {
      if (known.includes(key) || key.startsWith("x-")) continue;
      this.#diagnostics.report(
        "unknown-key",
        { ...this.at(key), part: "key" },
        { what: this.what, key, known: known.join(", ") },
        didYouMean(key, known),
      );
    }
  }

  /** The value of a key that must be there. */
  required(key: string, hint?: string): Json | undefined {
    if (this.has(key)) return this.value[key];
    const target = { ...this.origin, part: "key" } as const;
    const params = { what: this.what, key };
    this.#diagnostics.report("missing-key", target, params, hint);
    return undefined;
  }

  string(key: string): string | undefined {
    const value = this.value[key];
    if (value === undefined || typeof value === "string") return value;
    const quotable = typeof value === "number" || typeof value === "boolean";
    this.wrong(key, "a string", quotable ? "put it in quotes" : undefined);
    return undefined;
  }

  /** Neither absent nor empty. */
  name(key: string): string | undefined {
    if (this.required(key) === undefined) return undefined;
    if (this.value[key] !== "") return this.string(key);
    this.wrong(key, "a name");
    return undefined;
  }

  boolean(key: string): boolean | undefined {
    const value = this.value[key];
    if (value === undefined || typeof value === "boolean") return value;
    this.wrong(key, "true or false");
    return undefined;
  }

  /** A whole number of at least `least`. */
  count(key: string, least: number, hint?: string): number | undefined {
    const value = this.value[key];
    if (value === undefined) return undefined;
    if (Number.isSafeInteger(value) && Number(value) >= least) {
      return Number(value);
    }
    this.wrong(key, `a whole number of at least ${least}`, hint);
    return undefined;
  }

  list(key: string): readonly Json[] {
    const value = this.value[key];
    if (value === undefined) return [];
    if (isList(value)) return value;
    this.wrong(key, "a list");
    return [];
  }

  strings(key: string): readonly string[] {
    return this.list(key).filter((item, i): item is string => {
      if (typeof item === "string") return true;
      this.#diagnostics.report("wrong-type", at(this.at(key), i), {
        what: `each of "${key}"`,
        expected: "a string",
        found: describe(item),
      });
      return false;
    });
  }

  /** `undefined` where the key is absent, or no object, which was reported. */
  fields(key: string, what = `"${key}"`): Fields | undefined {
    const value = this.value[key];
    if (value === undefined) return undefined;
    return Fields.of(value, this.at(key), what, this.#diagnostics);
  }

  /** The members of an object whose keys are names that the user made up. */
  entries(key: string, hint?: string): readonly Entry[] {
    const value = this.value[key];
    if (value === undefined) return [];
    const origin = this.at(key);
    const what = `"${key}" of ${this.what}`;
    return (
      Fields.of(value, origin, what, this.#diagnostics, hint)?.members() ?? []
    );
  }

  members(): readonly Entry[] {
    return Object.keys(this.value).map((name) => ({
      name,
      value: this.value[name] ?? null,
      origin: this.at(name),
    }));
  }

  /** Reports that the value of `key` is not what is expected. */
  wrong(key: string, expected: string, hint?: string): void {
    const found = describe(this.value[key] ?? null);
    const what = `"${key}" of ${this.what}`;
    const params = { what, expected, found };
    this.#diagnostics.report("wrong-type", this.at(key), params, hint);
  }
}

export function describe(value: Json): string {
  if (value === null) return "nothing";
  if (isList(value)) return "a list";
  switch (typeof value) {
    case "string":
      return value === "" ? "an empty string" : `"${clip(value)}"`;
    case "number":
      return `the number ${value}`;
    case "boolean":
      return `${value}`;
    default:
      return "an object";
  }
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** `Array.isArray` does not narrow readonly arrays. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
