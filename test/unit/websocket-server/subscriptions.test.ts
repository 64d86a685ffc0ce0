/** Channels on an open connection: subscribed to, heard of, gone on with, left. */
import { expect, test } from "vitest";
import { settled, wired } from "./wired.js";

test("hello comes first, and nothing else before it is asked for", async () => {
  const { open } = await wired();
  const peer = await open();
  expect(await peer.next("rt.hello")).toEqual({
    type: "rt.hello",
    data: {
      protocol: 1,
      schema: "h1",
      cursor: "e1.0",
      recovered: false,
      heartbeatMs: 15_000,
      channels: [],
    },
  });
  expect(peer.ws.extensions).toBe("");
});

test("subscribes, hears, and unsubscribes", async () => {
  const { open, server } = await wired();
  const peer = await open();
  expect((await peer.subscribe("lobby", "nope")).data.channels).toMatchObject([
    { channel: "lobby", params: {}, ok: true, cursor: "e1.0" },
    { channel: "nope", ok: false, error: { code: "unknown_channel" } },
  ]);
  await server.channels["lobby"]!().publish("tick", { n: 1 }, { id: "A1" });
  expect(await peer.next("tick")).toEqual({
    type: "tick",
    data: { n: 1 },
    meta: {
      id: "A1",
      channel: "lobby",
      params: {},
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      cursor: "e1.1",
    },
  });
  peer.send({
    type: "rt.unsubscribe",
    data: {
      channels: [{ channel: "lobby", params: {} }, { channel: "board" }],
    },
  });
  expect((await peer.next("rt.unsubscribed")).data).toEqual({
    channel: "lobby",
    params: {},
  });
  await settled(peer); // nothing is said of what was not subscribed to
  expect(
    peer.frames.filter(({ type }) => type === "rt.unsubscribed"),
  ).toHaveLength(1);
});

test("headers, and text of every kind, arrive as they were sent", async () => {
  const { open, server } = await wired();
  const peer = await open();
  await peer.subscribe({ channel: "orders", params: { customerId: "42" } });
  const name = `Zoë\n\u2028"\\\u0000 ${"😀".repeat(40_000)}`;
  await server.channels["orders"]!({ customerId: "42" }).publish(
    "order.noted",
    { name },
    { id: 'a"b', headers: { trace: "é" } },
  );
  expect(await peer.next("order.noted")).toMatchObject({
    data: { name },
    meta: { id: 'a"b', params: { customerId: "42" }, headers: { trace: "é" } },
  });
});

test("goes on from a cursor, tells a gap, and gives the snapshot", async () => {
  const { open, server } = await wired();
  await server.channels["lobby"]!().publish("tick", { n: 1 });
  await server.channels["lobby"]!().publish("tick", { n: 2 });
  const peer = await open();
  const { data } = await peer.subscribe(
    { channel: "lobby", start: { cursor: "e1.1" } },
    { channel: "ticker", start: { cursor: "old.9" } },
    { channel: "board", snapshot: true },
  );
  expect(data.channels).toMatchObject([
    { ok: true, recovered: true, cursor: "e1.1" },
    { ok: true, recovered: false },
    { ok: true, recovered: false },
  ]);
  expect((await peer.next("rt.gap")).data).toMatchObject({
    channel: "ticker",
    reason: "epoch",
  });
  expect((await peer.next("tick")).data).toEqual({ n: 2 });
  expect((await peer.next("rt.snapshot")).data).toEqual({
    channel: "board",
    params: {},
    cursor: "e1.2",
    data: { sum: 7 },
  });
});

test("a quiet connection has a heartbeat with its position", async () => {
  const { open, server } = await wired({ heartbeatMs: 20 });
  const peer = await open();
  await server.channels["lobby"]!().publish("tick", { n: 1 });
  await peer.subscribe("lobby");
  expect((await peer.next("rt.heartbeat")).data).toEqual({ cursor: "e1.1" });
});
