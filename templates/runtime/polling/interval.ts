/** When to ask again: soon where something happens, seldom where nothing does. */
import type { Clock } from "../core/clock.js";
import { scoped } from "../client/scope.js";

export interface IntervalOptions {
  /** Between two polls while something happens, in milliseconds. Default 1,000. */
  readonly minIntervalMs?: number;
  /** What it grows to while nothing does, in milliseconds. Default 30,000. */
  readonly maxIntervalMs?: number;
  /** At least so much while the page is hidden, in milliseconds. Default 60,000; Infinity: not at all. */
  readonly hiddenIntervalMs?: number;
}

export interface Interval {
  /** Something is going on: ask again soon. */
  quicken(): void;
  /** Until it is time, or the signal aborts. */
  pause(
    isEmpty: boolean,
    retryAfterMs: number,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Browsers have a document; Node and workers have not. */
interface Page {
  /** On every platform; a type without it would have nothing in common with Node's. */
  readonly setTimeout: unknown;
  readonly document?: {
    readonly hidden: boolean;
    addEventListener(
      type: string,
      listener: () => void,
      options: { signal: AbortSignal },
    ): void;
  };
}

const GROWTH = 1.5;

export function createInterval(
  {
    minIntervalMs = 1_000,
    maxIntervalMs = 30_000,
    hiddenIntervalMs = 60_000,
  }: IntervalOptions,
  clock: Clock,
): Interval {
  let current = minIntervalMs;
  let changed = new AbortController();
  const { document }: Page = globalThis;

  function quicken(): void {
    current = minIntervalMs;
    changed.abort();
  }

  return {
    quicken,
    async pause(isEmpty, retryAfterMs, signal) {
      const since = clock.now();
      // Never sooner than the server asks for, and not all clients at once.
      const jitter = 1 + clock.random() / 4;
      current = isEmpty
        ? Math.min(current * GROWTH, maxIntervalMs)
        : minIntervalMs;
      const left = (): number => {
        const least = document?.hidden ? hiddenIntervalMs : 0;
        const wait = Math.max(current, least, retryAfterMs) * jitter;
        return signal.aborted ? 0 : since + wait - clock.now();
      };
      const over = new AbortController();
      document?.addEventListener(
        "visibilitychange",
        () => (document.hidden ? changed.abort() : quicken()),
        over,
      );
      for (let ms; (ms = left()) > 0;) {
        changed = new AbortController();
        await scoped(clock, [signal, changed.signal], ms, 0, forever).catch(
          () => {},
        );
      }
      over.abort();
    },
  };
}

const forever = (): Promise<void> => new Promise(() => {});
