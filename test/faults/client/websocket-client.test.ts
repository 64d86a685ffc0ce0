import { afterEach, beforeEach, expect, test } from "vitest";
import { FaultProxy } from "../../support/fault-proxy.js";
import {
  type PlayedSocket,
  PlayedWebSocketServer,
} from "../../support/played-websocket-server.js";
import {
  createWebSocketHarness,
  type WebSocketHarness,
} from "../../support/websocket-harness.js";
import type { TicksClient } from "../../support/ticks-contract.js";

let server: PlayedWebSocketServer;
let proxy: FaultProxy;
let harness: WebSocketHarness<TicksClient>;
let seen: number[];
let told: (() => void) | undefined;

beforeEach(async () => {
  server = await PlayedWebSocketServer.start();
  proxy = await FaultProxy.start(server.port);
  seen = [];
  harness = createWebSocketHarness(`http://127.0.0.1:${proxy.port}/realtime`, {
    backoffCapMs: 10,
  });
});

afterEach(async () => {
  await harness.client.close();
  await proxy.stop();
  await server.stop();
});

function listen(): void {
  harness.client.channels.ticks().on("ticked", (n) => {
    seen.push(n);
    told?.();
  });
}

async function ticks(count: number): Promise<void> {
  while (seen.length < count)
    await new Promise<void>((resolve) => (told = resolve));
}

async function opened(heartbeatMs?: number): Promise<PlayedSocket> {
  return (await server.accept()).hello("e.0", heartbeatMs);
}

test("cut in the middle of a frame, it goes on from the last whole one", async () => {
  listen();
  const socket = await opened();
  await socket.subscribed("e.0");
  socket.event("e.1", 1);
  await ticks(1);
  proxy.cutAfter(60); // the next frame is longer
  socket.event("e.2", 2);
  const next = await opened();
  const [{ start }] = await next.subscribed("e.9");
  expect(start).toEqual({ cursor: "e.1" });
  next.event("e.2", 2).event("e.3", 3);
  await ticks(3);
  expect(seen).toEqual([1, 2, 3]);
});

test.each(["stall", "halfOpen"] as const)(
  "%s: a dead link is noticed by its silence, and what was sent into it is sent again",
  async (fault) => {
    listen();
    const socket = await opened(40);
    await socket.subscribed("e.0");
    await harness.reach("open");
    proxy[fault]();
    const reply = harness.client.channels.ticks().send("reset", 1);
    const next = await opened();
    expect(harness.states.at(-1)).toEqual([
      "recovering",
      expect.objectContaining({ code: "silent" }),
    ]);
    const frames = [await next.frame(), await next.frame()];
    const message = frames.find(({ type }) => type === "reset");
    next.reply(message, 2);
    expect(await reply).toBe(2);
  },
);

test("nobody there: it keeps trying, and keeps what is to be sent", async () => {
  proxy.refusing = true;
  const replies = [1, 2, 3].map((n) =>
    harness.client.channels.ticks().send("reset", n),
  );
  for (let i = 0; i < 5; i++) await proxy.next();
  proxy.refusing = false;
  const socket = await opened();
  for (let n = 1; n <= 3; n++) {
    const message = await socket.frame();
    expect(message.data).toBe(n);
    socket.reply(message, n * 10);
  }
  expect(await Promise.all(replies)).toEqual([10, 20, 30]);
});

test("an answer that is lost on its way is asked for again, with the same id", async () => {
  const reply = harness.client.channels.ticks().send("reset", 1);
  const socket = await opened();
  const message = await socket.frame();
  proxy.cutAfter(5);
  socket.reply(message, 2);
  const next = await opened();
  const again = await next.frame();
  expect(again).toEqual(message);
  next.reply(again, 2);
  expect(await reply).toBe(2);
});

test("a link that breaks again and again costs nothing but time", async () => {
  listen();
  for (let n = 1; n <= 50; n++) {
    const socket = await opened();
    const [{ start }] = await socket.subscribed("e.0");
    expect(start).toEqual(n === 1 ? "now" : { cursor: `e.${n - 1}` });
    socket.event(`e.${n}`, n);
    await ticks(n);
    proxy.drop();
    await socket.gone;
  }
  expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
  expect(harness.errors).toEqual([]);
});
