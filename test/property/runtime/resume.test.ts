/**
 * Log, reader and cursor against a model: whatever is published, evicted,
 * dropped, stalled, restarted, subscribed to and left, each subscription
 * hears every event of its place once and in order, or of a gap, and of a gap
 * only where it missed something. What a later event replaces may be left
 * out; what is ephemeral reaches those who have caught up.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseCursor } from "../../../templates/runtime/server/cursor.js";
import type { Log } from "../../../templates/runtime/engine/engine.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import type { Instance } from "../../../templates/runtime/core/instance.js";
import { Client } from "./client.js";
import { nameOf, Published } from "./published.js";
import { clientsOf, long, model, step, targets } from "./steps.js";
import {
  type Harness,
  harness,
  settle,
  TestClock,
} from "../../unit/runtime-server/harness.js";

/** Room for about 70 events, so that the log's own limit is met too. */
const MAX_BYTES = 22_000;

test("every event once and in order, or a gap where something was missed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(step, { minLength: 5, maxLength: 50 }),
      async (slow, steps) => {
        const clock = new TestClock();
        const published = new Published();
        let epoch = 0;
        let count = 0;
        let cut: (() => Promise<void>) | undefined;
        const start = (): Harness => {
          const engine = memoryEngine({
            clock,
            epoch: `e${++epoch}`,
            maxBytes: MAX_BYTES,
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
        const clients = clientsOf.map(
          ([of, begin]) => new Client(published, of, begin),
        );
        const publish = (
          to: Instance,
          type: string,
          many: number,
        ): Promise<number[]> =>
          Promise.all(
            Array.from({ length: many }, async () => {
              const n = ++count;
              const of = `s${n % 2}`;
              const { cursor } = await server.runtime.publish(
                to.channel,
                to.params,
                type,
                { n, of },
              );
              const at = parseCursor(cursor)!;
              published.add(at.epoch, {
                offset: at.offset,
                instance: to,
                address: nameOf(to),
                state: type === "state" ? of : undefined,
                ephemeral: type === "wave",
              });
              return at.offset;
            }),
          );

        for (const one of steps) {
          switch (one.do) {
            case "publish":
              await publish(one.to, one.type, one.count);
              break;
            case "flood":
              await publish(long, "tick", 80);
              break;
            case "cut":
              await cut?.();
              break;
            case "connect":
              await clients[one.client]!.connect(server);
              break;
            case "subscribe":
              clients[one.client]!.add(one.place);
              break;
            case "unsubscribe":
              clients[one.client]!.remove(one.place);
              break;
            case "drop":
              clients[one.client]!.connection?.end();
              break;
            case "stall": {
              const { sink } = clients[one.client]!;
              sink.takes = one.room;
              sink.writable = one.room > 0;
              break;
            }
            case "drain": {
              const { sink, connection } = clients[one.client]!;
              sink.takes = Infinity;
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
          if (!("settled" in one) || one.settled) await settle();
          for (const each of clients) each.look();
        }

        for (const each of clients) {
          await settle();
          each.sink.takes = Infinity;
          each.sink.writable = true;
          each.connection?.drained();
          await settle();
          each.look();
          await each.connect(server);
          for (let i = 0; i < 16; i++) await settle(); // many small, slow pages
          each.look();
          expect(each.missed).toEqual([]);
        }
        for (const to of targets) {
          const [wave] = await publish(to, "wave", 1);
          await settle();
          for (const each of clients) {
            expect(each.heard(wave!, to)).toBe(true);
            each.look();
          }
        }
      },
    ),
    { numRuns: 600 },
  );
});
