/** What was made of the log's last entries, for other batches that hold them too. */
import type { Entry } from "../engine/engine.js";

/** Several pages of the log, and with the longest that are kept 4 MB. */
const KEPT = 1_024;
const KEPT_LENGTH = 4_096;

export class EntryCache<Made extends { readonly length: number }> {
  readonly #make: (entry: Entry, epoch: string) => Made;
  /** By the low bits of the offset. */
  readonly #entries: (Entry | undefined)[] = Array.from({ length: KEPT });
  readonly #made: (Made | undefined)[] = Array.from({ length: KEPT });

  constructor(make: (entry: Entry, epoch: string) => Made) {
    this.#make = make;
  }

  get(entry: Entry, epoch: string): Made {
    const slot = entry.offset % KEPT;
    if (this.#entries[slot] === entry) return this.#made[slot]!;
    const made = this.#make(entry, epoch);
    if (made.length <= KEPT_LENGTH) {
      this.#entries[slot] = entry;
      this.#made[slot] = made;
    }
    return made;
  }
}
