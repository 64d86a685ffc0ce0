/**
 * The bytes of the last batches. A batch of the tail goes to all of its
 * readers as it is; those who come back after a restart each read the log for
 * themselves, but are due the same.
 */
import type { Batch } from "../server/session.js";

/** What is read from the log: a page, and not a few events. */
const MIN_ENTRIES = 16;
const MAX_LENGTH = 524_288;
const KEPT = 8;

export class BatchCache<Bytes extends Uint8Array> {
  readonly #make: (batch: Batch) => Bytes;
  #last: Batch | undefined;
  #lastBytes: Bytes | undefined;
  readonly #kept: (readonly [batch: Batch, bytes: Bytes])[] = [];
  #next = 0;

  constructor(make: (batch: Batch) => Bytes) {
    this.#make = make;
  }

  get(batch: Batch): Bytes {
    if (batch === this.#last) return this.#lastBytes!;
    const isPage = batch.entries.length >= MIN_ENTRIES;
    const equal = isPage && this.#kept.find(([one]) => isEqual(one, batch));
    const bytes = equal ? equal[1] : this.#make(batch);
    if (isPage && !equal && bytes.length <= MAX_LENGTH) {
      this.#kept[this.#next++ % KEPT] = [batch, bytes];
    }
    this.#last = batch;
    this.#lastBytes = bytes;
    return bytes;
  }
}

function isEqual(a: Batch, b: Batch): boolean {
  return (
    a.epoch === b.epoch &&
    a.entries.length === b.entries.length &&
    a.entries.every((entry, index) => entry === b.entries[index])
  );
}
