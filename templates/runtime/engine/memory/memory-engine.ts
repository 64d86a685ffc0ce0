/**
 * The embedded default: one ordered log in the memory of this process. A
 * restart loses it, which a new epoch tells: readers hear of one gap.
 */
import { type Clock, systemClock } from "../../core/clock.js";
import type {
  Appended,
  Bounds,
  Engine,
  Entry,
  Log,
  NewEntry,
  ReadQuery,
  TailListener,
} from "../engine.js";
import { EngineUnavailable } from "../../core/errors.js";
import { memoryClaims } from "./memory-claims.js";
import { MemoryIds } from "./memory-ids.js";
import { memoryLeases } from "./memory-leases.js";
import { MemoryStore } from "./memory-store.js";

export interface MemoryEngineOptions {
  /**
   * About how many bytes the log may take; the oldest events go first, of
   * whatever channel. A quarter as much again may hold what was lost where
   * and which ids were published. Default 64 MB.
   */
  readonly maxBytes?: number;
  /** For how long a loss is remembered: an older cursor is `expired`. Default 7 days. */
  readonly cursorMaxAgeMs?: number;
  /** Answers to client-to-server messages kept for resends. Default 100,000. */
  readonly maxClaims?: number;
  /** For tests. */
  readonly clock?: Pick<Clock, "now">;
  /** For tests: names this life of the log. */
  readonly epoch?: string;
}

export const DEFAULT_MAX_BYTES = 64_000_000;
const WEEK_MS = 7 * 24 * 3_600_000;

export function memoryEngine(options: MemoryEngineOptions = {}): Engine {
  const clock = options.clock ?? systemClock;
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  const epoch = options.epoch ?? newEpoch();
  const store = new MemoryStore({
    maxBytes,
    maxFloorBytes: maxBytes / 8,
    cursorMaxAgeMs: options.cursorMaxAgeMs ?? WEEK_MS,
    now: () => clock.now(),
  });
  const ids = new MemoryIds(maxBytes / 8);
  const tails = new Set<TailListener>();
  let closed = false;

  const open = (): void => {
    if (closed) throw new EngineUnavailable("the engine is closed");
  };
  const bounds = (): Bounds => ({ epoch, head: store.head });

  function append(batch: readonly NewEntry[]): readonly Appended[] {
    const now = clock.now();
    const fresh: Entry[] = [];
    const results = batch.map((entry): Appended => {
      const known = entry.dedupe ? ids.find(entry, now) : undefined;
      if (known) {
        const { offset, time, conflict } = known;
        return { offset, time, duplicate: !conflict, conflict };
      }
      const stored = store.append(entry, now);
      if (entry.dedupe) ids.remember(entry, stored, now);
      fresh.push(stored);
      const { offset, time } = stored;
      return { offset, time, duplicate: false, conflict: false };
    });
    if (fresh.length > 0) for (const tail of tails) tail.entries(fresh);
    return results;
  }

  const log: Log = {
    async append(batch) {
      open();
      return append(batch);
    },
    async read(query: ReadQuery) {
      open();
      return store.read(query);
    },
    async bounds() {
      open();
      return bounds();
    },
    async floor(selection) {
      open();
      return store.floor(selection);
    },
    async before(selection, count) {
      open();
      return store.before(selection, count);
    },
    async tail(listener) {
      open();
      tails.add(listener);
      return { bounds: bounds(), stop: () => void tails.delete(listener) };
    },
  };

  const claims = memoryClaims(clock, options.maxClaims ?? 100_000);
  const leases = memoryLeases(clock);

  return {
    name: "memory",
    durability: "none",
    log,
    claims: {
      async claim(...args) {
        open();
        return claims.claim(...args);
      },
      async settle(...args) {
        open();
        return claims.settle(...args);
      },
      async release(...args) {
        open();
        return claims.release(...args);
      },
    },
    leases: {
      async acquire(...args) {
        open();
        return leases.acquire(...args);
      },
      async advance(...args) {
        open();
        return leases.advance(...args);
      },
      async release(...args) {
        open();
        return leases.release(...args);
      },
    },
    async close() {
      closed = true;
      tails.clear();
    },
  };
}

function newEpoch(): string {
  const words = crypto.getRandomValues(new Uint32Array(2));
  return Array.from(words, (word) => word.toString(16).padStart(8, "0")).join(
    "",
  );
}
