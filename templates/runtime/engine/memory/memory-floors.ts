/**
 * What was lost of the addresses that have no entries any more: the last lost
 * offset each, for as long as a cursor may be old. Bounded in bytes as well,
 * so that a million short-lived addresses cannot fill the memory.
 */
import type { Floor, Offset } from "../engine.js";
import { OrderedMap } from "./ordered-map.js";

/** A map entry, its key's header, its value. */
const FLOOR_OVERHEAD = 120;

export class MemoryFloors {
  /** In the order of loss. */
  readonly #floors = new OrderedMap<{ lost: Offset; time: number }>();
  readonly #maxBytes: number;
  readonly #maxAgeMs: number;
  #bytes = 0;
  #expired: Offset = 0;

  constructor(maxBytes: number, maxAgeMs: number) {
    this.#maxBytes = maxBytes;
    this.#maxAgeMs = maxAgeMs;
  }

  get size(): number {
    return this.#floors.size;
  }

  /** A remembered floor is exact, whatever else was forgotten. */
  get(address: string): Floor {
    const known = this.#floors.get(address);
    return known
      ? { lost: known.lost, expired: 0 }
      : { lost: 0, expired: this.#expired };
  }

  /** The address has entries again, and keeps its floor beside them. */
  take(address: string): Floor {
    const floor = this.get(address);
    this.#delete(address);
    return floor;
  }

  set(address: string, lost: Offset, time: number): void {
    this.#delete(address);
    this.#floors.set(address, { lost, time });
    this.#bytes += FLOOR_OVERHEAD + address.length;
    while (this.#bytes > this.#maxBytes) {
      const oldest = this.#floors.oldest()!;
      this.#forget(oldest.key, oldest.value.lost);
    }
  }

  expire(now: number): void {
    for (;;) {
      const oldest = this.#floors.oldest();
      if (!oldest || now - oldest.value.time < this.#maxAgeMs) return;
      this.#forget(oldest.key, oldest.value.lost);
    }
  }

  #forget(address: string, lost: Offset): void {
    this.#expired = Math.max(this.#expired, lost);
    this.#delete(address);
  }

  #delete(address: string): void {
    if (this.#floors.delete(address)) {
      this.#bytes -= FLOOR_OVERHEAD + address.length;
    }
  }
}
