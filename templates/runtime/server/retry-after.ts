import type { ServerClock } from "./server-clock.js";

const RETRY_MS = 1_000;

/** Who was sent away comes back after this: not all at once. */
export function retryAfterMs(clock: ServerClock): number {
  return Math.round(RETRY_MS * (1 + clock.random()));
}
