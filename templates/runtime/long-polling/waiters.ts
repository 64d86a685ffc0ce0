/** How many answers each caller waits for. */
export class Waiters {
  readonly #most: number;
  readonly #counts = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether there was room for one more. */
  enter(caller: string): boolean {
    const count = this.#counts.get(caller) ?? 0;
    if (count >= this.#most) return false;
    this.#counts.set(caller, count + 1);
    return true;
  }

  leave(caller: string): void {
    const count = this.#counts.get(caller)! - 1;
    if (count === 0) this.#counts.delete(caller);
    else this.#counts.set(caller, count);
  }
}
