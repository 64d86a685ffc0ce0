/** Messages and their answers, in one piece or in parts, in both directions. */
import { expect, test } from "vitest";
import { deferred } from "../../support/deferred.js";
import type { WsPeer } from "../../support/ws-peer.js";
import { TooLate } from "../runtime-server/contract.js";
import { chat, settled, wired } from "./wired.js";

const order = (id: string, more: object = {}): object => ({
  type: "order.cancel",
  id,
  channel: "orders",
  params: { customerId: "42" },
  data: { orderId: "9" },
  ...more,
});
const count = (id: string, to: number): object => ({
  type: "count",
  id,
  channel: "chat",
  data: { to },
});
test.each<[string, object, object]>([
  ["a reply", order("m"), { ok: true, data: { cancelled: true } }],
  [
    "a payload that does not fit",
    order("m", { data: {} }),
    { ok: false, error: { code: "invalid_payload" } },
  ],
  [
    "an unknown message",
    order("m", { type: "order.nope" }),
    { ok: false, error: { code: "unknown_message" } },
  ],
  [
    "an unknown channel",
    order("m", { channel: "nope" }),
    { ok: false, error: { code: "unknown_channel" } },
  ],
  [
    "a property that should not be there",
    order("m", { param: {} }),
    {
      ok: false,
      error: { code: "bad_request", message: "no property param here" },
    },
  ],
  [
    "a channel that is no text",
    order("m", { channel: 1 }),
    { ok: false, error: { code: "bad_request" } },
  ],
])("answers every message by its id: %s", async (_, message, outcome) => {
  const { open } = await wired();
  const peer = await open();
  peer.send(message);
  expect((await peer.next("rt.reply")).data).toMatchObject({
    id: "m",
    ...outcome,
  });
});

test("a resend is answered with the first answer, and handled once", async () => {
  let runs = 0;
  const { open } = await wired({
    handlers: {
      orders: {
        "order.cancel": () => ({ cancelled: ++runs > 0 }),
        "order.ping": () => undefined,
      },
      chat: chat(),
    },
  });
  const peer = await open();
  peer.send(order("m"));
  peer.send(order("m"));
  await peer.next("rt.reply");
  await peer.next("rt.reply");
  const other = await open();
  other.send(order("m"));
  expect((await other.next("rt.reply")).data).toEqual({
    id: "m",
    ok: true,
    data: { cancelled: true },
  });
  expect(runs).toBe(1);
});

test("a stream: its parts in order, then its outcome", async () => {
  const { open } = await wired();
  const peer = await open();
  peer.send(count("s", 2));
  expect((await peer.next("rt.part")).data).toEqual({
    id: "s",
    data: { n: 1 },
  });
  expect((await peer.next("rt.part")).data).toEqual({
    id: "s",
    data: { n: 2 },
  });
  expect((await peer.next("rt.reply")).data).toEqual({ id: "s", ok: true });
});

test("a stream ends with a typed error, or is refused as a message is", async () => {
  const { open } = await wired({
    handlers: {
      orders: { "order.cancel": () => {}, "order.ping": () => {} },
      chat: chat(async function* () {
        yield { n: 1 };
        throw new TooLate({ at: "noon" });
      }),
    },
  });
  const peer = await open();
  peer.send(count("s", 2));
  await peer.next("rt.part");
  expect((await peer.next("rt.reply")).data).toMatchObject({
    id: "s",
    ok: false,
    error: { kind: "application", code: "too_late", payload: { at: "noon" } },
  });
  peer.send({ type: "count", id: "t", channel: "chat", data: {} });
  expect((await peer.next("rt.reply")).data).toMatchObject({
    id: "t",
    error: { code: "invalid_payload" },
  });
});

test("a stream goes no further than the client has room, and the handler with it", async () => {
  let made = 0;
  const { open } = await wired({
    handlers: {
      orders: { "order.cancel": () => {}, "order.ping": () => {} },
      chat: chat(async function* () {
        for (;;) yield { n: ++made };
      }),
    },
  });
  const peer = await open();
  peer.send(count("s", 0));
  for (let n = 0; n < 16; n++) await peer.next("rt.part");
  await settled(peer);
  expect(peer.frames.filter(({ type }) => type === "rt.part")).toHaveLength(16);
  expect(made).toBe(16);
  peer.send({ type: "rt.more", data: { id: "s", parts: 3 } });
  for (let n = 0; n < 3; n++) await peer.next("rt.part");
  await settled(peer);
  expect(made).toBe(19);
});

test.each([
  [
    "a cancel",
    (peer: WsPeer) => peer.send({ type: "rt.cancel", data: { id: "s" } }),
  ],
  ["the end of the connection", (peer: WsPeer) => peer.ws.terminate()],
])("%s reaches the stream's handler", async (_, leave) => {
  const aborted = deferred();
  const ended = deferred();
  const { open } = await wired({
    handlers: {
      orders: { "order.cancel": () => {}, "order.ping": () => {} },
      chat: chat(async function* (signal) {
        signal.addEventListener("abort", () => aborted.resolve());
        try {
          yield { n: 1 };
          await aborted.promise;
          yield { n: 2 };
        } finally {
          ended.resolve();
        }
      }),
    },
  });
  const peer = await open();
  peer.send(count("s", 0));
  await peer.next("rt.part");
  leave(peer);
  await aborted.promise;
  await ended.promise;
  expect(peer.frames.filter(({ type }) => type === "rt.reply")).toEqual([]);
});

test("a cancelled stream says nothing more, and its id can be used again", async () => {
  const { open } = await wired();
  const peer = await open();
  peer.send(count("s", 100));
  await peer.next("rt.part");
  peer.send({ type: "rt.cancel", data: { id: "s" } });
  await settled(peer);
  expect(peer.frames.some(({ type }) => type === "rt.reply")).toBe(false);
  peer.send(count("s", 100));
  expect((await peer.next("rt.part")).data).toEqual({
    id: "s",
    data: { n: 1 },
  });
});

test("a second stream of one id, and one stream too many", async () => {
  const { open } = await wired({}, { maxStreams: 1 });
  const peer = await open();
  peer.send(count("s", 100));
  await peer.next("rt.part");
  peer.send(count("s", 100));
  expect((await peer.next("rt.error")).data.error.code).toBe("bad_request");
  peer.send(count("t", 100));
  expect((await peer.next("rt.reply")).data).toMatchObject({
    id: "t",
    error: { code: "too_many" },
  });
});

test("the server asks, the client answers", async () => {
  const { open, server } = await wired();
  const peer = await open();
  await peer.subscribe({ channel: "devices", params: {} });
  const devices = server.channels["devices"]!({ site: "a" });
  const asked = devices.request("device.reboot", null, { id: "R1" });
  const { meta } = await peer.next("device.reboot");
  expect(meta).toMatchObject({ id: "R1", params: { site: "a" } });
  const to = {
    id: "R1",
    channel: "devices",
    params: { site: "a" },
    type: "device.reboot",
  };
  peer.send({
    type: "rt.answer",
    data: { ...to, ok: true, data: { done: true } },
  });
  expect(await asked).toEqual({ done: true });

  const failing = devices.request("device.reboot", null, { id: "R2" });
  await peer.next("device.reboot");
  const error = { code: "busy", message: "not now", kind: "application" };
  peer.send({ type: "rt.answer", data: { ...to, id: "R2", ok: false, error } });
  await expect(failing).rejects.toMatchObject({ code: "busy" });
});
