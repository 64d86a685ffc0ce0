/**
 * What was lost of the addresses that have no entries any more: the last lost
 * offset each, for as long as a cursor may be old. Bounded in bytes as well,
 * so that a million short-lived addresses cannot fill the memory.
 */
import type { Floor, Offset } from "../engine.js";
import type { MemoryFamily } from "./memory-family.js";
import { OrderedMap } from "./ordered-map.js";

interface Loss {
  readonly lost: Offset;
  readonly time: number;
  readonly family: MemoryFamily | undefined;
}

/** A map entry, its key's header, its value. */
const FLOOR_OVERHEAD = 120;

export class MemoryFloors {
  /** In the order of loss. */
  readonly #floors = new OrderedMap<Loss>();
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

  set(address: string, loss: Loss): void {
    this.#delete(address);
    this.#floors.set(address, loss);
    this.#bytes += FLOOR_OVERHEAD + address.length;
    while (this.#bytes > this.#maxBytes) this.#forget(this.#floors.oldest()!);
  }

  expire(now: number): void {
    for (;;) {
      const oldest = this.#floors.oldest();
      if (!oldest || now - oldest.value.time < this.#maxAgeMs) return;
      this.#forget(oldest);
    }
  }

  #forget({
    key,
    value,
  }: {
    readonly key: string;
    readonly value: Loss;
  }): void {
    this.#expired = Math.max(this.#expired, value.lost);
    value.family?.forget(value.lost);
    this.#delete(key);
  }

  #delete(address: string): void {
    if (this.#floors.delete(address)) {
      this.#bytes -= FLOOR_OVERHEAD + address.length;
    }
  }
}
