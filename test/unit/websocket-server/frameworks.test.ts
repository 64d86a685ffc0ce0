/** `attach` beside frameworks: HTTP stays theirs, upgrades below the base path are ours. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import express from "express";
import express4 from "express4";
import fastify from "fastify";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { refusal, WsPeer } from "../../support/ws-peer.js";
import { cleanUp, wired } from "./wired.js";

type Wired = Awaited<ReturnType<typeof wired>>;

async function converses({ server }: Wired, http: Server): Promise<unknown> {
  const detach = server.attach(http);
  const { port } = http.address() as AddressInfo;
  const peer = await WsPeer.open(port);
  cleanUp(() => peer.ws.terminate());
  await peer.subscribe("lobby");
  await server.channels["lobby"]!().publish("tick", { n: 1 });
  const heard = (await peer.next("tick")).data;
  const ticket = await fetch(
    `http://127.0.0.1:${port}/realtime/websocket/ticket`,
    { method: "POST", headers: { authorization: "Bearer t" } },
  );
  const { expiresInMs } = (await ticket.json()) as { expiresInMs: number };
  const mine = await fetch(`http://127.0.0.1:${port}/mine`);
  const { status } = await refusal(port, { path: "/else" });
  peer.ws.close();
  await peer.closed;
  detach();
  return [heard, expiresInMs, await mine.text(), status];
}

const CONVERSED = [{ n: 1 }, 30_000, "mine", 404];

function listens(http: Server): Promise<Server> {
  cleanUp(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  return new Promise((resolve) =>
    http.listen(0, "127.0.0.1", () => resolve(http)),
  );
}

test.each([
  ["5", express],
  ["4", express4 as unknown as typeof express],
])("express %s", async (_, create) => {
  const one = await wired();
  const app = create();
  app.use(one.server.requestListener);
  app.get("/mine", (_request, response) => void response.send("mine"));
  expect(await converses(one, await listens(createServer(app)))).toEqual(
    CONVERSED,
  );
});

test("fastify", async () => {
  const one = await wired();
  const app = fastify();
  app.get("/mine", () => "mine");
  app.all("/realtime/*", (request, reply) => {
    reply.hijack();
    one.server.requestListener(request.raw, reply.raw);
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  cleanUp(() => app.close());
  expect(await converses(one, app.server)).toEqual(CONVERSED);
});

test("hono", async () => {
  const one = await wired();
  const app = new Hono();
  app.get("/mine", (context) => context.text("mine"));
  app.all("/realtime/*", (context) => one.server.fetch(context.req.raw));
  const http = await new Promise<Server>((resolve) => {
    const listening = serve(
      { fetch: app.fetch, port: 0, hostname: "127.0.0.1" },
      () => resolve(listening as Server),
    );
  });
  cleanUp(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  expect(await converses(one, http)).toEqual(CONVERSED);
});
