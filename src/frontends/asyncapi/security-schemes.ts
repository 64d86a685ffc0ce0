import type { SecurityScheme } from "../../contract/model.js";

/** The security schemes that servers and operations asked for so far. */
export class SecuritySchemes {
  readonly #byPlace = new Map<string, SecurityScheme>();
  readonly #names = new Set<string>();

  get list(): readonly SecurityScheme[] {
    return [...this.#byPlace.values()];
  }

  /** What the scheme at a place is called; `undefined`: it is not known yet. */
  nameAt(place: string): string | undefined {
    return this.#byPlace.get(place)?.name;
  }

  /** Its name, with a number where another one has it: those written in place have none of their own. */
  add(place: string, scheme: SecurityScheme): string {
    let { name } = scheme;
    for (let n = 2; this.#names.has(name); n++) name = `${scheme.name}-${n}`;
    this.#names.add(name);
    this.#byPlace.set(place, { ...scheme, name });
    return name;
  }
}
