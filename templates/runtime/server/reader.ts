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
import type { ConnectionEvent } from "./hooks.js";
import type { Group } from "./hub.js";
import type {
  Batch,
  CloseReason,
  Connection,
  Principal,
  Sink,
} from "./session.js";
import type { Beginning } from "./subscription.js";
import type { Entry, Log } from "../engine/engine.js";

/** What all readers of a runtime share. */
export interface ReaderContext extends DeliveryContext, DeadlinesContext {
  readonly log: Log;
  /** Told once when a reader ends. */
  ended(reader: Reader): void;
}

const PAGE_ENTRIES = 512;
const HELD_ENTRIES = 1_024;
const HELD_BYTES = 1_048_576;
const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 30_000;

export class Reader implements Connection, Watched {
  /** Whether the hooks were told that it opened. */
  announced = false;

  readonly #id: number;
  readonly #principal: Principal;
  readonly #sink: Sink;
  readonly #context: ReaderContext;
  readonly #delivery: Delivery;
  readonly #deadlines: Deadlines;
  readonly #openedAt: number;
  #state: "opening" | "reading" | "live" = "opening";
  #group: Group | undefined;
  #busy = false;
  /** A snapshot is being made: nothing may overtake it. */
  #holding = false;
  #held: Entry[] = [];
  #heldBytes = 0;
  #retryMs = RETRY_MIN_MS;
  #cancelRetry: (() => void) | undefined;

  constructor(
    id: number,
    principal: Principal,
    sink: Sink,
    context: ReaderContext,
  ) {
    const { expiresAt = Infinity } = principal;
    this.#id = id;
    this.#principal = principal;
    this.#sink = sink;
    this.#context = context;
    this.#delivery = new Delivery(id, principal, sink, context);
    this.#deadlines = new Deadlines(this, sink, expiresAt, context);
    this.#openedAt = this.sentAt;
  }

  get ended(): boolean {
    return this.#delivery.ended;
  }

  get sentAt(): number {
    return this.#delivery.sentAt;
  }

  /** Says hello and goes on from there: in the same step live, where that is the head. */
  begin(beginning: Beginning): void {
    this.#delivery.begin(beginning);
    this.#group = this.#context.hub.join(
      this,
      beginning.subscriptions.map(({ address }) => address),
    );
    this.#deadlines.start();
    this.#state = "reading";
    if (!this.#goLive()) void this.#read();
  }

  /** Takes what the tail brought; tells whether it was sent at once. */
  push(batch: Batch, current: boolean): boolean {
    if (this.#state !== "live") return false;
    if (!this.#sink.writable || this.#holding || this.#held.length > 0) {
      this.#hold(batch.entries);
      return false;
    }
    this.#delivery.batch(batch, current);
    return true;
  }

  /** What was pushed can no longer be relied on: read it. */
  fallBehind(): void {
    this.#held = [];
    this.#heldBytes = 0;
    if (this.#state !== "live") return;
    this.#state = "reading";
    void this.#read();
  }

  drained(): void {
    if (this.ended || !this.#sink.writable) return;
    this.#deadlines.drained();
    this.#goOn();
  }

  /** Its position is the head where nothing is on the way to it. */
  heartbeat(now: number): void {
    if (this.#holding || this.#held.length > 0) return;
    if (this.#state === "live" && this.#group!.due.length === 0) {
      this.#delivery.passed(this.#context.hub.head);
    }
    this.#delivery.heartbeat(now);
  }

  close(reason: CloseReason, retryAfterMs?: number): void {
    if (this.ended) return;
    this.#end();
    this.#sink.close(reason, retryAfterMs);
    this.#farewell(reason);
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
      channels: this.#delivery.subscriptions.map(({ spec, params }) => ({
        channel: spec.name,
        params,
      })),
    };
  }

  /** Reads the log until it is caught up, the socket is full, or the log fails. */
  async #read(): Promise<void> {
    if (this.#busy || this.#cancelRetry) return;
    this.#busy = true;
    try {
      while (this.#mayRead()) {
        const page = await this.#context.log.read({
          addresses: this.#group!.addresses,
          after: this.#delivery.position,
          maxEntries: PAGE_ENTRIES,
          maxBytes: this.#context.limits.highWaterMark,
        });
        if (this.ended) return;
        this.#retryMs = RETRY_MIN_MS;
        this.#delivery.page(page);
        this.#goLive();
      }
    } catch (error) {
      this.#context.emit("onError", { where: "engine", error });
      this.#retryLater();
    } finally {
      this.#busy = false;
    }
  }

  #mayRead(): boolean {
    return (
      this.#state === "reading" &&
      !this.ended &&
      !this.#holding &&
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
    if (this.#delivery.position < this.#context.hub.head) return false;
    this.#state = "live";
    if (this.#delivery.wantsSnapshots) void this.#sendSnapshots();
    return true;
  }

  /** What comes meanwhile is held. */
  async #sendSnapshots(): Promise<void> {
    this.#holding = true;
    await this.#delivery.snapshots();
    this.#holding = false;
    if (!this.ended) this.#goOn();
  }

  #hold(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#held.push(entry);
      this.#heldBytes += entry.data.length;
    }
    if (this.#held.length > HELD_ENTRIES || this.#heldBytes > HELD_BYTES) {
      this.fallBehind();
    }
  }

  /** What was in the way is gone. */
  #goOn(): void {
    if (this.#state === "live") this.#release();
    else void this.#read();
  }

  #release(): void {
    if (this.#holding || this.#held.length === 0 || !this.#sink.writable) {
      return;
    }
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    this.#delivery.entries(held);
  }

  #end(): void {
    this.#delivery.ended = true;
    this.#held = [];
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
