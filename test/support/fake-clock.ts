import type { Clock } from "../../templates/runtime/core/clock.js";

/** Lets everything run that waits for no timer. */
export const settle = (): Promise<void> =>
  new Promise((resolve) => setImmediate(resolve));

/** Time stands still but for `advance`. */
export class FakeClock implements Clock {
  /** What `random` gives: 1 makes every jittered wait its longest. */
  chance = 1;
  #now = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<{ at: number; run: () => void }>();

  readonly now = (): number => this.#now;
  readonly random = (): number => this.chance;
  readonly after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  /** Timers that are set: 0 after everything was closed. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Runs the timers that fall due, in their order, and what follows from them. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers]
        .filter(({ at }) => at <= end)
        .sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
      await settle();
    }
    this.#now = end;
  }
}
