/**
 * Entries in memory, so that a thousand readers who come back at once read
 * the file once. Two generations: when the younger is full it becomes the
 * older, and what nobody has asked for since then goes.
 */
import type { Entry, Offset } from "../engine.js";

const MAX_BYTES = 8_000_000;
/** An entry's own fields, and its place in a map. */
const OVERHEAD = 250;

export class EntryCache {
  readonly #maxBytes: number;
  #younger = new Map<Offset, Entry>();
  #older = new Map<Offset, Entry>();
  #bytes = 0;

  /** Of each generation. */
  constructor(maxBytes: number = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get(offset: Offset): Entry | undefined {
    const entry = this.#younger.get(offset);
    if (entry) return entry;
    const older = this.#older.get(offset);
    if (older) this.add(older);
    return older;
  }

  add(entry: Entry): void {
    const bytes =
      OVERHEAD + 2 * (entry.data.length + (entry.headers?.length ?? 0));
    if (bytes > this.#maxBytes / 8) return;
    this.#younger.set(entry.offset, entry);
    this.#bytes += bytes;
    if (this.#bytes < this.#maxBytes) return;
    this.#older = this.#younger;
    this.#younger = new Map();
    this.#bytes = 0;
  }
}
