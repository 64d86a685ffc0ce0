/** Time and chance, so that a test can hold both still. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 up to but not including 1. */
  random(): number;
  /** Runs once, after so many milliseconds, unless the returned function is called first. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1)); // more would fire at once
    return () => clearTimeout(timer);
  },
};
