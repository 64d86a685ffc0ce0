/** One timer for many deadlines that need no precision: heartbeats, stalls, expiries. */
import type { Clock } from "../core/clock.js";

export interface Timed {
  /** Does what is due; returns when to be asked again, in milliseconds since 1970, or Infinity. */
  check(now: number): number;
  /** Where the wheel keeps it. */
  slot: Set<Timed> | undefined;
}

export class Wheel {
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #slots = new Map<number, Set<Timed>>();
  #last: number;
  #cancel: (() => void) | undefined;

  /** Deadlines are met up to `tickMs` late. */
  constructor(clock: Clock, tickMs: number) {
    this.#clock = clock;
    this.#tickMs = tickMs;
    this.#last = this.#tick(clock.now());
  }

  add(timed: Timed, at: number): void {
    this.remove(timed);
    if (at === Infinity) return;
    const tick = Math.max(Math.ceil(at / this.#tickMs), this.#last + 1);
    let slot = this.#slots.get(tick);
    if (!slot) this.#slots.set(tick, (slot = new Set()));
    slot.add(timed);
    timed.slot = slot;
    this.#cancel ??= this.#clock.after(this.#tickMs, () => this.#turn());
  }

  remove(timed: Timed): void {
    timed.slot?.delete(timed);
    timed.slot = undefined;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#slots.clear();
  }

  #tick(time: number): number {
    return Math.floor(time / this.#tickMs);
  }

  #turn(): void {
    this.#cancel = undefined;
    const now = this.#clock.now();
    const tick = this.#tick(now);
    const due: Timed[] = [];
    for (const [at, slot] of this.#slots) {
      if (at > tick) continue;
      this.#slots.delete(at);
      due.push(...slot);
    }
    this.#last = tick;
    for (const timed of due) {
      if (timed.slot === undefined) continue; // removed by one before it
      timed.slot = undefined;
      this.add(timed, timed.check(now));
    }
    if (this.#slots.size > 0) {
      this.#cancel ??= this.#clock.after(this.#tickMs, () => this.#turn());
    }
  }
}
