/** Reads the keywords of one schema object; what is wrong is reported once. */
import { isObject, type Json, type JsonObject } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { describe, isList } from "../documents/fields.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import { familyOf, type Family } from "./families.js";

export class Keywords {
  readonly value: JsonObject;
  readonly origin: Origin;
  /** Those that are there. */
  readonly present: readonly string[];
  readonly #families = new Set<Family>();
  readonly #diagnostics: Diagnostics;

  constructor(value: JsonObject, origin: Origin, diagnostics: Diagnostics) {
    this.value = value;
    this.origin = origin;
    this.present = Object.keys(value);
    for (const name of this.present) {
      const family = familyOf(name);
      if (family !== undefined) this.#families.add(family);
    }
    this.#diagnostics = diagnostics;
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
    return this.wrong(keyword, "a number");
  }

  /** A count: zero or more. */
  count(keyword: string): number | undefined {
    const value = this.value[keyword];
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0)
      return value;
    return this.wrong(keyword, "a whole number, zero or more");
  }

  string(keyword: string): string | undefined {
    const value = this.value[keyword];
    if (value === undefined || typeof value === "string") return value;
    return this.wrong(keyword, "a string");
  }

  boolean(keyword: string): boolean | undefined {
    const value = this.value[keyword];
    if (value === undefined || typeof value === "boolean") return value;
    return this.wrong(keyword, "true or false");
  }

  list(keyword: string): readonly Json[] | undefined {
    const value = this.value[keyword];
    if (value === undefined || isList(value)) return value;
    return this.wrong(keyword, "a list");
  }

  /** Strings, each once. */
  names(keyword: string): readonly string[] | undefined {
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

  wrong(keyword: string, expected: string): undefined {
    const found = describe(this.value[keyword]!);
    const params = { keyword, expected, found };
    this.#diagnostics.report("schema-keyword-value", this.at(keyword), params);
    return undefined;
  }
}
