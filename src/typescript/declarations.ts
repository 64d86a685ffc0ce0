/** The functions and constants of one type's check: their names and their order. */
import { constant, regex, type Expression } from "./code.js";
import { shortened } from "./names.js";
import { camelCase } from "./words.js";

export class Declarations {
  readonly #owner: string;
  /** Type names of nested objects, by their way. */
  readonly #nested: ReadonlyMap<string, string>;
  readonly #texts: string[] = [];
  readonly #taken = new Set<string>();
  readonly #constants = new Map<string, string>();

  constructor(owner: string, nested: ReadonlyMap<string, string>) {
    this.#owner = owner;
    this.#nested = nested;
  }

  get text(): string {
    return this.#texts.join("\n");
  }

  /** What `write` declares on its way comes after. */
  add(name: string, write: () => string): void {
    this.#taken.add(name);
    const index = this.#texts.push("") - 1;
    this.#texts[index] = write();
  }

  /** A function's name: after the nested type where there is one; never that of a type's check. */
  fresh(way: string): string {
    const type = this.#nested.get(way);
    const own = `check${type ?? ""}`;
    if (type !== undefined && !this.#taken.has(own)) {
      this.#taken.add(own);
      return own;
    }
    const step = shortened(
      camelCase(way.slice(way.lastIndexOf("/") + 1), "item"),
    );
    const base = `check${this.#owner}_${step}`;
    let name = base;
    for (let n = 2; this.#taken.has(name); n++) name = `${base}_${n}`;
    this.#taken.add(name);
    return name;
  }

  /** A value that is made once, for all places that say the same. */
  constant(kind: string, type: string, value: Expression): string {
    const text = JSON.stringify(value);
    const known = this.#constants.get(text);
    if (known !== undefined) return known;
    const name = `check${this.#owner}_${kind}${this.#constants.size + 1}`;
    this.#constants.set(text, name);
    this.#texts.push(constant(`const ${name}${type}`, value));
    return name;
  }

  pattern(source: string, flags: string): string {
    return this.constant("pattern", "", regex(source, flags));
  }
}
