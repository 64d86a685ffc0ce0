/** Peers that flood, stall, or come all at once: slowed, bounded, and the others feel nothing. */
import { expect, test } from "vitest";
import { deferred } from "../../support/deferred.js";
import { CLOSE, frame, PING, PONG, RawWs, TEXT } from "../../support/raw-ws.js";
import { refusal } from "../../support/ws-peer.js";
import type { DisconnectEvent } from "../../../templates/runtime/server/hooks.js";
import {
  type Me,
  settle,
  TestClock,
} from "../../unit/runtime-server/harness.js";
import {
  json,
  opened,
  stillServes,
  subscribe,
  wait,
} from "../../unit/websocket-server/broken.js";
import { chat, cleanUp, wired } from "../../unit/websocket-server/wired.js";

test("pings beyond the rate are not read before their time", async () => {
  const clock = new TestClock();
  const { raw, port } = await opened(
    { clock },
    { messagesPerSecond: 100, pingIntervalMs: 3_600_000 },
  );
  const twenty = Array.from({ length: 20 }, () => frame(PING));
  for (let sent = 20; sent <= 120; sent += 20) {
    raw.send(...twenty);
    await raw.until(() => raw.count(PONG) === sent);
  }
  raw.send(...twenty); // the bucket is in debt by the last group
  await stillServes(port);
  expect(raw.count(PONG)).toBe(120);
  await clock.advance(10_000);
  await raw.until(() => raw.count(PONG) === 140);
  expect(raw.count(CLOSE)).toBe(0);
});

test("a flood of pings ends the connection", async () => {
  const disconnected = deferred<DisconnectEvent<Me>>();
  const { raw, port } = await opened({
    hooks: { onError() {}, onDisconnect: disconnected.resolve },
  });
  raw.send(...Array.from({ length: 10_000 }, () => frame(PING)));
  expect(await disconnected.promise).toMatchObject({ reason: "client" });
  await stillServes(port);
});

test("who floods with pings and reads no pong is cut off", async () => {
  const disconnected = deferred<DisconnectEvent<Me>>();
  const { raw, port } = await opened(
    { hooks: { onError() {}, onDisconnect: disconnected.resolve } },
    { messagesPerSecond: Infinity },
  );
  raw.socket.pause();
  const flood = Buffer.concat(
    Array.from({ length: 1_000 }, () => frame(PING, "x".repeat(125))),
  );
  const more = (): void => {
    while (!raw.socket.destroyed && raw.socket.write(flood));
  };
  raw.socket.on("drain", more);
  more();
  expect(await disconnected.promise).toMatchObject({ reason: "client" });
  await stillServes(port);
});

test("messages beyond the rate are not read before their time, and none is lost", async () => {
  const clock = new TestClock();
  const { raw, port } = await opened(
    { clock, heartbeatMs: 3_600_000 },
    { messagesPerSecond: 10, pingIntervalMs: 3_600_000 },
  );
  const messages = 300;
  const pad = "x".repeat(1_000);
  for (let n = 0; n < messages; n++) raw.send(json(wait(n, pad)));
  await stillServes(port);
  expect(raw.count(TEXT)).toBeLessThan(messages);
  while (raw.count(TEXT) < 1 + messages) await clock.advance(5_000);
  expect(raw.count(CLOSE)).toBe(0);
});

test("no more messages of one connection are handled at once than the limit", async () => {
  const gate = deferred();
  let running = 0;
  let most = 0;
  const { raw, port } = await opened(
    {
      handlers: {
        orders: { "order.cancel": () => {}, "order.ping": () => {} },
        chat: {
          ...chat(),
          async wait() {
            most = Math.max(most, ++running);
            await gate.promise;
            running--;
          },
        },
      },
    },
    { maxConcurrentMessages: 2 },
  );
  for (let n = 0; n < 20; n++) raw.send(json(wait(n)));
  await stillServes(port);
  expect(raw.count(TEXT)).toBe(1);
  gate.resolve();
  await raw.until(() => raw.count(TEXT) === 21);
  expect(most).toBe(2);
});

