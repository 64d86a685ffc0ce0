/** How often each of many callers may do something. */
import { TokenBucket } from "./token-bucket.js";

/** Callers that are remembered. */
const KEPT = 10_000;
/** Seconds' worth that may come at once: all that come back after a restart. */
const BURST_SECONDS = 10;

export class Rate {
  readonly #perSecond: number;
  readonly #buckets = new Map<string, TokenBucket>();

  /** `Infinity` refuses nobody. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** 0 where the caller may; else how many milliseconds it should wait. */
  take(caller: string, now: number): number {
    if (this.#perSecond === Infinity) return 0;
    let bucket = this.#buckets.get(caller);
    if (!bucket) {
      if (this.#buckets.size >= KEPT) this.#forget(now);
      const perSecond = this.#perSecond;
      bucket = new TokenBucket(perSecond, perSecond * BURST_SECONDS, now);
      this.#buckets.set(caller, bucket);
    }
    return bucket.take(now);
  }

  /** Those that make no difference, else the oldest. */
  #forget(now: number): void {
    for (const [key, bucket] of this.#buckets) {
      if (bucket.isFull(now)) this.#buckets.delete(key);
    }
    for (const key of this.#buckets.keys()) {
      if (this.#buckets.size < KEPT) return;
      this.#buckets.delete(key);
    }
  }
}
