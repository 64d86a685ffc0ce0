import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createHarness } from "../../support/client-harness.js";
import { settle } from "../../support/fake-clock.js";

/** What happens next; the server has a log, and tells only what follows the cursor asked for. */
const step = fc.oneof(
  fc.record({
    do: fc.constant("publish" as const),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    do: fc.constant("send" as const),
    count: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({
    do: fc.constant("finish" as const),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  fc.constantFrom(
    { do: "heartbeat" as const },
    { do: "end" as const },
    { do: "fail" as const },
    { do: "silence" as const },
    { do: "repeat" as const },
    { do: "reopen" as const },
  ),
);

test("whatever breaks, every event is handled once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40, size: "max" }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, maxInFlight) => {
        const { client, transport, clock, errors } = createHarness({
          maxInFlight,
          connectTimeoutMs: 1e9,
        });
        const begun: number[] = [];
        const finish: (() => void)[] = [];
        client.channels.ticks().on("ticked", (n) => {
          begun.push(n);
          return new Promise<void>((resolve) => finish.push(resolve));
        });
        client.channels.ticks().onGap(() => errors.push("gap"));
        await settle();

        let head = 0; // of the log
        let sent = 0; // up to here, on this connection
        let open: unknown;
        const connect = async (): Promise<void> => {
          await clock.advance(30_000);
          const { last } = transport;
          if (open === last) return;
          open = last;
          const start = last.starts["ticks"];
          sent =
            typeof start === "object" && start && "cursor" in start
              ? Number(String(start.cursor).slice(2))
              : head;
          last.hello(`e.${sent}`, { heartbeatMs: 1e9 });
        };
        const send = async (count: number): Promise<void> => {
          for (let i = 0; i < count && sent < head; i++) {
            if (transport.last.receiver.ready()) return; // does not read
            transport.last.event(`e.${++sent}`, sent);
            await settle();
          }
        };
        await connect();

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
            case "heartbeat":
              transport.last.receiver.heartbeat({ cursor: `e.${sent}` });
              break;
            case "end":
              transport.last.end();
              await connect();
              break;
            case "fail":
              transport.last.fail(new TypeError("terminated"));
              await connect();
              break;
            case "silence":
              await clock.advance(3e9);
              await connect();
              break;
            case "repeat": // at-least-once: a server may say things again
              if (sent > 0) transport.last.event(`e.${sent}`, sent);
              break;
            case "reopen": {
              const room = client.channels.rooms({ room: "a", floor: "1" });
              room.on("ticked", () => {})();
              const stop = room.on("ticked", () => {});
              await connect();
              stop();
              await connect();
              break;
            }
            default:
              throw one satisfies never;
          }
        }
        // what is left comes, once the handlers finish
        for (let i = 0; i < 2 * head + 2; i++) {
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
    { numRuns: 150 },
  );
});
