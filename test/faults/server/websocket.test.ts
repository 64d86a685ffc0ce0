/** Peers that break the rules, or vanish: each has its answer, none takes the process down. */
import { expect, test } from "vitest";
import { deferred } from "../../support/deferred.js";
import { FaultProxy } from "../../support/fault-proxy.js";
import {
  BINARY,
  CLOSE,
  frame,
  PING,
  PONG,
  TEXT,
} from "../../support/raw-ws.js";
import { WsPeer } from "../../support/ws-peer.js";
import type { DisconnectEvent } from "../../../templates/runtime/server/hooks.js";
import {
  type Me,
  settle,
  TestClock,
} from "../../unit/runtime-server/harness.js";
import {
  json,
  opened,
  ping,
  stillServes,
  subscribe,
  wait,
} from "../../unit/websocket-server/broken.js";
import { cleanUp, wired } from "../../unit/websocket-server/wired.js";

test.each<[string, number, Buffer[]]>([
  ["text that is no JSON", 1007, [frame(TEXT, "{")]],
  ["empty text", 1007, [frame(TEXT)]],
  ["text that is not UTF-8", 1007, [frame(TEXT, Buffer.from([0xc3, 0x28]))]],
  ["binary", 1003, [frame(BINARY, "{}")]],
  [
    "a frame that says it is too large",
    1009,
    [frame(TEXT, "", { length: 1_001 })],
  ],
  [
    "a frame that says it is larger than anything",
    1009,
    [frame(TEXT, "", { length: 2 ** 50 })],
  ],
  [
    "fragments that are too large together",
    1009,
    [
      frame(TEXT, "x".repeat(600), { fin: false }),
      frame(0, "x".repeat(600), { fin: false }),
    ],
  ],
  [
    "fragments without end",
    1008,
    [
      frame(TEXT, "", { fin: false }),
      ...Array.from({ length: 1_100 }, () => frame(0, "", { fin: false })),
    ],
  ],
  ["a frame without a mask", 1002, [frame(TEXT, "{}", { masked: false })]],
  ["a reserved bit", 1002, [frame(TEXT, "{}", { reserved: 4 })]],
  ["an unknown opcode", 1002, [frame(3, "{}")]],
  ["a fragment of nothing", 1002, [frame(0, "{}")]],
  ["a ping in fragments", 1002, [frame(PING, "", { fin: false })]],
  ["a ping that is too large", 1002, [frame(PING, "x".repeat(126))]],
  ["a close code that there is not", 1002, [frame(CLOSE, Buffer.from([0, 1]))]],
])("%s ends the connection with %i", async (_, code, frames) => {
  const disconnected = deferred<DisconnectEvent<Me>>();
  const { raw, port } = await opened({
    limits: { maxMessageBytes: 1_000 },
    hooks: { onError() {}, onDisconnect: disconnected.resolve },
  });
  raw.send(...frames);
  expect(await raw.closeCode()).toBe(code);
  expect(await disconnected.promise).toMatchObject({ reason: "client" });
  await stillServes(port);
});

test.each<[string, unknown]>([
  ["a frame that is no object", []],
  ["no type", { data: {} }],
  ["a type that is no text", { type: 1, data: {} }],
  ["an unknown control message", { type: "rt.nope", data: {} }],
  ["a control message of the server's", { type: "rt.hello", data: {} }],
  ["no data", { type: "rt.subscribe" }],
  ["a property that should not be there", { ...subscribe, id: "1" }],
  [
    "one in the data",
    { type: "rt.subscribe", data: { subscriptions: [], more: 1 } },
  ],
  ["a message without an id", { type: "wait", channel: "chat", data: {} }],
])("a wrong frame is told, and the connection stays: %s", async (_, value) => {
  const { raw } = await opened();
  raw.send(json(value), json(wait(7)));
  expect(await raw.message("rt.error")).toMatchObject({
    error: { code: "bad_request", kind: "realtime" },
  });
  expect(await raw.message("rt.reply")).toEqual({ id: "7", ok: true });
});

