/** One answer: what a reader tells, until the answer is complete. */
import type { EntryCache } from "../http/entry-cache.js";
import type { Gap, Hello, Snapshot } from "../core/protocol.js";
import { formatCursor } from "../server/cursor.js";
import type { ServerClock } from "../server/server-clock.js";
import type {
  Batch,
  CloseReason,
  Room,
  Sink,
  Standing,
} from "../server/session.js";

export interface PageOptions {
  readonly encoder: EntryCache<string>;
  readonly clock: ServerClock;
  /** The most events. */
  readonly limit: number;
  /** Characters of data that end it. */
  readonly maxChars: number;
}

export class Page implements Sink {
  readonly waiting = 0;
  readonly written = 0;
  greeting: Hello | undefined;
  standing: Standing | undefined;
  closed: CloseReason | "client" | undefined;
  retryAfterMs: number | undefined;
  /** Events, gaps and snapshots as JSON, in order. */
  readonly texts: string[] = [];
  /** Some of them are gaps or snapshots. */
  hasControls = false;
  /** Of the last event. */
  last: string | undefined;
  readonly #options: PageOptions;
  #entries = 0;
  #chars = 0;
  #changed: (() => void) | undefined;

  constructor(options: PageOptions) {
    this.#options = options;
  }

  get room(): Room {
    const { limit, maxChars } = this.#options;
    return { entries: limit - this.#entries, chars: maxChars - this.#chars };
  }

  get writable(): boolean {
    const { entries, chars } = this.room;
    return entries > 0 && chars > 0 && !this.closed;
  }

  /** Resolves when it holds, or the time is over; one at a time. */
  until(holds: () => boolean, ms?: number): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        cancel?.();
        this.#changed = undefined;
        resolve();
      };
      const cancel =
        ms === undefined ? undefined : this.#options.clock.after(ms, end);
      this.#changed = () => {
        if (holds()) end();
      };
    });
  }

  hello(hello: Hello): void {
    this.greeting = hello;
  }

  events({ epoch, entries }: Batch): void {
    const { encoder } = this.#options;
    for (const entry of entries) {
      this.texts.push(encoder.get(entry, epoch));
      this.#chars += entry.data.length;
    }
    this.#entries += entries.length;
    this.last = formatCursor(epoch, entries.at(-1)!.offset);
    this.#changed?.();
  }

  gap(gap: Gap): void {
    this.#add("rt.gap", gap);
  }

  snapshot(snapshot: Snapshot): void {
    this.#add("rt.snapshot", snapshot);
  }

  /** An answer says where it stands anyway. */
  heartbeat(): void {}

  rested(standing: Standing): void {
    this.standing = standing;
    this.#changed?.();
  }

  close(reason: CloseReason | "client", retryAfterMs?: number): void {
    this.closed = reason;
    this.retryAfterMs = retryAfterMs;
    this.#changed?.();
  }

  #add(type: string, data: object): void {
    this.texts.push(JSON.stringify({ type, data }));
    this.hasControls = true;
    this.#changed?.();
  }
}
