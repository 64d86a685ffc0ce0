import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type PlayedSocket,
  PlayedWebSocketServer,
} from "../../support/played-websocket-server.js";
import {
  createWebSocketHarness,
  type WebSocketHarness,
} from "../../support/websocket-harness.js";
import {
  DeviceError,
  type DevicesClient,
  devicesContract,
} from "../../support/devices-contract.js";

let server: PlayedWebSocketServer;
let harness: WebSocketHarness<DevicesClient>;
const params = { site: "a", device: "1" };

beforeEach(async () => {
  server = await PlayedWebSocketServer.start();
  harness = createWebSocketHarness<DevicesClient>(
    server.url,
    {},
    devicesContract,
  );
});

afterEach(async () => {
  await harness.client.close();
  await server.stop();
});

const count = (data: number, options?: { signal?: AbortSignal }) =>
  harness.client.channels.devices(params).stream("count", data, options);

async function accept(): Promise<PlayedSocket> {
  return (await server.accept()).hello();
}

/** The next few parts. */
async function take(
  parts: AsyncIterator<number>,
  wanted: number,
): Promise<number[]> {
  const got: number[] = [];
  for (let i = 0; i < wanted; i++) got.push((await parts.next()).value);
  return got;
}

test("parts in order, and the end", async () => {
  const parts = count(3);
  const socket = await accept();
  const message = await socket.frame();
  const { id } = message;
  expect(message).toMatchObject({ type: "count", data: 3, params });
  for (const data of [1, 2, 3]) socket.say("part", { id, data });
  socket.reply(message);
  const got: number[] = [];
  for await (const part of parts) got.push(part);
  expect(got).toEqual([1, 2, 3]);
  expect(socket.unread).toBe(0); // no cancel after the end
});

test("room is made as parts are handled, eight at a time", async () => {
  const parts = count(20);
  const socket = await accept();
  const { id } = await socket.frame();
  for (let data = 1; data <= 16; data++) socket.say("part", { id, data });
  await take(parts, 8);
  expect(socket.unread).toBe(0); // the eighth is not handled yet
  await take(parts, 1);
  expect(await socket.frame()).toEqual({
    type: "rt.more",
    data: { id, parts: 8 },
  });
  await take(parts, 7);
  for (let data = 17; data <= 20; data++) socket.say("part", { id, data });
  expect(await take(parts, 4)).toEqual([17, 18, 19, 20]);
  expect((await socket.frame()).type).toBe("rt.more");
});

test("a typed error comes after the parts before it", async () => {
  const parts = count(3);
  const socket = await accept();
  const message = await socket.frame();
  socket.say("part", { id: message.id, data: 1 });
  socket.say("part", { id: message.id, data: 2 });
  socket.refuse(message, { code: "broken", kind: "application", payload: 7 });
  expect(await take(parts, 2)).toEqual([1, 2]);
  await expect(parts.next()).rejects.toBeInstanceOf(DeviceError.Broken);
  expect(await parts.next()).toEqual({ done: true, value: undefined });
});

test("a part that does not fit ends it, after those before it", async () => {
  const parts = count(3);
  const socket = await accept();
  const { id } = await socket.frame();
  socket.say("part", { id, data: 1 }).say("part", { id, data: "two" });
  expect(await take(parts, 1)).toEqual([1]);
  await expect(parts.next()).rejects.toMatchObject({
    code: "invalid_payload",
  });
  expect(await socket.frame()).toEqual({ type: "rt.cancel", data: { id } });
});

test("leaving the loop cancels", async () => {
  const parts = count(3);
  const socket = await accept();
  const { id } = await socket.frame();
  socket.say("part", { id, data: 1 });
  for await (const part of parts) {
    expect(part).toBe(1);
    break;
  }
  expect(await socket.frame()).toEqual({ type: "rt.cancel", data: { id } });
  socket.say("part", { id, data: 2 }); // was on its way
  const reply = harness.client.channels.devices(params).send("set", 1);
  socket.reply(await socket.frame(), 2);
  expect(await reply).toBe(2);
});

test("a signal cancels, and is what the loop throws", async () => {
  const leaving = new AbortController();
  const parts = count(3, { signal: leaving.signal });
  const socket = await accept();
  const { id } = await socket.frame();
  socket.say("part", { id, data: 1 });
  await take(parts, 1);
  const next = parts.next();
  leaving.abort(new Error("enough"));
  await expect(next).rejects.toThrow("enough");
  expect(await socket.frame()).toEqual({ type: "rt.cancel", data: { id } });
});

test("return while a part is awaited", async () => {
  const parts = count(3);
  const next = parts.next();
  const socket = await accept();
  await socket.frame();
  await parts.return?.();
  expect(await next).toEqual({ done: true, value: undefined });
  expect((await socket.frame()).type).toBe("rt.cancel");
});

test("sent again until the first part; after it a lost socket is the end", async () => {
  const parts = count(3);
  const socket = await accept();
  const { id } = await socket.frame();
  socket.ws.terminate();
  const next = await accept();
  expect((await next.frame()).id).toBe(id);
  next.say("part", { id, data: 1 });
  expect(await take(parts, 1)).toEqual([1]);
  next.ws.terminate();
  await expect(parts.next()).rejects.toMatchObject({ code: "interrupted" });
});

test("refused before it begins: as for a send", async () => {
  const parts = count(1);
  const socket = await accept();
  socket.refuse(await socket.frame(), { code: "forbidden" });
  await expect(parts.next()).rejects.toMatchObject({ code: "forbidden" });
  await expect(
    harness.client.channels.devices(params).stream("count", 1.5).next(),
  ).rejects.toMatchObject({ code: "invalid_payload" });
});

test("many streams at once, each its own parts", async () => {
  const both = [count(1), count(2)];
  const socket = await accept();
  const messages = [await socket.frame(), await socket.frame()];
  for (const { id, data } of messages) socket.say("part", { id, data });
  for (const message of messages) socket.reply(message);
  const got = await Promise.all(both.map((parts) => take(parts, 2)));
  expect(got).toEqual([
    [1, undefined],
    [2, undefined],
  ]);
});
