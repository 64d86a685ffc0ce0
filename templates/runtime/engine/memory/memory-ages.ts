/** The entries of a memory log by how long they live: the next to expire are at hand. */
import type { Entry } from "../engine.js";

/** An entry in its two orders: of its address and of its age class. */
export interface Node {
  readonly entry: Entry;
  readonly bytes: number;
  readonly age: AgeClass;
  older: Node | undefined;
  newer: Node | undefined;
}

/** All entries that live equally long, oldest first. */
interface AgeClass {
  readonly maxAgeMs: number;
  oldest: Node | undefined;
  newest: Node | undefined;
}

export class MemoryAges {
  readonly #classes = new Map<number, AgeClass>();

  add(entry: Entry, bytes: number, maxAgeMs: number): Node {
    let age = this.#classes.get(maxAgeMs);
    if (!age) {
      age = { maxAgeMs, oldest: undefined, newest: undefined };
      this.#classes.set(maxAgeMs, age);
    }
    const older = age.newest;
    const node: Node = { entry, bytes, age, older, newer: undefined };
    if (older) older.newer = node;
    else age.oldest = node;
    age.newest = node;
    return node;
  }

  remove({ age, older, newer }: Node): void {
    if (older) older.newer = newer;
    else age.oldest = newer;
    if (newer) newer.older = older;
    else age.newest = older;
  }

  /** One that is too old, where there is one. */
  expired(now: number): Node | undefined {
    for (const { oldest, maxAgeMs } of this.#classes.values()) {
      if (oldest && now - oldest.entry.time >= maxAgeMs) return oldest;
    }
    return undefined;
  }

  oldest(): Node | undefined {
    let first: Node | undefined;
    for (const { oldest } of this.#classes.values()) {
      if (oldest && !(first && first.entry.offset < oldest.entry.offset)) {
        first = oldest;
      }
    }
    return first;
  }
}
