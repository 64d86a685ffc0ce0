import { afterEach, beforeEach, expect, test } from "vitest";
import { createClient } from "../../../templates/runtime/client/client.js";
import {
  type NodeWebSocketOptions,
  nodeWebsocketTransport,
} from "../../../templates/runtime/websocket/client.node.js";
import { PlayedWebSocketServer } from "../../support/played-websocket-server.js";
import {
  type TicksClient,
  ticksContract,
} from "../../support/ticks-contract.js";

let server: PlayedWebSocketServer;
let client: TicksClient;
let closed: Promise<unknown>;

beforeEach(async () => {
  server = await PlayedWebSocketServer.start();
});

afterEach(async () => {
  await client.close();
  await server.stop();
});

function listen(options: Partial<NodeWebSocketOptions> = {}): void {
  const all = { url: server.url, backoffBaseMs: 2, onError() {}, ...options };
  const transport = nodeWebsocketTransport(all);
  client = createClient<TicksClient>(ticksContract, transport, all);
  closed = new Promise((resolve) =>
    client.onState((state, error) => state === "closed" && resolve(error)),
  );
  client.channels.ticks().on("ticked", () => {});
}

/** The next failed attempt. */
function failure(): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = client.onState((_, error) => {
      if (!error) return;
      stop();
      resolve(error);
    });
  });
}

const json = { "content-type": "application/json" };
const refusal = (code: string): string =>
  JSON.stringify({ error: { code, message: `no: ${code}`, kind: "realtime" } });

test("the token travels as a header, beside those that are asked for", async () => {
  listen({ token: async () => "secret", headers: { "x-tenant": "7" } });
  const { headers, protocols, accept } = await server.next();
  expect(headers).toMatchObject({
    authorization: "Bearer secret",
    "x-tenant": "7",
  });
  expect(headers["sec-websocket-extensions"]).toBeUndefined();
  expect(protocols).toEqual(["rt.v1"]);
  const socket = (await accept()).hello();
  await socket.subscribed("e.0");
  await client.close();
  expect(await socket.gone).toBe(1000);
});

test("a refusal says why: 401 asks for one more token, then stops", async () => {
  let asked = 0;
  listen({ token: () => `t${++asked}` });
  for (let i = 0; i < 2; i++)
    (await server.next()).refuse(401, json, refusal("unauthenticated"));
  expect(await closed).toMatchObject({
    code: "unauthenticated",
    message: "no: unauthenticated",
  });
  expect([asked, server.count]).toEqual([2, 2]);
});

test.each([404, 426, 302, 200])(
  "%i stops: this is no server of ours",
  async (status) => {
    listen();
    (await server.next()).refuse(status, {}, "<html>");
    expect(await closed).toMatchObject({ code: `http_${status}` });
    expect(server.count).toBe(1);
  },
);

test("429, 502 and 503 are tried again", async () => {
  listen();
  for (const status of [429, 502, 503])
    (await server.next()).refuse(status, {}, "<html>busy</html>");
  (await server.next()).refuse(503, json, refusal("shutting_down"));
  expect(await (await server.accept()).hello().subscribed("e.0")).toHaveLength(
    1,
  );
});

test("retry-after is told", async () => {
  listen();
  (await server.next()).refuse(503, { "retry-after": "7" });
  expect(await failure()).toMatchObject({
    code: "http_503",
    retryAfterMs: 7000,
  });
});

test("a refusal that does not end, or is cut, is one all the same", async () => {
  listen();
  const long = await server.next();
  long.refuse(503, { "content-length": "1000000" }, "x".repeat(100_000));
  const cut = await server.next();
  cut.refuse(403, { "content-length": "1000000" }, "x");
  expect(await closed).toMatchObject({ code: "http_403" });
});

test("nobody there: tried again", async () => {
  listen();
  await (await server.accept()).hello().subscribed("e.0");
  await server.stop();
  await failure();
  expect(String(await failure())).toContain("ECONNREFUSED");
  server = await PlayedWebSocketServer.start();
});
