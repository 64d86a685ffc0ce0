import { afterEach, beforeEach, expect, test } from "vitest";
import { createClient } from "../../../templates/runtime/client/client.js";
import { createSend } from "../../../templates/runtime/client/send.js";
import {
  type SseOptions,
  sseTransport,
} from "../../../templates/runtime/sse/client.js";
import {
  event,
  hello,
  PlayedServer,
  STREAM_HEADERS,
} from "../../support/played-sse-server.js";
import {
  type TicksClient,
  ticksContract,
} from "../../support/ticks-contract.js";

let server: PlayedServer;
let client: TicksClient;
let seen: number[];
let states: [state: string, error?: unknown][];

beforeEach(async () => {
  server = await PlayedServer.start();
});

afterEach(async () => {
  await client.close();
  await server.stop();
});

/** A client that listens for ticks; waits between tries are next to nothing. */
function listen(options: Partial<SseOptions> = {}): void {
  const all = { url: server.url, backoffBaseMs: 2, onError() {}, ...options };
  client = createClient<TicksClient>(ticksContract, sseTransport(all), {
    ...all,
    createSend,
  });
  seen = [];
  states = [];
  client.onState((...change) => states.push(change));
  client.channels.ticks().on("ticked", (n) => void seen.push(n));
}

/** Resolves when the client has come to the state. */
function reach(state: string): Promise<unknown> {
  return new Promise((resolve) => {
    if (client.state === state) resolve(undefined);
    client.onState((now, error) => {
      if (now === state) resolve(error);
    });
  });
}

/** Resolves when so many ticks were handled. */
async function ticks(count: number): Promise<void> {
  const done = new Promise<void>((resolve) => {
    const stop = client.channels.ticks().on("ticked", () => {
      if (seen.length >= count) {
        stop();
        resolve();
      }
    });
  });
  if (seen.length < count) await done;
}

test("asks for a stream as WIRE.md says, and hears it", async () => {
  listen({ token: () => "secret", headers: { "x-tenant": "7" } });
  const request = await server.next();
  expect(request).toMatchObject({
    method: "POST",
    path: "/realtime/sse",
    headers: {
      "content-type": "application/json",
      authorization: "Bearer secret",
      "x-tenant": "7",
    },
    body: { subscriptions: [{ channel: "ticks", params: {}, start: "now" }] },
  });
  request.response.writeHead(200, STREAM_HEADERS);
  request.response.write(hello(request, "e.1") + event("e.2", 2));
  await ticks(1);
  expect([client.state, seen]).toEqual(["open", [2]]);
});

test("503, 429 and 408 are tried again, however often", async () => {
  listen();
  for (const status of [503, 502, 429, 408, 425, 500]) {
    const { response } = await server.next();
    response.writeHead(status).end("<html>an error page</html>");
  }
  const request = await server.next();
  expect(states.at(-1)).toEqual([
    "connecting",
    expect.objectContaining({ code: "http_500" }),
  ]);
  request.response.writeHead(200, STREAM_HEADERS);
  request.response.write(hello(request, "e.1"));
  await reach("open");
});

test("401 asks for one more token", async () => {
  let asked = 0;
  listen({ token: async () => `token ${++asked}` });
  const first = await server.next();
  first.response.writeHead(401).end();
  const second = await server.next();
  expect(second.headers.authorization).toBe("Bearer token 2");
  second.response.writeHead(401, { "content-type": "application/json" });
  second.response.end(
    JSON.stringify({
      error: { code: "unauthenticated", message: "who?", kind: "realtime" },
    }),
  );
  expect(await reach("closed")).toMatchObject({
    code: "unauthenticated",
    message: "who?",
  });
  expect(server.count).toBe(2);
});

test("403 asks for one more token too: its scopes may be old", async () => {
  let asked = 0;
  listen({ token: () => `token ${++asked}` });
  for (let i = 0; i < 2; i++) {
    const { response } = await server.next();
    response.writeHead(403, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        error: { code: "forbidden", message: "no", kind: "realtime" },
      }),
    );
  }
  expect(await reach("closed")).toMatchObject({ code: "forbidden" });
  expect(asked).toBe(2);
});

