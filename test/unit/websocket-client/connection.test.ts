import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { websocketTransport } from "../../../templates/runtime/websocket/client.js";
import {
  type PlayedSocket,
  PlayedWebSocketServer,
} from "../../support/played-websocket-server.js";
import { FakeClock } from "../../support/fake-clock.js";
import {
  createWebSocketHarness,
  type WebSocketHarness,
} from "../../support/websocket-harness.js";
import type { TicksClient } from "../../support/ticks-contract.js";

let server: PlayedWebSocketServer;
let harness: WebSocketHarness<TicksClient>;
let seen: number[];
const waiting = new Set<() => void>();

beforeEach(async () => {
  server = await PlayedWebSocketServer.start();
});

afterEach(async () => {
  await harness.client.close();
  await server.stop();
});

/** A handler that remembers. */
function see(n: number): void {
  seen.push(n);
  for (const check of waiting) check();
}

/** Resolves when so many were handled. */
function ticks(count: number): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (seen.length >= count) resolve();
    };
    waiting.add(check);
    check();
  });
}

/** A client that listens for ticks. */
function listen(
  options: Parameters<typeof createWebSocketHarness>[1] = {},
): void {
  harness = createWebSocketHarness(server.url, options);
  seen = [];
  waiting.clear();
  harness.client.channels.ticks().on("ticked", see);
}

async function opened(): Promise<PlayedSocket> {
  const socket = (await server.accept()).hello();
  await socket.subscribed("e.0");
  await harness.reach("open");
  return socket;
}

test("subscribes after the hello, and hears events", async () => {
  listen();
  const upgrade = await server.next();
  expect([upgrade.path, upgrade.protocols]).toEqual([
    "/realtime/websocket",
    ["rt.v1"],
  ]);
  const socket = (await upgrade.accept()).hello();
  expect(await socket.subscribed("e.1")).toEqual([
    { channel: "ticks", params: {}, start: "now" },
  ]);
  socket.event("e.2", 2).event("e.3", 3);
  await ticks(2);
  expect([harness.client.state, seen]).toEqual(["open", [2, 3]]);
  expect(harness.states).toEqual([
    ["connecting", undefined],
    ["open", undefined],
  ]);
});

test("the token travels as a subprotocol, base64url of its UTF-8", async () => {
  listen({ token: async () => "töken?>~" });
  const { protocols, headers } = await server.next();
  expect(protocols).toEqual([
    "rt.v1",
    `bearer.${Buffer.from("töken?>~").toString("base64url")}`,
  ]);
  expect(headers.authorization).toBeUndefined();
});

test("with tickets, the token stays at home", async () => {
  let asked = 0;
  listen({ token: "secret", ticket: async () => `t/${++asked}` });
  const first = await server.next();
  expect([first.path, first.protocols]).toEqual([
    "/realtime/websocket?ticket=t%2F1",
    ["rt.v1"],
  ]);
  first.refuse(503);
  expect((await server.next()).path).toContain("t%2F2");
});

test("ws: and wss: are as good as http: and https:", async () => {
  harness = createWebSocketHarness(
    `ws://127.0.0.1:${server.port}/realtime/`,
    {},
  );
  harness.client.channels.ticks().on("ticked", () => {});
  expect((await server.next()).path).toBe("/realtime/websocket");
});

test("without a WebSocket, the error says what to do", () => {
  listen();
  const before = Object.getOwnPropertyDescriptor(globalThis, "WebSocket");
  Reflect.deleteProperty(globalThis, "WebSocket");
  try {
    expect(() => websocketTransport({ url: server.url })).toThrow(
      "client.node",
    );
    Object.defineProperty(globalThis, "WebSocket", {
      value: WebSocket,
      configurable: true,
    });
    expect(() => websocketTransport({ url: server.url })).not.toThrow();
  } finally {
    Reflect.deleteProperty(globalThis, "WebSocket");
    if (before) Object.defineProperty(globalThis, "WebSocket", before);
  }
});

test("subscriptions come and go on the open socket, those of one tick in one frame", async () => {
  listen();
  const socket = await opened();
  const { channels } = harness.client;
  const rooms = ["a", "b"].map((room) =>
    channels.rooms({ room, floor: "1" }).on("ticked", see),
  );
  const asked = await socket.subscribed("e.5");
  expect(asked).toEqual([
    { channel: "rooms", params: { room: "a", floor: "1" }, start: "now" },
    { channel: "rooms", params: { room: "b", floor: "1" }, start: "now" },
  ]);
  socket.event("e.6", 6, { channel: "rooms", params: asked[1].params });
  await ticks(1);
  for (const stop of rooms) stop();
  expect(await socket.frame()).toEqual({
    type: "rt.unsubscribe",
    data: {
      channels: [
        { channel: "rooms", params: { room: "a", floor: "1" } },
        { channel: "rooms", params: { room: "b", floor: "1" } },
      ],
    },
  });
  expect([server.count, harness.client.state]).toEqual([1, "open"]);
});

