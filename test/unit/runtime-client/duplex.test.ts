import { expect, test } from "vitest";
import type { ClientOptions } from "../../../templates/runtime/client/client-options.js";
import { createHarnessOf } from "../../support/client-harness.js";
import { settle } from "../../support/fake-clock.js";
import {
  type TicksClient,
  ticksContract,
} from "../../support/ticks-contract.js";

/** Over a transport on whose connection subscriptions come and go. */
const start = (options: ClientOptions = {}, maxWaiting = 100) =>
  createHarnessOf<TicksClient>(ticksContract, options, maxWaiting);
const ticks = { channel: "ticks", params: {} };

test("open when all that was asked for is answered", async () => {
  const { client, transport, states } = start();
  client.channels.ticks().on("ticked", () => {});
  await settle();
  expect(transport.last.attempt.subscriptions).toEqual([]);
  transport.last.hello("e.0");
  await settle();
  expect(client.state).toBe("connecting");
  expect(transport.changes).toEqual([
    { unsubscribe: [], subscribe: [{ ...ticks, start: "now" }] },
  ]);
  client.channels.rooms({ room: "a", floor: "1" }).on("ticked", () => {});
  await settle();
  transport.subscribed("e.0");
  await settle();
  expect([client.state, transport.changes.length]).toEqual(["connecting", 2]);
  transport.subscribed("e.0");
  expect(states.map(([state]) => state)).toEqual(["connecting", "open"]);
});

test("a heartbeat from before the answer moves nothing", async () => {
  const { client, transport, clock } = start();
  client.channels.ticks().on("ticked", () => {});
  await settle();
  transport.last.hello("e.0");
  await settle();
  transport.subscribed("e.1");
  transport.last.event("e.2", 2);
  await settle();
  transport.last.end();
  await clock.advance(500);
  transport.last.hello("e.9");
  await settle();
  transport.last.receiver.heartbeat({ cursor: "e.9" });
  transport.last.end();
  await clock.advance(1000);
  transport.last.hello("e.9");
  await settle();
  expect(transport.changes.at(-1)?.subscribe).toEqual([
    { ...ticks, start: { cursor: "e.2" } },
  ]);
});

test("begun anew elsewhere: one frame leaves and joins", async () => {
  const { client, transport } = start();
  const channel = client.channels.ticks();
  const stop = channel.on("ticked", () => {});
  await settle();
  transport.last.hello("e.0");
  await settle();
  transport.subscribed("e.0");
  stop();
  channel.on("ticked", () => {}, { start: "earliest" });
  await settle();
  expect(transport.changes.at(-1)).toEqual({
    unsubscribe: [ticks],
    subscribe: [{ ...ticks, start: "earliest" }],
  });
});

test("silence is a failure also while handlers hold everything up", async () => {
  const { client, transport, clock } = start({ maxInFlight: 1 });
  client.channels.ticks().on("ticked", () => new Promise(() => {}));
  await settle();
  transport.last.hello("e.0", { heartbeatMs: 1000 });
  await settle();
  transport.subscribed("e.0");
  transport.last.event("e.1", 1).event("e.2", 2);
  await clock.advance(2500);
  expect(transport.last.aborted).toBe(true);
});

test("too much that waits: subscribed to nothing until it is handled, over connections too", async () => {
  const { client, transport, clock } = start({ maxInFlight: 1 }, 3);
  const finish: (() => void)[] = [];
  client.channels
    .ticks()
    .on("ticked", () => new Promise<void>((done) => finish.push(done)));
  await settle();
  transport.last.hello("e.0");
  await settle();
  transport.subscribed("e.0");
  for (let n = 1; n <= 5; n++) transport.last.event(`e.${n}`, n);
  await settle();
  expect(transport.changes.at(-1)).toEqual({
    unsubscribe: [ticks],
    subscribe: [],
  });
  transport.last.end();
  await clock.advance(500);
  transport.last.hello("e.9");
  await settle();
  expect(transport.changes).toHaveLength(2); // still paused
  expect(client.state).toBe("open");
  for (let n = 0; n < 4; n++) {
    finish.shift()?.();
    await settle();
  }
  expect(transport.changes.at(-1)?.subscribe).toEqual([
    { ...ticks, start: { cursor: "e.3" } },
  ]);
});

test("it stays open while the transport is busy, until a heartbeat finds it idle", async () => {
  const { client, transport } = start();
  transport.busy = true;
  const reply = client.channels.ticks().send("reset", 1);
  await settle();
  transport.last.hello("e.0");
  transport.sends[0]?.answer({ ok: true, data: 2 });
  expect(await reply).toBe(2);
  transport.last.receiver.heartbeat({ cursor: "e.0" });
  await settle();
  expect(client.state).toBe("open");
  transport.busy = false;
  transport.last.receiver.heartbeat({ cursor: "e.0" });
  await settle();
  expect(client.state).toBe("idle");
  expect(transport.last.aborted).toBe(true);
});

test("a store that cannot be read ends the connection, to be tried again", async () => {
  const broken = new Error("disk error");
  const gets = [() => Promise.reject(broken), () => undefined];
  const { client, transport, clock, errors } = start({
    cursorStore: { get: () => gets.shift()?.(), set() {} },
  });
  client.channels.ticks().on("ticked", () => {});
  await settle();
  transport.last.hello("e.0");
  await settle();
  expect([transport.last.aborted, errors]).toEqual([true, [broken]]);
  await clock.advance(500);
  transport.last.hello("e.0");
  await settle();
  expect(transport.changes).toHaveLength(1);
});

test("closing with the transport busy comes to an end", async () => {
  const { client, transport, clock } = start();
  transport.busy = true;
  const failing = client.channels.ticks().send("reset", 1);
  await settle();
  await client.close();
  await expect(failing).rejects.toMatchObject({ code: "closed" });
  await settle();
  expect([clock.pending, transport.connections.length]).toEqual([0, 1]);
});
