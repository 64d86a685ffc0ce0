/** The same clients, as bundles, in the runtimes that users have. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import { createNodeServer } from "../../../templates/runtime/http/node.js";
import { longPolling } from "../../../templates/runtime/long-polling/server.js";
import { polling } from "../../../templates/runtime/polling/server.js";
import { listening } from "../../support/listening.js";
import {
  type TicksChannels,
  ticksContract,
} from "../../support/ticks-contract.js";
import {
  event,
  hello,
  PlayedServer,
  STREAM_HEADERS,
} from "../../support/played-sse-server.js";
import { PlayedWebSocketServer } from "../../support/played-websocket-server.js";
import { buildSmoke, type Runtime, runSmoke } from "./run-smoke.js";

const HEARD = {
  heard: [
    ["ticked", 2, "e.2"],
    ["ticked", 3, "e.3"],
  ],
  reply: 6,
  state: "closed",
};
const POLLING = {
  polling: "pollingTransport",
  "long-polling": "longPollingTransport",
} as const;
type PollingId = keyof typeof POLLING;

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clients-"));
  await buildSmoke(at("sse.mjs"), "sse/client.ts", "sseTransport", "browser");
  for (const [id, name] of Object.entries(POLLING)) {
    const module = `${id}/client.ts`;
    await buildSmoke(at(`${id}.mjs`), module, name, "browser");
  }
  const module = "websocket/client.ts";
  await buildSmoke(at("ws.mjs"), module, "websocketTransport", "browser");
  await buildSmoke(
    at("ws.cjs"),
    "websocket/client.node.ts",
    "nodeWebsocketTransport",
    "node",
  );
});

afterAll(() => rm(folder, { recursive: true }));

test.each<Runtime>(["node", "bun", "deno"])("%s: SSE", async (runtime) => {
  const server = await PlayedServer.start();
  try {
    const run = runSmoke(runtime, at("sse.mjs"), server.url, folder);
    run.catch(() => {}); // is told below

    const refused = await server.next();
    expect(refused.headers.authorization).toBe("Bearer secret");
    refused.response.writeHead(503).end();

    const cut = await server.next();
    cut.response.writeHead(200, STREAM_HEADERS);
    cut.response.write(
      hello(cut, "e.1") + event("e.2", 2) + event("e.3", 3).slice(0, 40),
    );
    // not before it was heard: the next connection must go on from there
    await new Promise((resolve) => setTimeout(resolve, 100));
    cut.socket.destroy();

    const resumed = await server.next();
    expect(resumed.body.subscriptions).toEqual([
      { channel: "ticks", params: {}, start: { cursor: "e.2" } },
    ]);
    resumed.response.writeHead(200, STREAM_HEADERS);
    resumed.response.write(hello(resumed, "e.2") + event("e.3", 3));
    await resumed.gone;

    const { body, response } = await server.next();
    expect(body).toMatchObject({ channel: "ticks", type: "reset", data: 5 });
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: body.id, ok: true, data: 6 }));

    expect(await run).toEqual(HEARD);
  } finally {
    await server.stop();
  }
});

test.each<[Runtime, PollingId]>(
  (["node", "bun", "deno"] as const).flatMap((runtime) =>
    (["polling", "long-polling"] as const).map((id): [Runtime, PollingId] => [
      runtime,
      id,
    ]),
  ),
)("%s: %s", async (runtime, id) => {
  const server = createNodeServer<{ id: string }, TicksChannels>(
    ticksContract,
    {
      engine: memoryEngine({ epoch: "e" }),
      authenticate: ({ token }) =>
        token === "secret" ? { identity: { id: "ada" } } : null,
      authorize: () => true,
      handlers: { ticks: { reset: (n: number) => n + 1, poke: () => {} } },
      snapshots: { rooms: () => 0 },
    },
    [id === "polling" ? polling() : longPolling()],
  );
  let requests = 0;
  const asked: (() => void)[] = [];
  const http = await listening((request, response) => {
    requests++;
    if (requests === 1) return void response.writeHead(503).end();
    // What is published before the second answer is there was not asked for.
    response.on("finish", () => asked.shift()?.());
    server.requestListener(request, response);
  });
  const answered = (): Promise<void> =>
    new Promise((resolve) => asked.push(resolve));
  try {
    const { ticks } = server.channels;
    await ticks().publish("ticked", 1);
    const first = answered();
    const url = `http://127.0.0.1:${http.port}/realtime`;
    const run = runSmoke(runtime, at(`${id}.mjs`), url, folder);
    run.catch(() => {}); // is told below
    await first;
    await ticks().publish("ticked", 2);
    await ticks().publish("ticked", 3);
    expect(await run).toEqual(HEARD);
  } finally {
    await server.close({ graceMs: 0 });
    await http.stop();
  }
});

const bearer = `bearer.${Buffer.from("secret").toString("base64url")}`;

test.each<[Runtime, string, unknown[]]>([
  // Node 20 has no WebSocket of its own
  ["node", "ws.cjs", ["Bearer secret", "rt.v1"]],
  ["bun", "ws.mjs", [undefined, "rt.v1", bearer]],
  ["deno", "ws.mjs", [undefined, "rt.v1", bearer]],
])("%s: WebSocket", async (runtime, file, token) => {
  const server = await PlayedWebSocketServer.start();
  try {
    const run = runSmoke(runtime, at(file), server.url, folder);
    run.catch(() => {}); // is told below

    const refused = await server.next();
    const { authorization } = refused.headers;
    expect([authorization, ...refused.protocols]).toEqual(token);
    refused.refuse(503);

    const cut = (await server.accept()).hello();
    await cut.subscribed("e.1");
    cut.event("e.2", 2);
    // not before it was heard: the next connection must go on from there
    await new Promise((resolve) => setTimeout(resolve, 100));
    cut.ws.terminate();

    const resumed = (await server.accept()).hello();
    const [{ start }] = await resumed.subscribed("e.2");
    expect(start).toEqual({ cursor: "e.2" });
    resumed.event("e.3", 3);
    expect(await resumed.gone).toBe(1000);

    const last = (await server.accept()).hello();
    const message = await last.frame();
    expect(message).toMatchObject({ type: "reset", data: 5 });
    last.reply(message, 6);
    expect(await last.gone).toBe(1000);

    expect(await run).toEqual(HEARD);
  } finally {
    await server.stop();
  }
});