test("events before the answer to a subscription are old ones", async () => {
  listen();
  const socket = (await server.accept()).hello();
  socket.event("e.1", 1);
  await socket.subscribed("e.5");
  socket.event("e.6", 6);
  await ticks(1);
  expect(seen).toEqual([6]);
});

test("what changes while an answer is due waits for it", async () => {
  listen();
  const socket = (await server.accept()).hello();
  const first = await socket.frame();
  const stop = harness.client.channels
    .rooms({ room: "a", floor: "1" })
    .on("ticked", () => {});
  stop();
  harness.client.channels
    .rooms({ room: "b", floor: "1" })
    .on("ticked", () => {});
  const { channel, params } = first.data.subscriptions[0];
  socket.say("subscribed", {
    channels: [{ channel, params, ok: true, cursor: "e.1", recovered: false }],
  });
  expect(await socket.subscribed("e.1")).toMatchObject([
    { params: { room: "b" } },
  ]);
  await harness.reach("open");
});

test("the last listener leaving closes, and the next one opens", async () => {
  listen();
  const stop = harness.client.channels.ticks().on("traced", () => {});
  const socket = (await server.accept()).hello();
  await socket.subscribed("e.0");
  await harness.reach("open");
  stop();
  const other = harness.client.channels.ticks().events();
  await other.return?.();
  expect(server.count).toBe(1);
  await harness.client.close();
  expect(await socket.gone).toBe(1000);
});

test("a subscription that is refused, at once or later, leaves the others", async () => {
  listen();
  const errors: unknown[] = [];
  const room = harness.client.channels.rooms({ room: "a", floor: "1" });
  room.onError((error) => errors.push(error));
  const lost = room.events();
  const socket = (await server.accept()).hello();
  await socket.subscribed("e.0", ["rooms"]);
  await expect(lost.next()).rejects.toMatchObject({ code: "forbidden" });
  socket.event("e.1", 1);
  await ticks(1);

  const again = room.events();
  await socket.subscribed("e.1");
  const params = { floor: "1", room: "a" };
  socket.event("e.2", 2, { channel: "rooms", params });
  await again.next();
  socket.say("unsubscribed", {
    channel: "rooms",
    params,
    error: { code: "forbidden", message: "no more", kind: "realtime" },
  });
  await expect(again.next()).rejects.toMatchObject({ message: "no more" });
  socket.event("e.3", 3);
  await ticks(2);
  expect(errors).toHaveLength(2);
});

test("a lost socket is replaced, and every subscription goes on from its cursor", async () => {
  listen();
  const socket = await opened();
  socket.event("e.4", 4);
  await ticks(1);
  socket.ws.terminate();
  const next = (await server.accept()).hello("e.9");
  expect(await next.subscribed("e.9")).toEqual([
    { channel: "ticks", params: {}, start: { cursor: "e.4" } },
  ]);
  next.event("e.4", 4).event("e.5", 5); // the first is known
  await ticks(2);
  expect(seen).toEqual([4, 5]);
});

test.each([1001, 1011, 1012, 1013, 4001])(
  "after %i it comes back",
  async (code) => {
    let asked = 0;
    listen({ token: () => `t${++asked}` });
    (await opened()).ws.close(code);
    await opened();
    expect(asked).toBe(2);
    expect(harness.states[2]).toMatchObject([
      "recovering",
      { code: `close_${code}` },
    ]);
  },
);

test.each([1000, 1008, 4000, 4400])("after %i it stops", async (code) => {
  listen({ token: () => "t" });
  (await opened()).ws.close(code, "no more");
  expect(await harness.reach("closed")).toMatchObject({
    code: `close_${code}`,
    message: "no more",
  });
  expect(server.count).toBe(1);
  expect(harness.errors).toMatchObject([{ code: `close_${code}` }]);
});

test("after 4003 it asks for one more token, then it stops", async () => {
  let asked = 0;
  listen({ token: () => `t${++asked}` });
  (await opened()).ws.close(4003);
  (await opened()).ws.close(4003);
  expect(await harness.reach("closed")).toMatchObject({ code: "close_4003" });
  expect([asked, server.count]).toEqual([2, 2]);
});

test("4003 stops where the token cannot change", async () => {
  listen({ token: "fixed" });
  (await opened()).ws.close(4003);
  expect(await harness.reach("closed")).toMatchObject({ code: "close_4003" });
  expect(server.count).toBe(1);
});

