/** What time does to a connection: its token ends, its socket stalls, a heartbeat is due. */
import type { ServerClock } from "./server-clock.js";
import type { CloseReason, Limits, Sink } from "./session.js";
import type { Timed, Wheel } from "./wheel.js";

/** A connection, as its deadlines see it. */
export interface Watched {
  readonly ended: boolean;
  /** When the client last heard something. */
  readonly sentAt: number;
  heartbeat(now: number): void;
  close(reason: CloseReason): void;
}

export interface DeadlinesContext {
  readonly wheel: Wheel;
  readonly clock: ServerClock;
  readonly limits: Limits;
  readonly heartbeatMs: number;
}

export class Deadlines implements Timed {
  slot: Set<Timed> | undefined;

  readonly #watched: Watched;
  readonly #sink: Sink;
  readonly #expiresAt: number;
  readonly #context: DeadlinesContext;
  /** Since when bytes wait without any leaving, and how many had left then. */
  #stuck: { readonly since: number; readonly left: number } | undefined;

  constructor(
    watched: Watched,
    sink: Sink,
    expiresAt: number,
    context: DeadlinesContext,
  ) {
    this.#watched = watched;
    this.#sink = sink;
    this.#expiresAt = expiresAt;
    this.#context = context;
  }

  start(): void {
    const { wheel, clock } = this.#context;
    wheel.add(this, this.#next(clock.now()));
  }

  stop(): void {
    this.#context.wheel.remove(this);
  }

  /** The socket has drained. */
  drained(): void {
    this.#stuck = undefined;
  }

  check(now: number): number {
    const { heartbeatMs, limits } = this.#context;
    if (now >= this.#expiresAt) {
      this.#watched.close("expired");
    } else if (this.#isStuck(now)) {
      if (now - this.#stuck!.since >= limits.stallTimeoutMs) {
        this.#watched.close("stalled");
      }
    } else if (now - this.#watched.sentAt >= heartbeatMs) {
      this.#watched.heartbeat(now);
    }
    return this.#watched.ended ? Infinity : this.#next(now);
  }

  /** Whether bytes wait and none has left since the last look. */
  #isStuck(now: number): boolean {
    const { waiting, written } = this.#sink;
    const left = written - waiting;
    if (waiting === 0) this.#stuck = undefined;
    else if (!this.#stuck || left > this.#stuck.left) {
      this.#stuck = { since: now, left };
    }
    return this.#stuck !== undefined && now > this.#stuck.since;
  }

  #next(now: number): number {
    const { heartbeatMs, limits } = this.#context;
    const quiet = this.#watched.sentAt + heartbeatMs;
    const beat = quiet > now ? quiet : now + heartbeatMs;
    const stall = this.#stuck ? now + limits.stallTimeoutMs / 4 : Infinity;
    return Math.min(this.#expiresAt, beat, stall);
  }
}
