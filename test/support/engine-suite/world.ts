/** An engine under test, with a clock that the test moves. */
import { onTestFinished } from "vitest";
import type { Clock } from "../../../templates/runtime/core/clock.js";
import type {
  Appended,
  Bounds,
  Engine,
  Entry,
  NewEntry,
  Offset,
  Page,
  ReadQuery,
  Selection,
} from "../../../templates/runtime/engine/engine.js";
import { FakeClock } from "../fake-clock.js";

export interface EngineSetup {
  readonly clock: Pick<Clock, "now">;
  /** About how many bytes of entries the log keeps; the engine's default where absent. */
  readonly maxBytes?: number;
  /** For how long a loss is remembered; the engine's default where absent. */
  readonly cursorMaxAgeMs?: number;
}

export interface MadeEngine {
  readonly engine: Engine;
  /** After the test, when the engine has been closed. */
  dispose?(): Promise<void> | void;
}

/** Makes an empty engine of its own for a test. */
export type MakeEngine = (setup: EngineSetup) => Promise<MadeEngine>;

export interface World extends Pick<Engine, "log" | "claims" | "leases"> {
  readonly engine: Engine;
  readonly clock: FakeClock;
  /** Appends one entry. */
  add(address: string, more?: Partial<NewEntry>): Promise<Appended>;
  /** One page after an offset; all that fits by default. */
  page(
    selections: readonly Selection[],
    more?: Partial<ReadQuery>,
  ): Promise<Page>;
  /** Offsets of all entries after an offset, page by page up to the head. */
  offsets(
    selections: readonly Selection[],
    more?: Partial<ReadQuery>,
  ): Promise<Offset[]>;
  /** Closes and disposes of the engine; by itself at the end of the test. */
  end(): Promise<void>;
}

export type MakeWorld = (setup?: Omit<EngineSetup, "clock">) => Promise<World>;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

let ids = 0;

export function newEntry(
  address: string,
  more: Partial<NewEntry> = {},
): NewEntry {
  return {
    address,
    type: "tick",
    id: `id-${++ids}`,
    dedupe: false,
    data: '{"n":1}',
    schema: "h1",
    retention: { maxEvents: 1_000, maxAgeMs: HOUR_MS },
    ...more,
  };
}

export const one = (address: string): Selection => ({ address });

export const allOf = (family: string): Selection => ({
  family,
  includes: () => true,
});

export const someOf = (
  family: string,
  addresses: readonly string[],
): Selection => {
  const included = new Set(addresses);
  return { family, includes: (address) => included.has(address) };
};

export function worlds(make: MakeEngine): MakeWorld {
  return async (setup = {}) => {
    const clock = new FakeClock();
    const { engine, dispose } = await make({ ...setup, clock });
    let ended: Promise<void> | undefined;
    const end = (): Promise<void> =>
      (ended ??= engine.close().then(() => dispose?.()));
    onTestFinished(end);
    const { log, claims, leases } = engine;
    const page: World["page"] = (selections, more) =>
      log.read({
        selections,
        after: 0,
        maxEntries: 10_000,
        maxBytes: 100_000_000,
        ...more,
      });
    return {
      engine,
      log,
      claims,
      leases,
      clock,
      async add(address, more) {
        const [appended] = await log.append([newEntry(address, more)]);
        return appended!;
      },
      page,
      async offsets(selections, more) {
        const { head } = await log.bounds();
        const offsets: Offset[] = [];
        let after = more?.after ?? 0;
        while (after < head) {
          const { entries, through } = await page(selections, {
            ...more,
            after,
          });
          if (through <= after) throw new Error(`no way on from ${after}`);
          offsets.push(...entries.map(({ offset }) => offset));
          after = through;
        }
        return offsets;
      },
      end,
    };
  };
}

/** What a tail brought, and a way to wait for more of it. */
export interface Heard {
  readonly bounds: Bounds;
  readonly entries: Entry[];
  readonly offsets: readonly Offset[];
  /** When the entry with this offset, or a later one, has come. */
  until(offset: Offset): Promise<void>;
  stop(): void;
}

export async function listen({ log }: Pick<World, "log">): Promise<Heard> {
  const entries: Entry[] = [];
  const waiting = new Set<() => void>();
  const { bounds, stop } = await log.tail({
    entries(batch) {
      entries.push(...batch);
      for (const check of waiting) check();
    },
    reset() {
      throw new Error("the tail was cut");
    },
  });
  return {
    bounds,
    entries,
    get offsets() {
      return entries.map(({ offset }) => offset);
    },
    until: (offset) =>
      new Promise((resolve) => {
        const check = (): void => {
          if ((entries.at(-1)?.offset ?? 0) < offset) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    stop,
  };
}
