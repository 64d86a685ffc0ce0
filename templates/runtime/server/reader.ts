/**
 * The paced reader: one connection's position in the log.
 *
 * While it is behind it reads the log, a page whenever its socket has
 * drained. Caught up, it is pushed what comes. It goes from reading to live
 * in one synchronous step, when what it has read reaches what the tail has
 * brought: nothing can fall between, and what the tail brings twice is told
 * by its offset. A live reader whose socket is full, or whose snapshot is
 * being made, holds a few references; more than that, and it goes back to
 * reading. So a slow reader costs no buffer and loses nothing that the log
 * still has.
 */
import { Deadlines, type DeadlinesContext, type Watched } from "./deadlines.js";
import { Delivery, type DeliveryContext } from "./delivery.js";
import { Held } from "./held.js";
import type { ConnectionEvent } from "./hooks.js";
import type { Group } from "./hub.js";
import type { Batch, CloseReason, Principal, Room, Sink } from "./session.js";
import {
  type Beginning,
  instanceOf,
  type Subscription,
} from "./subscription.js";
import type { Entry, Log } from "../engine/engine.js";

/** What all readers of a runtime share. */
export interface ReaderContext extends DeliveryContext, DeadlinesContext {
  readonly log: Log;
  /** Told once when a reader ends. */
  ended(reader: Reader): void;
}

const PAGE_ENTRIES = 512;
const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 30_000;

export class Reader implements Watched {
  /** Whether the hooks were told that it opened. */
  announced = false;

  readonly #id: number;
  #principal: Principal;
  readonly #sink: Sink;
  readonly #context: ReaderContext;
  readonly #delivery: Delivery;
  readonly #deadlines: Deadlines;
  readonly #openedAt: number;
  #state: "opening" | "reading" | "live" = "opening";
  #group: Group | undefined;
  #busy = false;
  /** So many times snapshots are being made: nothing may overtake them. */
  #holding = 0;
  readonly #held = new Held();
  #retryMs = RETRY_MIN_MS;
  #cancelRetry: (() => void) | undefined;
  /** How often the subscriptions have changed. */
  #changes = 0;

  constructor(
    id: number,
    principal: Principal,
    sink: Sink,
    context: ReaderContext,
  ) {
    this.#id = id;
    this.#principal = principal;
    this.#sink = sink;
    this.#context = context;
    this.#delivery = new Delivery(id, principal.identity, sink, context);
    this.#deadlines = new Deadlines(this, sink, principal.expiresAt, context);
    this.#openedAt = this.sentAt;
  }

  get ended(): boolean {
    return this.#delivery.ended;
  }

  get sentAt(): number {
    return this.#delivery.sentAt;
  }

  get subscriptions(): readonly Subscription[] {
    return this.#delivery.subscriptions;
  }

  /** Goes on under another token of the same identity; spans may have changed. */
  renew(principal: Principal): void {
    this.#principal = principal;
    this.#delivery.identity = principal.identity;
    this.#delivery.respan();
    this.#deadlines.expire(principal.expiresAt);
  }

