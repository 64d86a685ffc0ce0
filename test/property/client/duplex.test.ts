import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createHarnessOf } from "../../support/client-harness.js";
import { settle } from "../../support/fake-clock.js";
import {
  type TicksClient,
  ticksContract,
} from "../../support/ticks-contract.js";

/** What happens next; the server has a log, and takes its time with what it is asked. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "publish" as const,
        "send" as const,
        "finish" as const,
      ),
      count: fc.integer({ min: 1, max: 6 }),
    }),
  },
  fc.constantFrom(
    { do: "serve" as const },
    { do: "heartbeat" as const },
    { do: "end" as const },
    { do: "silence" as const },
    { do: "repeat" as const },
    { do: "room" as const },
  ),
);

test("over one connection for both directions too, every event is handled once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60, size: "max" }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 2, max: 6 }),
      async (steps, maxInFlight, maxWaiting) => {
        const { client, transport, clock, errors } =
          createHarnessOf<TicksClient>(
            ticksContract,
            { maxInFlight, connectTimeoutMs: 1e9 },
            maxWaiting,
          );
        const begun: number[] = [];
        const finish: (() => void)[] = [];
        client.channels.ticks().on("ticked", (n) => {
          begun.push(n);
          return new Promise<void>((resolve) => finish.push(resolve));
        });
        client.channels.ticks().onGap(() => errors.push("gap"));
        await settle();

        let head = 0; // of the log
        let sent: number | undefined; // up to here; not subscribed where undefined
        let open: unknown;
        let served = 0; // changes
        const connect = async (): Promise<void> => {
          await clock.advance(30_000);
          if (open === transport.last) return;
          open = transport.last;
          sent = undefined;
          served = transport.changes.length;
          transport.last.hello(`e.${head}`, { heartbeatMs: 1e9 });
          await settle();
        };
        const serve = async (): Promise<void> => {
          for (const change of transport.changes.slice(served)) {
            served++;
            if (change.unsubscribe.some(({ channel }) => channel === "ticks"))
              sent = undefined;
            for (const { channel, start } of change.subscribe)
              if (channel === "ticks")
                sent = Number(/\d+/.exec(JSON.stringify(start))?.[0] ?? head);
            if (change.subscribe.length) transport.subscribed(`e.${head}`);
            await settle();
          }
        };
        const send = async (count: number): Promise<void> => {
          for (let i = 0; i < count && sent !== undefined && sent < head; i++)
            transport.last.event(`e.${++sent}`, sent);
          await settle();
        };
        await connect();
        await serve(); // from here on nothing may be missed

        for (const one of steps) {
          switch (one.do) {
            case "publish":
              head += one.count;
              break;
            case "send":
              await send(one.count);
              break;
            case "finish":
              for (const done of finish.splice(0, one.count)) done();
              await settle();
              break;
            case "serve":
              await serve();
              break;
            case "heartbeat": // all that is subscribed to was sent up to here
              if (sent !== undefined)
                transport.last.receiver.heartbeat({ cursor: `e.${sent}` });
              break;
            case "end":
              transport.last.end();
              await connect();
              break;
            case "silence":
              await clock.advance(3e9);
              await connect();
              break;
            case "repeat": // at-least-once: a server may say things again
              if (sent) transport.last.event(`e.${sent}`, sent);
              break;
            case "room": {
              const room = client.channels.rooms({ room: "a", floor: "1" });
              const stop = room.on("ticked", () => {});
              await settle();
              stop();
              await settle();
              break;
            }
            default:
              throw one satisfies never;
          }
        }
        // what is left comes, once the handlers finish
        for (let i = 0; begun.length < head && i < 4 * head + 9; i++) {
          await serve();
          await send(head);
          for (const done of finish.splice(0)) done();
          await settle();
        }
        expect(begun).toEqual(Array.from({ length: head }, (_, n) => n + 1));
        expect(errors).toEqual([]);
        await client.close();
        expect(clock.pending).toBe(0);
      },
    ),
    { numRuns: 200 },
  );
});
