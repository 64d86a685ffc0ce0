/**
 * Whatever is appended, in whatever order and however long apart: what is
 * read, lost and found is what a model says that knows only the rules.
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type {
  NewEntry,
  Offset,
  Retention,
  Selection,
} from "../../../templates/runtime/engine/engine.js";
import {
  allOf,
  HOUR_MS,
  type MakeWorld,
  type World,
  newEntry,
  one,
  someOf,
} from "./world.js";

/** Ages never meet a whole second, so that no test depends on who is first. */
const kinds: Readonly<Record<string, Pick<NewEntry, "family" | "retention">>> =
  {
    "f(x=1)": { family: "f", retention: { maxEvents: 1, maxAgeMs: HOUR_MS } },
    "f(x=2)": { family: "f", retention: { maxEvents: 3, maxAgeMs: 30_500 } },
    "f(x=3)": { family: "f", retention: { maxEvents: 99, maxAgeMs: 60_500 } },
    "f(x=4)": { family: "f", retention: "none" },
    "g(x=1)": { family: "g", retention: { maxEvents: 2, maxAgeMs: HOUR_MS } },
    "g(x=2)": { family: "g", retention: { maxEvents: 9, maxAgeMs: HOUR_MS } },
    few: { retention: { maxEvents: 2, maxAgeMs: HOUR_MS } },
    brief: { retention: { maxEvents: 99, maxAgeMs: 10_500 } },
  };
const addresses = Object.keys(kinds);

const selections: readonly Selection[] = [
  ...addresses.map(one),
  allOf("f"),
  allOf("f"),
  allOf("g"),
  someOf("f", ["f(x=1)"]),
  someOf("f", ["f(x=2)", "f(x=3)"]),
  someOf("f", ["f(x=3)", "f(x=4)", "g(x=1)"]),
  someOf("g", []),
];

const appending = fc.record({
  address: fc.constantFrom(...addresses),
  ephemeral: fc.constantFrom(false, false, false, true),
  /** It may have come before. */
  id: fc.option(fc.nat(5), { nil: undefined, freq: 4 }),
});

function entryOf({
  address,
  ephemeral,
  id,
}: typeof appending extends fc.Arbitrary<infer One> ? One : never): NewEntry {
  return newEntry(address, {
    ...kinds[address],
    ...(ephemeral ? { retention: "ephemeral" } : {}),
    ...(id === undefined ? {} : { id: `${id}`, dedupe: true }),
  });
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      batch: fc.array(appending, { minLength: 1, maxLength: 12 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(1_000, 7_000, 31_000, 61_000),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("read" as const),
      of: fc.subarray([...selections]),
      /** Of the way to the head. */
      after: fc.double({ min: 0, max: 1, noNaN: true }),
      maxEntries: fc.constantFrom(1, 2, 5, 1_000),
      count: fc.nat(6),
    }),
  },
);

interface Known {
  readonly offset: Offset;
  readonly time: number;
  readonly address: string;
  readonly retention: Retention;
}

/** All that was appended, and the rules of what is kept of it. */
class Model {
  readonly #known: Known[] = [];
  readonly #kept = new Set<Known>();
  readonly #lost = new Map<string, Offset>();

  append(entry: Known): void {
    if (entry.retention === "ephemeral") return;
    this.#known.push(entry);
    this.#kept.add(entry);
    const own = this.#known.filter(({ address }) => address === entry.address);
    const { retention } = entry;
    const most = retention === "none" ? 0 : retention.maxEvents;
    for (const old of own.slice(0, Math.max(0, own.length - most))) {
      this.#lose(old);
    }
  }

  /** Time has passed. */
  expire(now: number): void {
    for (const entry of this.#kept) {
      const { retention, time } = entry;
      if (typeof retention === "object" && now - time >= retention.maxAgeMs) {
        this.#lose(entry);
      }
    }
  }

  kept(selected: readonly Selection[]): Offset[] {
    return [...this.#kept]
      .filter(({ address }) => selected.some((one) => covers(one, address)))
      .map(({ offset }) => offset);
  }

  lost(selection: Selection): Offset {
    const all = [...this.#lost].filter(([address]) =>
      covers(selection, address),
    );
    return Math.max(0, ...all.map(([, offset]) => offset));
  }

  #lose(entry: Known): void {
    if (!this.#kept.delete(entry)) return;
    const { address, offset } = entry;
    this.#lost.set(address, Math.max(offset, this.#lost.get(address) ?? 0));
  }
}

function covers(selection: Selection, address: string): boolean {
  if (selection.family === undefined) return selection.address === address;
  return (
    kinds[address]!.family === selection.family && selection.includes(address)
  );
}

/** An engine beside its model. */
class Pair {
  readonly #world: World;
  readonly #model = new Model();
  readonly #ids = new Map<string, Offset>();
  head: Offset = 0;

  constructor(world: World) {
    this.#world = world;
  }

  async append(batch: readonly NewEntry[]): Promise<void> {
    const appended = await this.#world.log.append(batch);
    for (const [index, { address, id, dedupe, retention }] of batch.entries()) {
      const { offset, time, duplicate } = appended[index]!;
      const first = this.#ids.get(`${address} ${id}`);
      equal(duplicate, first !== undefined);
      if (first === undefined) {
        ok(offset > this.head);
        this.head = offset;
        if (dedupe) this.#ids.set(`${address} ${id}`, offset);
        this.#model.append({ offset, time, address, retention });
      } else {
        equal(offset, first);
      }
    }
  }

  async wait(ms: number): Promise<void> {
    await this.#world.clock.advance(ms);
    this.#model.expire(this.#world.clock.now());
  }

  async read(
    of: readonly Selection[],
    after: Offset,
    maxEntries: number,
  ): Promise<void> {
    const got = await this.#world.page(of, { after, maxEntries });
    const { entries, through, lost } = got;
    const wanted = this.#model.kept(of).filter((at) => at > after);
    const fits = wanted.length <= maxEntries;
    deepEqual(
      entries.map(({ offset }) => offset),
      fits ? wanted : wanted.filter((at) => at <= through),
    );
    ok(entries.length <= maxEntries);
    ok(through > after ? through <= this.head : after === this.head);
    const losses = of
      .map((one) => [one, this.#model.lost(one)] as const)
      .filter(([, at]) => at > after);
    equal(lost.size, losses.length);
    for (const [one, at] of losses) equal(lost.get(one), at);
  }

  async find(selection: Selection, count: number): Promise<void> {
    const { log } = this.#world;
    const lost = this.#model.lost(selection);
    deepEqual(await log.floor(selection), { lost, expired: 0 });
    const kept = this.#model.kept([selection]);
    const before = await log.before(selection, count);
    deepEqual(
      kept.filter((at) => at > before),
      count === 0 ? [] : kept.slice(-count),
    );
  }
}

export function modelSuite(world: MakeWorld): void {
  test("reads, losses and floors are as the rules say", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 40 }),
        async (steps) => {
          const made = await world();
          const pair = new Pair(made);
          for (const one of steps) {
            switch (one.do) {
              case "append":
                await pair.append(one.batch.map(entryOf));
                break;
              case "wait":
                await pair.wait(one.ms);
                break;
              case "read": {
                const after = Math.round(one.after * pair.head);
                await pair.read(one.of, after, one.maxEntries);
                for (const each of one.of) await pair.find(each, one.count);
                break;
              }
              default:
                one satisfies never;
            }
          }
          expect((await made.log.bounds()).head).toBe(pair.head);
          await made.end();
        },
      ),
      { numRuns: 100 },
    );
  });
}