test("who sends too much that is wrong is sent away", async () => {
  const { raw, port } = await opened({ clock: new TestClock() });
  raw.send(...Array.from({ length: 30 }, () => json(ping)));
  expect(await raw.closeCode()).toBe(1008);
  expect(raw.count(TEXT)).toBe(1 + 20);
  await stillServes(port);
});

test("a mistake now and then is forgiven", async () => {
  const clock = new TestClock();
  const { raw } = await opened({ clock, heartbeatMs: 3_600_000 });
  for (let n = 0; n < 50; n++) {
    raw.send(json(ping));
    await raw.until(() => raw.count(TEXT) === n + 2);
    await clock.advance(1_000);
  }
  expect(raw.count(CLOSE)).toBe(0);
});

test("messages in fragments, with a ping between, are messages", async () => {
  const { raw } = await opened();
  const text = JSON.stringify(wait(1));
  raw.send(
    frame(TEXT, text.slice(0, 5), { fin: false }),
    frame(PING, "between"),
    frame(0, text.slice(5)),
  );
  expect(await raw.message("rt.reply")).toEqual({ id: "1", ok: true });
  expect(raw.count(PONG)).toBe(1);
});

test("who does not answer a ping by the next one is cut off", async () => {
  const clock = new TestClock();
  const { open, server } = await wired({ clock, heartbeatMs: 3_600_000 });
  const dead = await open({ autoPong: false });
  const live = await open();
  await dead.next("rt.hello");
  await live.next("rt.hello");
  for (let n = 0; n < 3; n++) {
    const pinged = new Promise((resolve) => live.ws.once("ping", resolve));
    await clock.advance(25_000 + 1_000);
    await pinged;
    await settle();
  }
  expect((await dead.closed).code).toBe(1006);
  expect(server.runtime.connections).toBe(1);
});

test("a half-open link is noticed, and so is one that stalls", async () => {
  const disconnected = deferred<DisconnectEvent<Me>>();
  const { port } = await wired(
    { hooks: { onError() {}, onDisconnect: disconnected.resolve } },
    { pingIntervalMs: 40 },
  );
  const proxy = await FaultProxy.start(port);
  cleanUp(() => proxy.stop());
  const peer = await WsPeer.open(proxy.port);
  cleanUp(() => peer.ws.terminate());
  await peer.next("rt.hello");
  proxy.stall();
  expect(await disconnected.promise).toMatchObject({ reason: "client" });
});

test("who does not answer a close frame is cut off", async () => {
  const { raw, server } = await opened({}, { closeTimeoutMs: 30 });
  await server.revoke(() => true);
  expect(await raw.closeCode()).toBe(4003);
  await raw.closed;
  expect(raw.socket.destroyed).toBe(true);
});

test("nothing follows a close frame, whatever is published", async () => {
  const { raw, server } = await opened();
  raw.send(json(subscribe));
  await raw.message("rt.subscribed");
  const lobby = server.channels["lobby"]!();
  await lobby.publish("tick", { n: 1 });
  raw.send(frame(CLOSE, Buffer.from([3, 232])));
  for (let n = 0; n < 50; n++) {
    await lobby.publish("tick", { n });
    await new Promise(setImmediate);
  }
  expect(await raw.closeCode()).toBe(1000);
  await raw.closed;
  expect(raw.frames.at(-1)!.opcode).toBe(CLOSE);
});

test("a client that vanishes in the middle of a frame is a disconnect", async () => {
  const disconnected = deferred<DisconnectEvent<Me>>();
  const { raw, server } = await opened({
    hooks: { onError() {}, onDisconnect: disconnected.resolve },
  });
  raw.send(frame(TEXT, '{"type"', { length: 100 }));
  raw.socket.resetAndDestroy();
  expect(await disconnected.promise).toMatchObject({
    reason: "client",
    transport: "websocket",
  });
  expect(server.runtime.connections).toBe(0);
});
