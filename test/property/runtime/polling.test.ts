/**
 * Pages against the same model as connections: however they are cut, and
 * whatever is published, evicted and restarted between and during them, each
 * subscription is told every event once and in order, or of a gap, and of a
 * gap only where it missed something.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import type { Instance } from "../../../templates/runtime/core/instance.js";
import type { SubscribeRequest } from "../../../templates/runtime/core/protocol.js";
import { longPolling } from "../../../templates/runtime/long-polling/server.js";
import { polling } from "../../../templates/runtime/polling/server.js";
import { parseCursor } from "../../../templates/runtime/server/cursor.js";
import { type Polled, polled } from "../../unit/polling-server/polled.js";
import { settle, TestClock } from "../../unit/runtime-server/harness.js";
import { type Answer, Client } from "./client.js";
import { nameOf, Published } from "./published.js";
import { clientsOf, model, places, targets } from "./steps.js";

const client = fc.nat(clientsOf.length - 1);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("publish" as const),
      to: fc.constantFrom(...targets),
      type: fc.constantFrom("tick", "tick", "state", "wave"),
      count: fc.integer({ min: 1, max: 7 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("poll" as const),
      client,
      limit: fc.integer({ min: 1, max: 9 }),
      /** Milliseconds; while it waits, the steps go on. */
      wait: fc.constantFrom(0, 0, 20_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom("subscribe" as const, "unsubscribe" as const),
      client,
      place: fc.constantFrom(...places),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(5, 1_000, 61_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
);

test.each([
  ["polling", polling],
  ["long-polling", longPolling],
])("%s tells every event once and in order, or a gap", async (_, technique) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 50 }),
      async (steps) => {
        const clock = new TestClock();
        const published = new Published();
        let epoch = 0;
        let count = 0;
        const start = (): Polled =>
          polled(
            technique({ requestsPerSecond: Infinity, maxPageChars: 60 }),
            {
              clock,
              engine: memoryEngine({ clock, epoch: `e${++epoch}` }),
              handlers: {},
              snapshots: {},
              limits: { highWaterMark: 40 }, // pages of a few events
            },
            model,
          );
        let server = start();
        const clients = clientsOf.map(
          ([of, begin]) => new Client(published, of, begin),
        );
        const underWay = new Map<number, Promise<boolean>>();
        const publish = async (to: Instance, type: string): Promise<void> => {
          const n = ++count;
          const of = `s${n % 2}`;
          const { cursor } = await server.server.runtime.publish(
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
        };
        const poll = (one: number, limit: number, wait: number) =>
          clients[one]!.poll(
            async (subscriptions: readonly SubscribeRequest[]) => {
              const { status, page } = await server.post({
                subscriptions,
                limit,
                wait: wait / 1_000,
              });
              expect(status).toBe(200);
              expect(page.events.length).toBeLessThanOrEqual(
                limit + subscriptions.length, // gaps beside events
              );
              return page as unknown as Answer;
            },
          );

        for (const one of steps) {
          switch (one.do) {
            case "publish":
              for (let i = 0; i < one.count; i++)
                await publish(one.to, one.type);
              break;
            case "poll": {
              if (underWay.has(one.client)) break; // single flight
              const answered = poll(one.client, one.limit, one.wait);
              underWay.set(one.client, answered);
              void answered
                .catch(() => {}) // told below
                .then(
                  () =>
                    underWay.get(one.client) === answered &&
                    underWay.delete(one.client),
                );
              await settle();
              break;
            }
            case "subscribe":
              if (!underWay.has(one.client))
                clients[one.client]!.add(one.place);
              break;
            case "unsubscribe":
              if (!underWay.has(one.client))
                clients[one.client]!.remove(one.place);
              break;
            case "wait":
              await clock.advance(one.ms);
              break;
            case "restart": {
              const ended = server.server.close({ graceMs: 0 });
              await clock.advance(0);
              await ended;
              await Promise.all(underWay.values());
              server = start();
              break;
            }
            default:
              one satisfies never;
          }
        }
        await clock.advance(60_000);
        await Promise.all(underWay.values());
        for (const [index, each] of clients.entries()) {
          for (let pages = 0; await poll(index, 9, 0); pages++) {
            expect(pages).toBeLessThan(200);
          }
          expect(each.missed).toEqual([]);
        }
      },
    ),
    { numRuns: 250 },
  );
});
