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
  /** The token ends soon. */
  expiring(inMs: number): void;
  close(reason: CloseReason): void;
}

export interface DeadlinesContext {
  readonly wheel: Wheel;
  readonly clock: ServerClock;
  readonly limits: Limits;
  readonly heartbeatMs: number;
}

/** Time enough to get a new token. */
const WARN_MS = 60_000;

export class Deadlines implements Timed {
  slot: Set<Timed> | undefined;

  readonly #watched: Watched;
  readonly #sink: Sink;
  #expiresAt: number;
  /** When the client is told; Infinity where it was. */
  #warnAt = Infinity;
  readonly #context: DeadlinesContext;
  /** Since when bytes wait without any leaving, and how many had left then. */
  #stuck: { readonly since: number; readonly left: number } | undefined;

  constructor(
    watched: Watched,
    sink: Sink,
    expiresAt: number | undefined,
    context: DeadlinesContext,
  ) {
    this.#watched = watched;
    this.#sink = sink;
    this.#context = context;
    this.#expiresAt = this.#ends(expiresAt);
  }

  start(): void {
    const { wheel, clock } = this.#context;
    wheel.add(this, this.#next(clock.now()));
  }

  /** The token ends at another time. */
  expire(expiresAt: number | undefined): void {
    this.#expiresAt = this.#ends(expiresAt);
    this.stop();
    this.start();
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
    if (now >= this.#warnAt && now < this.#expiresAt) {
      this.#warnAt = Infinity;
      this.#watched.expiring(this.#expiresAt - now);
    }
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

  /** A minute before, or when half of a shorter time is over. */
  #ends(expiresAt = Infinity): number {
    const now = this.#context.clock.now();
    this.#warnAt =
      expiresAt === Infinity
        ? Infinity
        : Math.max(expiresAt - WARN_MS, (now + expiresAt) / 2);
    return expiresAt;
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
    return Math.min(this.#warnAt, this.#expiresAt, beat, stall);
  }
}
