/**
 * Who reads an address of a channel with open parameters. Readers of places
 * that leave the same parameters open are found by one look each address,
 * however many values the others have.
 */
import type { Place } from "./address.js";

interface Pattern<Reader> {
  /** The place that an address is in. */
  nameOf(address: string): string;
  readonly places: Map<string, Set<Reader>>;
}

export class FamilyIndex<Reader> {
  /** By the parameters left open. */
  readonly #patterns = new Map<string, Pattern<Reader>>();

  add(place: Place, reader: Reader): void {
    const key = place.open.join(",");
    let pattern = this.#patterns.get(key);
    if (!pattern) {
      pattern = { nameOf: narrower(place), places: new Map() };
      this.#patterns.set(key, pattern);
    }
    const readers = pattern.places.get(place.name);
    if (readers) readers.add(reader);
    else pattern.places.set(place.name, new Set([reader]));
  }

  delete({ open, name }: Place, reader: Reader): void {
    const key = open.join(",");
    const pattern = this.#patterns.get(key);
    const readers = pattern?.places.get(name);
    readers?.delete(reader);
    if (readers?.size === 0) pattern?.places.delete(name);
    if (pattern?.places.size === 0) this.#patterns.delete(key);
  }

  *of(address: string): Iterable<Reader> {
    for (const { nameOf, places } of this.#patterns.values()) {
      yield* places.get(nameOf(address)) ?? [];
    }
  }
}

function narrower({ spec, open, name }: Place): Pattern<unknown>["nameOf"] {
  const names = Object.keys(spec.params);
  if (open.length === names.length) return () => name;
  const closed = names.flatMap((one, at) => (open.includes(one) ? [] : at));
  return (address) => {
    const begin = address.indexOf("(") + 1;
    const pairs = address.slice(begin, -1).split(",");
    const kept = closed.map((at) => pairs[at]).join(",");
    return `${address.slice(0, begin)}${kept})`;
  };
}
