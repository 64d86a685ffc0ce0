/**
 * Log, reader and cursor against a model: whatever is published, evicted,
 * dropped, stalled and restarted, each subscription hears every event of its
 * address once and in order, or of a gap, and of a gap only where it missed
 * something.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseCursor } from "../../../templates/runtime/server/cursor.js";
import type { Log } from "../../../templates/runtime/engine/engine.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import { channel, contract } from "../../unit/runtime-server/contract.js";
import { Client, type Published } from "./model.js";
import {
  type Harness,
  harness,
  settle,
  TestClock,
} from "../../unit/runtime-server/harness.js";

const model: ContractSpec = {
  ...contract,
  channels: {
    few: channel("few", { history: { maxEvents: 4, maxAgeMs: 86_400_000 } }),
    brief: channel("brief", { history: { maxEvents: 99, maxAgeMs: 60_000 } }),
    long: channel("long", { history: { maxEvents: 99, maxAgeMs: 1e9 } }),
    none: channel("none", { history: "none" }),
  },
};
const names = Object.keys(model.channels);
const reads: readonly (readonly string[])[] = [
  ["few"],
  ["long", "few"],
  ["long", "few"],
  ["brief", "none"],
  names,
];

const client = fc.nat(reads.length - 1);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("publish" as const),
      name: fc.constantFrom(...names),
      count: fc.integer({ min: 1, max: 7 }),
      now: fc.constant(true), // without waiting for what follows from it
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("connect" as const), client }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("drop" as const), client }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("stall" as const),
      client,
      room: fc.nat(2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("drain" as const), client }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(1_000, 16_000, 61_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cut" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("flood" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
);

test("every event once and in order, or a gap where something was missed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(step, { minLength: 5, maxLength: 50 }),
      async (slow, steps) => {
        const clock = new TestClock();
        const published: Published = new Map();
        let epoch = 0;
        let count = 0;
        let cut: (() => Promise<void>) | undefined;
        const start = (): Harness => {
          published.set(
            `e${++epoch}`,
            new Map(names.map((name) => [name, []])),
          );
          // Room for about 60 events, so that the log's own limit is met too.
          const engine = memoryEngine({
            clock,
            epoch: `e${epoch}`,
            maxBytes: 22_000,
          });
          const { log } = engine;
          const moody: Log = {
            ...log,
            /** An answer takes a tick: meanwhile the tail brings more. */
            async read(query) {
              const page = await log.read(query);
              if (slow) await new Promise(setImmediate);
              return page;
            },
            tail(listener) {
              cut = async () => listener.reset(await log.bounds());
              return log.tail(listener);
            },
          };
          return harness(
            {
              clock,
              engine: { ...engine, log: moody },
              handlers: {},
              snapshots: {},
              limits: { highWaterMark: 40 }, // pages of a few events
            },
            model,
          );
        };
        let server = start();
        const clients = reads.map((of) => new Client(published, of));
        const publish = async (name: string, many: number): Promise<void> => {
          const cursors = await Promise.all(
            Array.from({ length: many }, () => server.tick(++count, name)),
          );
          for (const cursor of cursors) {
            const at = parseCursor(cursor)!;
            published.get(at.epoch)!.get(name)!.push(at.offset);
          }
        };

        for (const one of steps) {
          switch (one.do) {
            case "publish":
              await publish(one.name, one.count);
              break;
            case "flood":
              await publish("long", 70);
              break;
            case "cut":
              await cut?.();
              break;
            case "connect":
              await clients[one.client]!.connect(server);
              break;
            case "drop":
              clients[one.client]!.connection?.end();
              break;
            case "stall": {
              const { sink } = clients[one.client]!;
              sink.room = one.room;
              sink.writable = one.room > 0;
              break;
            }
            case "drain": {
              const { sink, connection } = clients[one.client]!;
              sink.room = Infinity;
              sink.writable = true;
              connection?.drained();
              break;
            }
            case "wait":
              await clock.advance(one.ms);
              break;
            case "restart":
              for (const { connection } of clients) connection?.end();
              for (const each of clients) each.look();
              server = start();
              break;
            default:
              one satisfies never;
          }
          if (!("now" in one)) await settle();
          for (const each of clients) each.look();
        }

        for (const each of clients) {
          await settle();
          each.sink.room = Infinity;
          each.sink.writable = true;
          each.connection?.drained();
          await settle();
          each.look();
          await each.connect(server);
          for (let i = 0; i < 16; i++) await settle(); // many small, slow pages
          each.look();
          for (const [name, cursor] of each.cursors) {
            expect(each.between(name, cursor, Infinity)).toEqual([]);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});