  /**
   * Begins subscriptions: `tell` says how, then their gaps are told, and in
   * the same step the reader is live where they begin at the head.
   */
  begin(beginning: Beginning, tell: () => void): void {
    if (this.#state === "opening") {
      this.#delivery.passed(this.#context.hub.head);
      this.#deadlines.start();
    } else this.#settle();
    tell();
    this.#delivery.add(beginning);
    this.#rejoin();
    this.#held.take();
    this.#state = "reading";
    if (!this.#goLive()) void this.#read();
  }

  /** Ends subscriptions. */
  leave(gone: ReadonlySet<Subscription>): void {
    this.#settle();
    this.#delivery.remove(gone);
    this.#rejoin();
  }

  /** Takes what the tail brought, see {@link Delivery.batch}; tells whether it was sent at once. */
  push(batch: Batch, due: readonly Entry[], current: boolean): boolean {
    if (this.#state !== "live") return false;
    if (!this.#sink.writable || this.#holding > 0 || !this.#held.empty) {
      if (!this.#held.add(due)) this.fallBehind();
      return false;
    }
    if (!hasRoom(this.#sink.room, due)) {
      this.fallBehind(); // what an answer has room for is read
      return false;
    }
    this.#delivery.batch(batch, due, current);
    if (!current) void this.#sendSnapshots(); // after a gap
    return true;
  }

  /** What was pushed can no longer be relied on: read it. */
  fallBehind(): void {
    this.#held.take();
    if (this.#state !== "live") return;
    this.#state = "reading";
    void this.#read();
  }

  drained(): void {
    if (this.ended || !this.#sink.writable) return;
    this.#deadlines.drained();
    this.#goOn();
  }

  rest(): void {
    if (this.ended || this.#state === "opening") return;
    this.#settle();
    this.#tellStanding();
  }

  /** Its position is the head where nothing is on the way to it. */
  heartbeat(now: number): void {
    if (this.#holding > 0 || !this.#held.empty) return;
    if (this.#state === "live" && this.#group!.due.length === 0) {
      this.#delivery.passed(this.#context.hub.head);
    }
    this.#delivery.heartbeat(now);
  }

  expiring(inMs: number): void {
    this.#sink.expiring?.(inMs);
  }

  close(reason: CloseReason, retryAfterMs?: number): void {
    if (reason !== "stalled") this.rest(); // an answer is given as far as it came
    if (this.ended) return;
    this.#end();
    try {
      this.#sink.close(reason, retryAfterMs);
    } finally {
      this.#farewell(reason);
    }
  }

  end(): void {
    if (this.ended) return;
    this.#end();
    this.#farewell("client");
  }

  /** As the hooks know it. */
  described(): ConnectionEvent<unknown> {
    const { identity, credentials } = this.#principal;
    return {
      connection: this.#id,
      identity,
      transport: credentials.transport,
      channels: this.subscriptions.map(instanceOf),
    };
  }

  /** Reads the log until it is caught up, the socket is full, or the log fails. */
  async #read(): Promise<void> {
    if (this.#busy || this.#cancelRetry) return;
    const { log, limits } = this.#context;
    this.#busy = true;
    try {
      while (this.#mayRead()) {
        const { selections, until } = this.#delivery.due;
        const changes = this.#changes;
        const { room } = this.#sink;
        const page = await log.read({
          selections,
          after: this.#delivery.position,
          maxEntries: Math.min(PAGE_ENTRIES, room?.entries ?? Infinity),
          maxBytes: Math.min(limits.highWaterMark, room?.chars ?? Infinity),
        });
        if (this.ended) return;
        this.#retryMs = RETRY_MIN_MS;
        if (changes !== this.#changes) continue; // it is another page now
        this.#delivery.page(page, until);
        // A thousand readers that come back at once must not hold up the rest.
        if (!this.#goLive()) await new Promise<void>(this.#context.clock.soon);
      }
    } catch (error) {
      this.#context.emit("onError", { where: "engine", error });
      if (this.#sink.room) this.close("stalled");
      else this.#retryLater();
    } finally {
      this.#busy = false;
    }
    if (this.#sink.room && this.#state === "reading") void this.#rest();
  }

  #mayRead(): boolean {
    return (
      this.#state === "reading" &&
      !this.ended &&
      this.#holding === 0 &&
      this.#sink.writable
    );
  }

  #retryLater(): void {
    if (this.ended) return;
    this.#cancelRetry = this.#context.clock.after(this.#retryMs, () => {
      this.#cancelRetry = undefined;
      void this.#read();
    });
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
  }

  #goLive(): boolean {
    const { position, early } = this.#delivery;
    if (position < this.#context.hub.head || early) return false;
    this.#state = "live";
    void this.#rest();
    return true;
  }

  /** It has caught up, or there is no more room. */
  async #rest(): Promise<void> {
    if (this.#delivery.wantsSnapshots) await this.#sendSnapshots();
    this.#tellStanding();
  }

  #tellStanding(): void {
    if (this.ended) return;
    const caughtUp = this.#state === "live" && this.#held.empty;
    this.#sink.rested?.({ ...this.#delivery.standing, caughtUp });
  }

  /** Those that are due; what comes meanwhile is held. */
  async #sendSnapshots(): Promise<void> {
    if (!this.#delivery.wantsSnapshots) return;
    this.#holding++;
    try {
      await this.#delivery.snapshots();
      this.#holding--;
      if (!this.ended) this.#goOn();
    } catch (error) {
      this.#context.hub.fault(this, error);
    }
  }

  /** What is due goes out, so that a live reader's position is the head. */
  #settle(): void {
    const { hub } = this.#context;
    hub.flush();
    if (this.#state === "live" && this.#held.empty) {
      this.#delivery.passed(hub.head);
    }
  }

  #rejoin(): void {
    const { hub } = this.#context;
    this.#changes++;
    if (this.#group) hub.leave(this, this.#group);
    this.#group = hub.join(this, this.subscriptions);
  }

  /** What was in the way is gone. */
  #goOn(): void {
    if (this.#state !== "live") return void this.#read();
    if (this.#holding > 0 || this.#held.empty || !this.#sink.writable) return;
    this.#delivery.entries(this.#held.take());
    void this.#sendSnapshots();
  }

  #end(): void {
    this.#delivery.ended = true;
    this.#held.take();
    this.#cancelRetry?.();
    this.#deadlines.stop();
    if (this.#group) this.#context.hub.leave(this, this.#group);
  }

  #farewell(reason: CloseReason | "client"): void {
    const { emit, clock, ended } = this.#context;
    ended(this);
    if (!this.announced) return;
    emit("onDisconnect", {
      ...this.described(),
      reason,
      durationMs: clock.now() - this.#openedAt,
    });
  }
}

function hasRoom(room: Room | undefined, entries: readonly Entry[]): boolean {
  if (!room || entries.length === 1) return true;
  let chars = 0;
  for (const { data } of entries) chars += data.length;
  return entries.length <= room.entries && chars <= room.chars;
}
