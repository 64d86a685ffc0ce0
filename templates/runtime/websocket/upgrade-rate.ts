/** How often one address may connect. */
import { TokenBucket } from "./token-bucket.js";

/** Addresses that are remembered. */
const KEPT = 10_000;
/** Seconds' worth that may come at once: all pages of an office after a restart. */
const BURST_SECONDS = 10;

export class UpgradeRate {
  readonly #perSecond: number;
  readonly #buckets = new Map<string, TokenBucket>();

  /** `Infinity` refuses nobody. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** 0 where it may; else how many milliseconds it should wait. */
  take(ip: string | undefined, now: number): number {
    if (this.#perSecond === Infinity) return 0;
    const key = networkOf(ip ?? "");
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      if (this.#buckets.size >= KEPT) this.#forget(now);
      const perSecond = this.#perSecond;
      bucket = new TokenBucket(perSecond, perSecond * BURST_SECONDS, now);
      this.#buckets.set(key, bucket);
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

/** Who has one address of IPv6 has all those that share its first 64 bits. */
function networkOf(ip: string): string {
  if (!ip.includes(":") || ip.includes(".")) return ip; // IPv4, mapped too
  const [head = "", tail] = ip.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const after = tail === "" ? [] : tail.split(":");
    const zeros = 8 - groups.length - after.length;
    for (let i = 0; i < zeros; i++) groups.push("0");
    groups.push(...after);
  }
  return groups.slice(0, 4).join(":");
}
