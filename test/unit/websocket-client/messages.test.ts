import { afterEach, beforeEach, expect, test } from "vitest";
import { FakeClock } from "../../support/fake-clock.js";
import {
  type PlayedSocket,
  PlayedWebSocketServer,
} from "../../support/played-websocket-server.js";
import {
  createWebSocketHarness,
  type WebSocketHarness,
} from "../../support/websocket-harness.js";
import { type TicksClient, TickError } from "../../support/ticks-contract.js";

let server: PlayedWebSocketServer;
let harness: WebSocketHarness<TicksClient>;

beforeEach(async () => {
  server = await PlayedWebSocketServer.start();
});

afterEach(async () => {
  await harness.client.close();
  await server.stop();
});

function start(
  options: Parameters<typeof createWebSocketHarness>[1] = {},
): ReturnType<TicksClient["channels"]["ticks"]> {
  harness = createWebSocketHarness(server.url, options);
  return harness.client.channels.ticks();
}

async function accept(): Promise<PlayedSocket> {
  return (await server.accept()).hello();
}

test("the first send opens, and is answered", async () => {
  const ticks = start();
  const reply = ticks.send("reset", 5, { headers: { trace: "x" } });
  const socket = await accept();
  const message = await socket.frame();
  expect(message).toEqual({
    type: "reset",
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    channel: "ticks",
    params: {},
    data: 5,
    headers: { trace: "x" },
  });
  socket.reply(message, 6);
  expect(await reply).toBe(6);
  expect(harness.client.state).toBe("open");
  const again = ticks.send("reset", 6); // on the same socket
  socket.reply(await socket.frame(), 7);
  expect(await again).toBe(7);
  expect(server.count).toBe(1);
});

test("a connection that nothing was sent on between two heartbeats ends", async () => {
  const ticks = start();
  const reply = ticks.send("reset", 1);
  const socket = await accept();
  socket.reply(await socket.frame(), 2);
  await reply;
  socket.say("heartbeat", { cursor: "e.0" });
  const unanswered = ticks.send("reset", 2);
  const message = await socket.frame();
  socket.say("heartbeat", { cursor: "e.0" });
  socket.say("heartbeat", { cursor: "e.0" });
  socket.reply(message, 3);
  expect(await unanswered).toBe(3);
  socket.say("heartbeat", { cursor: "e.0" });
  expect(await socket.gone).toBe(1000);
  expect(harness.client.state).toBe("idle");
  const later = ticks.send("reset", 3);
  const next = await accept();
  next.reply(await next.frame(), 4);
  expect(await later).toBe(4);
});

test("what has no answer is sent again on the next socket, in order, at once", async () => {
  const ticks = start();
  const replies = [1, 2, 3].map((n) => ticks.send("reset", n));
  const socket = await accept();
  const first = [await socket.frame(), await socket.frame()];
  socket.reply(first[0], 10);
  await replies[0];
  socket.ws.terminate();
  const next = await accept();
  const again = [await next.frame(), await next.frame()];
  expect(again.map(({ data }) => data)).toEqual([2, 3]);
  expect(again[0].id).toBe(first[1].id);
  next.reply(again[1], 30).reply(again[0], 20);
  expect(await Promise.all(replies)).toEqual([10, 20, 30]);
});

test("nothing is sent before the hello, and a late answer is good", async () => {
  const ticks = start();
  const reply = ticks.send("reset", 1, { id: "mine" });
  const socket = await server.accept();
  expect(socket.unread).toBe(0);
  socket.hello();
  const message = await socket.frame();
  socket.reply({ id: "other" }, 9).reply(message, 2);
  expect(await reply).toBe(2);
});

test("two sends of one id wait for each other", async () => {
  const ticks = start();
  const replies = [1, 2].map((n) => ticks.send("reset", n, { id: "same" }));
  const socket = await accept();
  const first = await socket.frame();
  expect([first.data, socket.unread]).toEqual([1, 0]);
  socket.reply(first, 10);
  expect(await replies[0]).toBe(10);
  const second = await socket.frame();
  socket.refuse(second, { code: "conflict" });
  await expect(replies[1]).rejects.toMatchObject({ code: "conflict" });
});

test("typed errors, and trying again where the server asks for it", async () => {
  const ticks = start();
  const failing = ticks.send("reset", 1);
  const socket = await accept();
  socket.refuse(await socket.frame(), {
    code: "too_late",
    kind: "application",
    payload: 3,
  });
  await expect(failing).rejects.toBeInstanceOf(TickError.TooLate);
  const later = ticks.send("reset", 2, { id: "busy" });
  socket.refuse(await socket.frame(), { code: "unavailable", retryAfterMs: 1 });
  const again = await socket.frame();
  expect(again.id).toBe("busy");
  socket.reply(again, 3);
  expect(await later).toBe(3);
});

test("a send times out over all sockets; what is cancelled is not sent again", async () => {
  const clock = new FakeClock();
  const ticks = start({ clock });
  const leaving = new AbortController();
  const late = ticks.send("reset", 1);
  const left = ticks.send("reset", 2, { signal: leaving.signal });
  const socket = await accept();
  await socket.frame();
  await socket.frame();
  leaving.abort(new Error("gone"));
  await expect(left).rejects.toThrow("gone");
  socket.ws.terminate();
  await harness.reach("recovering");
  await clock.advance(2);
  const next = await accept();
  expect((await next.frame()).data).toBe(1);
  await Promise.all([
    expect(late).rejects.toMatchObject({ code: "reply_timeout" }),
    clock.advance(30_000),
  ]);
  expect(next.unread).toBe(0);
});

test("where there will be no other socket, sends fail with the reason", async () => {
  const ticks = start();
  const failing = ticks.send("reset", 1);
  const socket = await accept();
  await socket.frame();
  socket.ws.close(1008, "too many bad frames");
  await expect(failing).rejects.toMatchObject({
    code: "close_1008",
    message: "too many bad frames",
  });
  expect(harness.client.state).toBe("closed");
  const anew = ticks.send("reset", 2); // tries anew
  const next = await accept();
  next.reply(await next.frame(), 3);
  expect(await anew).toBe(3);
});

test("close rejects what is unanswered, and ends the socket", async () => {
  const ticks = start();
  const failing = ticks.send("poke", 1);
  const socket = await accept();
  await socket.frame();
  await harness.client.close();
  await expect(failing).rejects.toMatchObject({ code: "closed" });
  expect(await socket.gone).toBe(1000);
});

test("sends go on while handlers hold everything up", async () => {
  const ticks = start({ maxInFlight: 1 });
  ticks.on("ticked", () => new Promise(() => {}));
  const socket = await accept();
  await socket.subscribed("e.0");
  socket.event("e.1", 1).event("e.2", 2).event("e.3", 3);
  const reply = ticks.send("reset", 1);
  socket.reply(await socket.frame(), 2);
  expect(await reply).toBe(2);
});

test("a thousand reconnects leave nothing behind", async () => {
  const clock = new FakeClock();
  clock.chance = 0;
  const ticks = start({ clock });
  ticks.on("ticked", () => {});
  for (let n = 0; n < 1000; n++) {
    const socket = await accept();
    await socket.subscribed("e.0");
    await harness.reach("open");
    socket.ws.terminate();
    await harness.reach("recovering");
    await clock.advance(0);
  }
  await accept();
  while ((await server.connections()) > 1)
    await new Promise((resolve) => setImmediate(resolve));
  expect(clock.pending).toBe(1); // the watchdog
  await harness.client.close();
  expect(clock.pending).toBe(0);
});
