/** What a live reader cannot send yet: a few references, bounded. */
import type { Entry } from "../engine/engine.js";

const MAX_ENTRIES = 1_024;
const MAX_LENGTH = 1_048_576;

export class Held {
  #entries: Entry[] = [];
  #length = 0;

  get empty(): boolean {
    return this.#entries.length === 0;
  }

  /** Whether there was room: where there was none, it is better read again. */
  add(entries: readonly Entry[]): boolean {
    for (const entry of entries) {
      this.#entries.push(entry);
      this.#length += entry.data.length;
    }
    return this.#entries.length <= MAX_ENTRIES && this.#length <= MAX_LENGTH;
  }

  take(): Entry[] {
    const taken = this.#entries;
    this.#entries = [];
    this.#length = 0;
    return taken;
  }
}
