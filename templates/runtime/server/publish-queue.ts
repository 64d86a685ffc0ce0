/**
 * What waits for the log: bounded, in the order of the calls, and handed over
 * one batch at a time (group commit), each event within its time.
 */
import type { Address } from "./address.js";
import { formatCursor } from "./cursor.js";
import type { Emit } from "./hooks.js";
import type { ServerClock } from "./server-clock.js";
import type { Limits } from "./session.js";
import type { Published } from "../core/channel-types.js";
import {
  EngineUnavailable,
  IdempotencyConflict,
  RealtimeError,
} from "../core/errors.js";
import type { Appended, Log, NewEntry } from "../engine/engine.js";

export interface PublishQueueContext {
  readonly log: Log;
  readonly clock: ServerClock;
  readonly limits: Limits;
  readonly emit: Emit<unknown>;
  readonly timeoutMs: number;
  /** The log's epoch; empty before the start. */
  readonly epoch: () => string;
  /** Resolves to the epoch. @throws {EngineUnavailable} */
  readonly start: () => Promise<string>;
}

/** One event, until the log has answered. */
interface Waiting {
  readonly to: Address;
  readonly entry: NewEntry;
  readonly size: number;
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (published: Published) => void;
  readonly reject: (error: Error) => void;
  abort: (() => void) | undefined;
  settled: boolean;
}

/** Entries of one batch: enough to share a commit, not so many as to stall. */
const BATCH_ENTRIES = 1_000;

export class PublishQueue {
  readonly #context: PublishQueueContext;
  #queue: Waiting[] = [];
  #inFlight: Waiting[] = [];
  readonly #idle: (() => void)[] = [];
  #bytes = 0;
  #scheduled = false;
  #cancelTimer: (() => void) | undefined;
  #closed = false;

  constructor(context: PublishQueueContext) {
    this.#context = context;
  }

  /** Resolves when the log has it. @throws {EngineUnavailable} when full or closed, at once */
  add(
    to: Address,
    entry: NewEntry,
    signal: AbortSignal | undefined,
  ): Promise<Published> {
    const size = entry.data.length + (entry.headers?.length ?? 0);
    this.#admit(size);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        to,
        entry,
        size,
        deadline: this.#context.clock.now() + this.#context.timeoutMs,
        signal,
        resolve,
        reject,
        abort: undefined,
        settled: false,
      };
      if (signal) {
        waiting.abort = () => this.#fail(waiting, asError(signal.reason));
        signal.addEventListener("abort", waiting.abort);
      }
      this.#bytes += size;
      this.#queue.push(waiting);
      this.#schedule();
    });
  }

  /** No more from now on; resolves when what waits has settled. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#inFlight.length + this.#queue.length > 0) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
    this.#cancelTimer?.();
  }

  #admit(size: number): void {
    const { maxPendingEvents, maxPendingBytes } = this.#context.limits;
    if (this.#closed) throw new EngineUnavailable("the server is closed");
    if (
      this.#queue.length + this.#inFlight.length >= maxPendingEvents ||
      this.#bytes + size > maxPendingBytes
    ) {
      throw new EngineUnavailable("too many events wait for the log");
    }
  }

  /** After what now runs, so that its other calls share the batch. */
  #schedule(): void {
    if (this.#scheduled || this.#inFlight.length > 0) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      void this.#commit();
    });
  }

  async #commit(): Promise<void> {
    const { log, epoch, emit } = this.#context;
    const batch = this.#take();
    if (batch.length > 0) {
      this.#inFlight = batch;
      this.#watch();
      try {
        const at = epoch() || (await this.#context.start());
        const appended = await log.append(batch.map(({ entry }) => entry));
        for (let i = 0; i < batch.length; i++) {
          this.#settle(batch[i]!, appended[i]!, at);
        }
      } catch (error) {
        emit("onError", { where: "engine", error });
        const failed =
          error instanceof EngineUnavailable
            ? error
            : new EngineUnavailable("the log failed", { cause: error });
        for (const one of batch) this.#fail(one, failed);
      }
      this.#inFlight = [];
    }
    if (this.#queue.length > 0) return this.#schedule();
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** The next batch; what was aborted or came too late is never handed over. */
  #take(): Waiting[] {
    const batch = this.#queue.splice(0, BATCH_ENTRIES);
    return batch.some(({ settled }) => settled)
      ? batch.filter(({ settled }) => !settled)
      : batch;
  }

  #settle(waiting: Waiting, appended: Appended, epoch: string): void {
    if (waiting.settled) return;
    const { entry, to } = waiting;
    const { id, type } = entry;
    if (appended.conflict) {
      return this.#fail(waiting, new IdempotencyConflict(id));
    }
    this.#done(waiting);
    const { duplicate } = appended;
    const cursor = formatCursor(epoch, appended.offset);
    waiting.resolve({ id, cursor, duplicate });
    const { emit } = this.#context;
    if (!emit.has("onPublish")) return;
    const size = entry.data.length;
    emit("onPublish", {
      channel: to.spec.name,
      params: to.params,
      type,
      id,
      cursor,
      duplicate,
      size,
    });
  }

  #fail(waiting: Waiting, error: Error): void {
    if (waiting.settled) return;
    this.#done(waiting);
    waiting.reject(error);
  }

  #done(waiting: Waiting): void {
    waiting.settled = true;
    this.#bytes -= waiting.size;
    if (waiting.abort) {
      waiting.signal?.removeEventListener("abort", waiting.abort);
    }
  }

  /** One timer for all that waits, set anew only when it has run. */
  #watch(): void {
    const { clock, timeoutMs } = this.#context;
    const [first] = this.#inFlight;
    if (this.#cancelTimer || !first) return;
    this.#cancelTimer = clock.after(first.deadline - clock.now(), () => {
      this.#cancelTimer = undefined;
      const now = clock.now();
      for (const one of [...this.#inFlight, ...this.#queue]) {
        if (one.deadline > now) continue;
        this.#fail(
          one,
          new EngineUnavailable(`the log took over ${timeoutMs} ms`),
        );
      }
      this.#queue = this.#queue.filter(({ settled }) => !settled);
      this.#inFlight = this.#inFlight.filter(({ settled }) => !settled);
      this.#watch();
    });
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error
    ? reason
    : new RealtimeError("aborted", "publishing was aborted");
}
