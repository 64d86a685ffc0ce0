/** So many a second, and so many at once. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.#perMs = perSecond / 1_000;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  /** Takes one if there is one; else how many milliseconds until there is. */
  take(now: number): number {
    const tokens = this.#fill(now);
    if (tokens >= 1) this.#tokens--;
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / this.#perMs);
  }

  /** Takes one, on credit too; how many milliseconds until the debt is gone. */
  spend(now: number): number {
    const tokens = this.#fill(now) - 1;
    this.#tokens = tokens;
    return tokens >= 0 ? 0 : Math.ceil(-tokens / this.#perMs);
  }

  /** As if it had never been used. */
  isFull(now: number): boolean {
    return this.#fill(now) >= this.#burst;
  }

  #fill(now: number): number {
    const more = Math.max(now - this.#at, 0) * this.#perMs;
    this.#at = now;
    return (this.#tokens = Math.min(this.#tokens + more, this.#burst));
  }
}
