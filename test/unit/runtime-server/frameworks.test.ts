import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import express from "express";
import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import { listening } from "../../support/listening.js";
import { served } from "./served.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const body = JSON.stringify({
  id: "1",
  channel: "orders",
  params: { customerId: "1" },
  type: "order.cancel",
  data: { orderId: "1" },
});
const post = {
  method: "POST",
  body,
  headers: { authorization: "Bearer t", "content-type": "application/json" },
};

async function streams(base: string, publish: () => unknown): Promise<void> {
  const abort = new AbortController();
  const response = await fetch(`${base}/realtime/sse?subscribe=lobby&token=t`, {
    signal: abort.signal,
  });
  const reader = response
    .body!.pipeThrough(new TextDecoderStream())
    .getReader();
  let text = (await reader.read()).value ?? "";
  await publish();
  while (!text.includes("event: tick"))
    text += (await reader.read()).value ?? "";
  abort.abort();
  expect(text).toContain('data: {"n":1}\n\n');
}

test.each([
  [
    "before body parsers",
    (app: express.Express, mount: () => void) => {
      mount();
      app.use(express.json());
    },
  ],
  [
    "after them, against the advice",
    (app: express.Express, mount: () => void) => {
      app.use(express.json());
      mount();
    },
  ],
])("express 5, mounted %s", async (_, setUp) => {
  const server = served();
  const app = express();
  setUp(app, () => app.use(server.requestListener));
  app.get("/mine", (_request, response) => void response.send("mine"));
  const { port, stop } = await listening(app);
  cleanups.push(stop, () => server.close({ graceMs: 0 }));
  const base = `http://127.0.0.1:${port}`;
  expect(await (await fetch(`${base}/mine`)).text()).toBe("mine");
  expect(await (await fetch(`${base}/realtime/messages`, post)).json()).toEqual(
    { id: "1", ok: true, data: { cancelled: true } },
  );
  expect((await fetch(`${base}/realtime/nope`)).status).toBe(404);
  await streams(base, () =>
    server.channels["lobby"]!().publish("tick", { n: 1 }),
  );
});

test("express 5, mounted on a path", async () => {
  const server = served({ basePath: "/api/rt" });
  const app = express();
  app.use("/api", server.requestListener);
  const { port, stop } = await listening(app);
  cleanups.push(stop, () => server.close({ graceMs: 0 }));
  const response = await fetch(
    `http://127.0.0.1:${port}/api/rt/messages`,
    post,
  );
  expect(response.status).toBe(200);
});

test("hono", async () => {
  const server = served();
  const app = new Hono();
  app.all("/realtime/*", (context) => server.fetch(context.req.raw));
  app.get("/mine", (context) => context.text("mine"));
  const listener = getRequestListener(app.fetch);
  const { port, stop } = await listening(
    (request, response) => void listener(request, response),
  );
  cleanups.push(stop, () => server.close({ graceMs: 0 }));
  const base = `http://127.0.0.1:${port}`;
  expect(await (await fetch(`${base}/mine`)).text()).toBe("mine");
  expect(
    await (await fetch(`${base}/realtime/messages`, post)).json(),
  ).toMatchObject({ ok: true });
  await streams(base, () =>
    server.channels["lobby"]!().publish("tick", { n: 1 }),
  );
});

test("compression middlewares are told to let go of what is written", async () => {
  const server = served();
  let flushed = 0;
  const { port, stop } = await listening((request, response) => {
    Object.assign(response, { flush: () => flushed++ });
    server.requestListener(request, response);
  });
  cleanups.push(stop, () => server.close({ graceMs: 0 }));
  await streams(`http://127.0.0.1:${port}`, () =>
    server.channels["lobby"]!().publish("tick", { n: 1 }),
  );
  expect(flushed).toBe(2);
});

test("close ends streams, so that the HTTP server can close", async () => {
  const server = served();
  const http = createServer(server.requestListener);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const address = http.address();
  const port = typeof address === "object" ? address!.port : 0;
  const response = await fetch(
    `http://127.0.0.1:${port}/realtime/sse?subscribe=lobby&token=t`,
  );
  const text = response.text();
  await server.close({ graceMs: 0 });
  http.closeIdleConnections();
  await new Promise((resolve) => http.close(resolve));
  expect(await text).toMatch(/event: rt\.close\n/);
});