test.each([
  { error: "Service Unavailable" },
  { error: { code: "overloaded", message: "not one of ours" } },
  { message: "no error at all" },
  null,
])("of an error %j that is not ours the status counts", async (body) => {
  listen();
  const { response } = await server.next();
  response.writeHead(503, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
  await server.next();
  expect(states.at(-1)).toEqual([
    "connecting",
    expect.objectContaining({ code: "http_503", recovery: "retry" }),
  ]);
});

test("control messages of a later version are ignored", async () => {
  listen();
  const request = await server.next();
  request.response.writeHead(200, STREAM_HEADERS);
  request.response.write(
    `${hello(request, "e.1")}event: rt.later\ndata: {}\n\ndata: x\n\n${event("e.2", 2)}`,
  );
  await ticks(1);
  expect(server.count).toBe(1);
});

test.each([
  [400, "http_400"],
  [404, "http_404"],
  [422, "http_422"],
  [204, "http_204"],
])("%i stops for good", async (status, code) => {
  listen();
  const { response } = await server.next();
  response.writeHead(status).end();
  expect(await reach("closed")).toMatchObject({ code });
  expect(server.count).toBe(1);
});

test.each(["text/html", "text/event-streams", "application/json"])(
  "%s is no event stream",
  async (type) => {
    listen();
    const request = await server.next();
    request.response.writeHead(200, { "content-type": type });
    request.response.write(hello(request, "e.1"));
    expect(await reach("closed")).toMatchObject({ code: "content_type" });
    await request.gone; // nothing is left open
  },
);

test("a content type may have parameters and capitals", async () => {
  listen();
  const request = await server.next();
  request.response.writeHead(200, {
    "content-type": "Text/Event-Stream ;charset=UTF-8",
  });
  request.response.write(hello(request, "e.1"));
  await reach("open");
  expect(client.state).toBe("open");
});

test("Retry-After is kept", async () => {
  const waits: number[] = [];
  listen({
    clock: {
      now: Date.now,
      random: () => 0,
      after(ms, run) {
        if (ms < 10_000) waits.push(ms);
        const timer = setTimeout(run, 0);
        if (ms >= 10_000) clearTimeout(timer);
        return () => clearTimeout(timer);
      },
    },
  });
  (await server.next()).response.writeHead(503, { "retry-after": "7" }).end();
  const date = new Date(Date.now() + 5000).toUTCString();
  (await server.next()).response.writeHead(429, { "retry-after": date }).end();
  await server.next();
  expect(waits[0]).toBe(7000);
  expect(waits[1]).toBeGreaterThan(3000);
  expect(waits[1]).toBeLessThanOrEqual(5000);
});

test("a clean end, a cut frame, a reset: goes on from the cursor", async () => {
  listen();
  const first = await server.next();
  first.response.writeHead(200, STREAM_HEADERS);
  first.response.end(hello(first, "e.1") + event("e.2", 2));

  const second = await server.next();
  expect(second.body.subscriptions[0].start).toEqual({ cursor: "e.2" });
  second.response.writeHead(200, STREAM_HEADERS);
  // the last frame lacks its blank line: it is void
  second.response.end(
    hello(second, "e.2") + event("e.3", 3) + event("e.4", 4).slice(0, -1),
  );

  const third = await server.next();
  expect(third.body.subscriptions[0].start).toEqual({ cursor: "e.3" });
  third.response.writeHead(200, STREAM_HEADERS);
  third.response.write(hello(third, "e.3") + event("e.4", 4));
  await ticks(3);
  third.response.write(event("e.5", 5).slice(0, 30), () =>
    third.socket.resetAndDestroy(),
  );

  const fourth = await server.next();
  expect(fourth.body.subscriptions[0].start).toEqual({ cursor: "e.4" });
  expect(seen).toEqual([2, 3, 4]);
});

test("rt.close is heard, with its hint", async () => {
  listen();
  const first = await server.next();
  first.response.writeHead(200, STREAM_HEADERS);
  first.response.write(
    `${hello(first, "e.1")}event: rt.close\ndata: {"reason":"drain","retryAfterMs":3}\n\n`,
  );
  await server.next();
  await first.gone; // the client does not wait for the server's end
  expect(states.map(([state]) => state)).toEqual([
    "connecting",
    "open",
    "recovering",
  ]);
});

test("a stalled stream is given up after 2.5 heartbeats; comments keep it", async () => {
  listen();
  const first = await server.next();
  first.response.writeHead(200, STREAM_HEADERS);
  first.response.write(hello(first, "e.1", { heartbeatMs: 20 }));
  const comments = setInterval(() => first.response.write(": still here\n"), 5);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(server.count).toBe(1);
  clearInterval(comments);
  await server.next();
  await first.gone;
  expect(states.at(-1)).toEqual([
    "recovering",
    expect.objectContaining({ code: "silent" }),
  ]);
});

test("a server that accepts and says nothing is given up", async () => {
  listen({ connectTimeoutMs: 30 });
  const first = await server.next();
  await server.next();
  await first.gone;
  expect(states.at(-1)).toEqual([
    "connecting",
    expect.objectContaining({ code: "silent" }),
  ]);
});

test("a frame over the limit ends the connection, which begins anew", async () => {
  listen({ maxFrameChars: 1000 });
  const first = await server.next();
  first.response.writeHead(200, STREAM_HEADERS);
  first.response.write(
    hello(first, "e.1") + event("e.2", 2) + event("e.3", "x".repeat(1000)),
  );
  const second = await server.next();
  expect(second.body.subscriptions[0].start).toEqual({ cursor: "e.2" });
  expect(states.at(-1)).toEqual([
    "recovering",
    expect.objectContaining({ code: "frame_too_large" }),
  ]);
});

test("a hello that refuses one channel leaves the other open", async () => {
  listen();
  const errors: unknown[] = [];
  const room = client.channels.rooms({ room: "a", floor: "1" });
  room.onError((error) => errors.push(error));
  room.on("ticked", () => {});
  const request = await server.next();
  request.response.writeHead(200, STREAM_HEADERS);
  request.response.write(
    hello(request, "e.1", { refuse: ["rooms"] }) + event("e.2", 2),
  );
  await ticks(1);
  expect(errors).toMatchObject([{ code: "forbidden" }]);
  expect(client.state).toBe("open");
});

test("handlers that are busy stop the reading of the socket", async () => {
  const payload = "x".repeat(100_000);
  const finish: (() => void)[] = [];
  listen();
  client.channels
    .ticks()
    .on("ticked", () => new Promise<void>((done) => finish.push(done)));
  const request = await server.next();
  request.response.writeHead(200, STREAM_HEADERS);
  request.response.write(hello(request, "e.1") + event("e.2", 2));
  // comments, as bulk: the socket fills up only if nobody reads
  for (let i = 3; i < 30; i++) request.response.write(event(`e.${i}`, i));
  await reach("open");
  const bulk = `: ${payload}\n`;
  for (let i = 0; i < 200; i++) request.response.write(bulk);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(request.response.writableLength).toBeGreaterThan(1_000_000);
  expect(seen).toEqual([2]);
});

test("messages are posted, and sent again with the same id", async () => {
  listen({ token: "t" });
  const stream = await server.next();
  stream.response.writeHead(200, STREAM_HEADERS);
  const reply = client.channels.ticks().send("reset", 5);
  const first = await server.next();
  expect(first).toMatchObject({
    method: "POST",
    path: "/realtime/messages",
    headers: { authorization: "Bearer t", "content-type": "application/json" },
    body: { channel: "ticks", params: {}, type: "reset", data: 5 },
  });
  first.socket.resetAndDestroy();
  const second = await server.next();
  second.response.writeHead(503).end("<html>");
  const third = await server.next();
  expect(third.body).toEqual(first.body);
  third.response.writeHead(200, { "content-type": "application/json" });
  third.response.end(JSON.stringify({ id: third.body.id, ok: true, data: 6 }));
  expect(await reply).toBe(6);
});

test("a 200 that is no answer of ours is sent again", async () => {
  listen();
  await server.next();
  const reply = client.channels.ticks().send("reset", 5);
  for (const text of ["<html>please log in</html>", "{}"]) {
    const { response } = await server.next();
    response.writeHead(200).end(text);
  }
  const { body, response } = await server.next();
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ id: body.id, ok: true, data: 6 }));
  expect(await reply).toBe(6);
});