test("who takes no answers is not read from, and ends as stalled", async () => {
  const disconnected = deferred<DisconnectEvent<Me>>();
  let handled = 0;
  const { raw, server } = await opened(
    {
      heartbeatMs: 60,
      limits: { stallTimeoutMs: 150 },
      hooks: { onError() {}, onDisconnect: disconnected.resolve },
      handlers: {
        orders: {
          "order.cancel": () => {},
          "order.ping": () => {},
        },
        chat: {
          ...chat(),
          wait: () => void handled++,
        },
      },
    },
    { messagesPerSecond: Infinity },
  );
  raw.send(json(subscribe));
  await raw.message("rt.subscribed");
  raw.socket.pause();
  const pad = "x".repeat(100_000);
  for (let n = 0; n < 100; n++) {
    await server.channels["lobby"]!().publish("tick", { n, pad });
    await new Promise(setImmediate);
  }
  for (let n = 0; n < 1_000; n++) raw.send(json(wait(n)));
  expect(await disconnected.promise).toMatchObject({ reason: "stalled" });
  expect(handled).toBe(0);
});

test.each([
  ["as it is", 65_536],
  ["below the socket's own", 2_000],
])(
  "a slow reader gets everything that is still in the history, in order; high-water mark %s",
  async (_, highWaterMark) => {
    const { raw, server } = await opened({ limits: { highWaterMark } });
    raw.send(json(subscribe));
    await raw.message("rt.subscribed");
    raw.socket.pause();
    const pad = "x".repeat(100_000);
    for (let n = 0; n < 100; n++) {
      await server.channels["lobby"]!().publish("tick", { n, pad });
      await new Promise(setImmediate);
    }
    raw.socket.resume();
    await raw.until(() => raw.count(TEXT) >= 2 + 100);
    const numbers = raw.frames
      .slice(2)
      .map(({ payload }) => JSON.parse(payload.toString()).data.n);
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, n) => n));
  },
);

test("who is not read from is not cut off for its silence", async () => {
  const clock = new TestClock();
  const gate = deferred();
  const { raw, server } = await opened(
    {
      clock,
      heartbeatMs: 3_600_000,
      handlerTimeoutMs: 3_600_000,
      handlers: {
        orders: { "order.cancel": () => {}, "order.ping": () => {} },
        chat: { ...chat(), wait: () => gate.promise },
      },
    },
    { maxConcurrentMessages: 1 },
  );
  raw.send(json(wait(1)), json(wait(2)));
  await settle();
  for (let n = 0; n < 4; n++) await clock.advance(26_000);
  expect(server.runtime.connections).toBe(1);
  gate.resolve();
  await raw.until(() => raw.count(TEXT) === 3);
  expect(raw.count(CLOSE)).toBe(0);
});

test("a thousand clients at once: so many are asked about, the others come back later", async () => {
  let asking = 0;
  let most = 0;
  const { port, open } = await wired(
    {
      authenticate: async () => {
        most = Math.max(most, ++asking);
        await new Promise(setImmediate);
        asking--;
        return { identity: { id: "me" } };
      },
    },
    { maxPendingUpgrades: 50 },
  );
  const results = await Promise.all(
    Array.from({ length: 1_000 }, () =>
      RawWs.open(port).then(
        (raw) => {
          cleanUp(() => raw.socket.destroy());
          return "open";
        },
        () => "refused",
      ),
    ),
  );
  expect(most).toBeLessThanOrEqual(50);
  expect(results.filter((one) => one === "open").length).toBeGreaterThan(0);
  expect(results).toHaveLength(1_000);
  await (await open()).next("rt.hello");
});

test("one address that connects without end is held to its rate", async () => {
  const { port } = await wired(
    { clock: new TestClock() },
    { upgradesPerSecond: 5 },
  );
  const opens = await Promise.all(
    Array.from({ length: 60 }, () =>
      RawWs.open(port).then(
        (raw) => {
          cleanUp(() => raw.socket.destroy());
          return true;
        },
        () => false,
      ),
    ),
  );
  expect(opens.filter(Boolean)).toHaveLength(50);
  expect((await refusal(port)).status).toBe(429);
});