test("rt.close says when to come back, the code whether", async () => {
  const clock = new FakeClock();
  clock.chance = 0;
  listen({ clock });
  const socket = await opened();
  socket.say("close", { reason: "drain", retryAfterMs: 5000 }).ws.close(1012);
  await harness.reach("recovering");
  await clock.advance(4999);
  expect(clock.pending).toBe(1); // still waits
  await clock.advance(1);
  await server.next();
});

test("rt.expiring is answered with a new token", async () => {
  let asked = 0;
  listen({ token: async () => `t${++asked}` });
  const socket = await opened();
  socket.say("expiring", { inMs: 1000 });
  expect(await socket.frame()).toEqual({
    type: "rt.token",
    data: { token: "t2" },
  });
  socket.say("renewed", {}).event("e.1", 1);
  await ticks(1);
  expect(server.count).toBe(1);
});

test("a token that cannot be had, or cannot change, runs out", async () => {
  const tokens = ["first", undefined];
  const down = new Error("identity provider is down");
  listen({
    token: () => {
      if (!tokens.length) throw down;
      return tokens.shift();
    },
  });
  const socket = await opened();
  socket.say("expiring", { inMs: 1000 }).say("expiring", { inMs: 1000 });
  socket.event("e.1", 1);
  await ticks(1);
  expect(harness.errors).toEqual([down]);
  expect(socket.unread).toBe(0);
});

test("rt.error is told", async () => {
  listen();
  const socket = await opened();
  socket.say("error", {
    error: { code: "bad_request", message: "what?", kind: "realtime" },
  });
  socket.event("e.1", 1);
  await ticks(1);
  expect(harness.errors).toMatchObject([{ code: "bad_request" }]);
});

test("silence ends the connection; any frame feeds the watchdog", async () => {
  const clock = new FakeClock();
  listen({ clock });
  const socket = (await server.accept()).hello("e.0", 1000);
  await socket.subscribed("e.0");
  await harness.reach("open");
  await clock.advance(2400);
  socket.say("later", {}); // of a later version
  socket.event("e.1", 1);
  await ticks(1);
  await clock.advance(2499);
  expect(harness.client.state).toBe("open");
  await clock.advance(1);
  expect(await socket.gone).toBe(1000);
  expect(harness.states.at(-1)).toEqual([
    "recovering",
    expect.objectContaining({ code: "silent" }),
  ]);
});

test.each(["not json", '{"type":"rt.hello"}', "null", Buffer.from([1])])(
  "what is no frame ends the connection: %s",
  async (frame) => {
    listen();
    const socket = await opened();
    socket.ws.send(frame);
    await opened();
    expect(server.count).toBe(2);
  },
);

test("another protocol version stops", async () => {
  listen();
  const socket = await server.accept();
  socket.say("hello", { protocol: 2, channels: [] });
  await harness.reach("closed");
  expect(await socket.gone).toBe(1000);
});

test("events that wait are bounded: it unsubscribes, and goes on from its cursor", async () => {
  harness = createWebSocketHarness(server.url, {
    maxInFlight: 2,
    maxWaitingEvents: 4,
  });
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  harness.client.channels.ticks().on("ticked", (n) => {
    begun.push(n);
    return new Promise<void>((resolve) => finish.push(resolve));
  });
  const socket = (await server.accept()).hello();
  await socket.subscribed("e.0");
  const reply = harness.client.channels.ticks().send("reset", 1);
  const message = await socket.frame();
  for (let n = 1; n <= 9; n++) socket.event(`e.${n}`, n);
  expect((await socket.frame()).type).toBe("rt.unsubscribe");
  socket.reply(message, 2); // sends go on meanwhile
  expect(await reply).toBe(2);
  socket.say("unsubscribed", { channel: "ticks", params: {} });
  while (begun.length < 3) {
    finish.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  finish.shift()?.();
  const [{ start }] = await socket.subscribed("e.0");
  expect(start).toEqual({ cursor: "e.3" });
  for (let n = 4; n <= 6; n++) socket.event(`e.${n}`, n);
  while (begun.length < 6) {
    finish.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
  expect(server.count).toBe(1);
});

test("a token that comes too late opens nothing", async () => {
  const clock = new FakeClock();
  const tokens: ((token: string) => void)[] = [];
  listen({
    clock,
    token: () => new Promise<string>((resolve) => tokens.push(resolve)),
  });
  await clock.advance(15_000);
  await harness.reach("connecting");
  await clock.advance(2);
  expect(tokens).toHaveLength(2);
  tokens[0]?.("late");
  tokens[1]?.("second");
  const { protocols } = await server.next();
  expect(protocols[1]).toBe(
    `bearer.${Buffer.from("second").toString("base64url")}`,
  );
  expect(server.count).toBe(1);
});