test("an answered message is not sent again, whatever its status", async () => {
  listen();
  await server.next();
  const reply = client.channels.ticks().send("reset", 5);
  const { body, response } = await server.next();
  response.writeHead(422, { "content-type": "application/json" });
  response.end(
    JSON.stringify({
      id: body.id,
      ok: false,
      error: {
        code: "too_late",
        message: "too late",
        kind: "application",
        payload: 3,
      },
    }),
  );
  await expect(reply).rejects.toMatchObject({ code: "too_late", payload: 3 });
});

test("a refusal that is no answer of ours is an error", async () => {
  listen();
  await server.next();
  const reply = client.channels.ticks().send("reset", 5);
  const { response } = await server.next();
  response.writeHead(413).end("<html>too large</html>");
  await expect(reply).rejects.toMatchObject({ code: "http_413" });
});

test("a hundred reconnects leave no socket behind", async () => {
  listen({ backoffCapMs: 2 });
  for (let i = 0; i < 100; i++) {
    const request = await server.next();
    request.response.writeHead(200, STREAM_HEADERS);
    const text = hello(request, "e.1") + event(`e.${i}`, i);
    if (i % 3 === 0) request.response.end(text);
    else if (i % 3 === 1)
      request.response.write(text, () => request.socket.destroy());
    else
      request.response.write(
        `${text}event: rt.close\ndata: {"reason":"drain"}\n\n`,
      );
    await request.gone;
  }
  await server.next();
  // the one that is open, and one that fetch may keep for the next request
  expect(await server.connections()).toBeLessThanOrEqual(2);
});

test("closing ends the request", async () => {
  listen();
  const request = await server.next();
  request.response.writeHead(200, STREAM_HEADERS);
  request.response.write(hello(request, "e.1"));
  await reach("open");
  await client.close();
  await request.gone;
  expect(server.count).toBe(1);
});

test("base addresses may end in a slash; fetch may be another", async () => {
  const asked: string[] = [];
  listen({
    url: new URL("https://example.com/realtime/"),
    credentials: "include",
    redirect: "error",
    fetch: async (input, init) => {
      asked.push(`${String(input)} ${init?.credentials} ${init?.redirect}`);
      return new Response(null, { status: 204 });
    },
  });
  await reach("closed");
  expect(asked).toEqual(["https://example.com/realtime/sse include error"]);
});
