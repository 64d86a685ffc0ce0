/** Reads the keywords of one schema object; what is wrong is reported once. */
import { isObject, type Json, type JsonObject } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { describe, isList } from "../documents/fields.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import { FORCES, type Dialect } from "./dialect.js";
import { familyOf, type Family } from "./families.js";

export class Keywords {
  /** What counts. */
  readonly value: JsonObject;
  /** What is written. */
  readonly all: JsonObject;
  readonly origin: Origin;
  /** Those of the dialect that are there. */
  readonly present: readonly string[];
  /** What else is written. */
  readonly strange: readonly string[];
  readonly #families = new Set<Family>();
  readonly #diagnostics: Diagnostics;

  constructor(
    value: JsonObject,
    origin: Origin,
    dialect: Dialect,
    diagnostics: Diagnostics,
  ) {
    this.origin = origin;
    this.#diagnostics = diagnostics;
    const present: string[] = [];
    const strange: string[] = [];
    let misleads = false;
    for (const name in value) {
      if (!dialect.keywords.has(name)) {
        strange.push(name);
        misleads ||= FORCES.has(name);
      } else if (name === "required" && typeof value[name] === "boolean") {
        // Draft 3: it speaks of the object around.
        strange.push(name);
        misleads = true;
      } else {
        present.push(name);
        const family = familyOf(name);
        if (family !== undefined) this.#families.add(family);
      }
    }
    this.all = value;
    this.present = present;
    this.strange = strange;
    this.value = misleads ? only(value, present) : value;
  }

  /** Whether there are any of a family. */
  holds(family: Family): boolean {
    return this.#families.has(family);
  }

  has(keyword: string): boolean {
    return this.value[keyword] !== undefined;
  }

  at(keyword: string): Origin {
    return at(this.origin, keyword);
  }

  number(keyword: string): number | undefined {
    const value = this.value[keyword];
    if (value === undefined || typeof value === "number") return value;
    const meant = numberIn(value);
    if (meant !== undefined) return this.#take(keyword, "a number", meant);
    return this.wrong(keyword, "a number");
  }

  /** A count: zero or more. */
  count(keyword: string): number | undefined {
    const value = this.value[keyword];
    if (value === undefined) return undefined;
    if (isCount(value)) return value;
    const expected = "a whole number, zero or more";
    const meant = numberIn(value);
    if (isCount(meant)) return this.#take(keyword, expected, meant);
    return this.wrong(keyword, expected);
  }

  string(keyword: string): string | undefined {
    const value = this.value[keyword];
    if (value === undefined || typeof value === "string") return value;
    return this.wrong(keyword, "a string");
  }

  boolean(keyword: string): boolean | undefined {
    const value = this.value[keyword];
    if (value === undefined || typeof value === "boolean") return value;
    const expected = "true or false";
    if (value === "true") return this.#take(keyword, expected, true);
    if (value === "false") return this.#take(keyword, expected, false);
    return this.wrong(keyword, expected);
  }

  list(keyword: string): readonly Json[] | undefined {
    const value = this.value[keyword];
    if (value === undefined || isList(value)) return value;
    return this.wrong(keyword, "a list");
  }

  /** Strings, each once. */
  names(keyword: string): readonly string[] | undefined {
    const value = this.value[keyword];
    if (typeof value === "string")
      return this.#take(keyword, "a list of strings", [value]);
    const list = this.list(keyword);
    return list && this.strings(list, this.at(keyword), keyword);
  }

  strings(
    list: readonly Json[],
    origin: Origin,
    keyword: string,
  ): readonly string[] {
    const names = new Set<string>();
    for (const [i, item] of list.entries()) {
      if (typeof item !== "string") {
        const params = {
          keyword,
          expected: "a list of strings",
          found: `a list with ${describe(item)}`,
        };
        this.#diagnostics.report("schema-keyword-value", at(origin, i), params);
      } else if (names.has(item)) {
        const params = { property: item };
        this.#diagnostics.report(
          "schema-duplicate-required",
          at(origin, i),
          params,
        );
      } else names.add(item);
    }
    return [...names];
  }

  entries(keyword: string): readonly (readonly [string, Json])[] | undefined {
    const value = this.value[keyword];
    if (value === undefined) return undefined;
    if (isObject(value)) return Object.entries(value);
    return this.wrong(keyword, "an object");
  }

  /** What is not by the letter, where there is no doubt what is meant. */
  #take<Meant extends Json>(
    keyword: string,
    expected: string,
    meant: Meant,
  ): Meant {
    const found = describe(this.value[keyword] ?? null);
    const params = { keyword, expected, found, meant: JSON.stringify(meant) };
    this.#diagnostics.report("schema-value-taken", this.at(keyword), params);
    return meant;
  }

  wrong(keyword: string, expected: string): undefined {
    const found = describe(this.value[keyword]!);
    const params = { keyword, expected, found };
    this.#diagnostics.report("schema-keyword-value", this.at(keyword), params);
    return undefined;
  }
}

function isCount(value: Json | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

/** The number that a text is, if it is one and nothing else. */
function numberIn(value: Json): number | undefined {
  if (typeof value !== "string" || !NUMBER.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

function only(value: JsonObject, names: readonly string[]): JsonObject {
  const part: Record<string, Json> = Object.create(null);
  for (const name of names) part[name] = value[name]!;
  return part;
}
