/** Peers that stall, vanish, trickle or flood: each has its answer, none takes the process down. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { deferred } from "../../support/deferred.js";
import type { DisconnectEvent } from "../../../templates/runtime/server/hooks.js";
import type { Me } from "../../unit/runtime-server/harness.js";
import { served } from "../../unit/runtime-server/served.js";
import { listening } from "../../support/listening.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: Parameters<typeof served>[0] = {}) {
  const { promise: disconnected, resolve: onDisconnect } =
    deferred<DisconnectEvent<Me>>();
  const server = served({
    ...options,
    hooks: { onError() {}, onDisconnect },
  });
  const { port, stop } = await listening(server.requestListener);
  cleanups.push(stop, () => server.close({ graceMs: 0 }));
  return { server, port, disconnected };
}

/** A socket that says what it is told, and hears up to a mark. */
function peer(port: number): {
  socket: Socket;
  until(mark: string): Promise<string>;
  ended: Promise<string>;
} {
  const socket = connect(port, "127.0.0.1");
  cleanups.push(() => socket.destroy());
  let text = "";
  let look: ((tail: string) => void) | undefined;
  socket.on("error", () => {});
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    look?.(text.slice(-chunk.length - 100));
  });
  return {
    socket,
    until: (mark) =>
      new Promise((resolve) => {
        look = (tail) => {
          if (tail.includes(mark)) resolve(text);
        };
        look(text);
      }),
    ended: once(socket, "close").then(() => text),
  };
}

const GET =
  "GET /realtime/sse?subscribe=lobby&token=t HTTP/1.1\r\nhost: x\r\n\r\n";
const POST =
  "POST /realtime/messages HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\ncontent-type: application/json\r\n";

test("a client that vanishes is a disconnect", async () => {
  const { port, disconnected, server } = await start();
  const { socket, until } = peer(port);
  socket.write(GET);
  await until("rt.hello");
  socket.resetAndDestroy();
  expect(await disconnected).toMatchObject({
    reason: "client",
    transport: "sse",
  });
  expect(server.runtime.connections).toBe(0);
});

test("a client that vanishes while it is being authorised leaves nothing behind", async () => {
  const asked = deferred();
  const answer = deferred<boolean>();
  const { port, server, disconnected } = await start({
    authorize: () => {
      asked.resolve();
      return answer.promise;
    },
  });
  const { socket } = peer(port);
  socket.write(GET);
  await asked.promise;
  socket.resetAndDestroy();
  await once(socket, "close");
  await new Promise((resolve) => setTimeout(resolve, 20)); // the server's end of it
  answer.resolve(true);
  await disconnected;
  expect(server.runtime.connections).toBe(0);
});

test("a socket that reads nothing is ended as stalled, having cost little memory", async () => {
  const { port, disconnected, server } = await start({
    heartbeatMs: 60,
    limits: { stallTimeoutMs: 150 },
  });
  const { socket, until } = peer(port);
  socket.write(GET);
  await until("rt.hello");
  socket.pause();
  const lobby = server.channels["lobby"]!();
  const pad = "x".repeat(10_000);
  for (let n = 0; server.runtime.connections > 0 && n < 5_000; n++) {
    await lobby.publish("tick", { n, pad });
    if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await disconnected).toMatchObject({ reason: "stalled" });
});

test("a slow reader gets everything that is still in the history, in order", async () => {
  const { port, server } = await start();
  const { socket, until } = peer(port);
  socket.write(GET);
  await until("rt.hello");
  const lobby = server.channels["lobby"]!();
  const pad = "x".repeat(100_000);
  socket.pause();
  for (let n = 0; n < 100; n++) {
    await lobby.publish("tick", { n, pad });
    await new Promise(setImmediate);
  }
  socket.resume();
  const text = await until('{"n":99,');
  const numbers = [...text.matchAll(/data: \{"n":(\d+)/g)].map(([, n]) =>
    Number(n),
  );
  expect(numbers).toEqual(Array.from({ length: 100 }, (_, n) => n));
});

test("a body that trickles in is given up", async () => {
  const { port } = await start({ bodyTimeoutMs: 40 });
  const { socket, ended } = peer(port);
  socket.write(`${POST}content-length: 100\r\n\r\n{"id":`);
  const text = await ended;
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect(text).toContain("the body took too long");
});

test("a body without end is cut off at the limit", async () => {
  const { port } = await start({ limits: { maxMessageBytes: 10_000 } });
  const { socket, ended } = peer(port);
  socket.write(`${POST}transfer-encoding: chunked\r\n\r\n`);
  const chunk = `1000\r\n${"x".repeat(4_096)}\r\n`;
  for (let i = 0; i < 5; i++) socket.write(chunk);
  expect(await ended).toMatch(/^HTTP\/1\.1 413 /);
});

test("a body that is cut off is nobody's fault", async () => {
  const { port, server } = await start();
  const { socket } = peer(port);
  socket.write(`${POST}content-length: 100\r\n\r\n{"id":`);
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.resetAndDestroy();
  await once(socket, "close");
  expect(
    (await server.fetch(new Request("http://x/realtime/nope"))).status,
  ).toBe(404);
});
