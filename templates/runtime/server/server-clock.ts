/** Time, chance and the end of a tick, for the server half. */
import { type Clock, systemClock } from "../core/clock.js";

export interface ServerClock extends Clock {
  /** Runs once, after what is now running and its promises. */
  soon(run: () => void): void;
}

/** Not in the web's types; Node, Bun and Deno have it. */
const { setImmediate } = globalThis as {
  setImmediate?: (run: () => void) => unknown;
};

/** Timers that do not keep a process alive by themselves. */
export const serverClock: ServerClock = {
  ...systemClock,
  after(ms, run) {
    const timer: unknown = setTimeout(run, ms);
    if (typeof timer === "object" && timer !== null && "unref" in timer) {
      (timer as { unref(): void }).unref();
    }
    return () => clearTimeout(timer as ReturnType<typeof setTimeout>);
  },
  soon: setImmediate
    ? (run) => void setImmediate(run)
    : (run) => void setTimeout(run, 0),
};
