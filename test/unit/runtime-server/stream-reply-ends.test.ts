/** Answers in parts over HTTP whose clients are gone, or take nothing. */
import { once } from "node:events";
import { createServer } from "node:http";
import * as http2 from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import { deferred } from "../../support/deferred.js";
import { anything, channel, contract } from "./contract.js";
import { served } from "./served.js";

const answers: ContractSpec = {
  ...contract,
  channels: {
    chat: channel("chat", {
      clientToServer: {
        count: { check: anything, reply: anything, stream: true },
      },
    }),
  },
};
const body = (id: string): string =>
  JSON.stringify({ id, channel: "chat", type: "count" });
const headers = {
  authorization: "Bearer t",
  "content-type": "application/json",
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  cleanups.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answering(
  count: () => AsyncIterable<unknown>,
  more: Parameters<typeof served>[0],
) {
  const server = served(
    { handlers: { chat: { count } }, snapshots: {}, ...more },
    answers,
  );
  cleanups.push(() => server.close({ graceMs: 0 }));
  return server;
}

test.each(["node:http", "fetch"])(
  "over %s a client that takes nothing for too long ends the handler",
  async (way) => {
    const left = deferred<void>();
    const server = answering(
      async function* () {
        try {
          for (;;) yield "x".repeat(10_000);
        } finally {
          left.resolve();
        }
      },
      { limits: { stallTimeoutMs: 20 } },
    );
    const http = createServer(server.requestListener);
    const base = await listen(http);
    cleanups.push(() => http.closeAllConnections());
    const request = new Request(`${base}/realtime/messages`, {
      method: "POST",
      headers,
      body: body("m1"),
    });
    const response = await (way === "fetch"
      ? server.fetch(request)
      : fetch(request));
    expect(response.status).toBe(200);
    await left.promise;
  },
);

test("over HTTP/2 one who leaves while being asked about holds nothing", async () => {
  const asked = deferred<void>();
  const allowed = deferred<boolean>();
  const server = answering(
    async function* () {
      yield 1;
      await new Promise(() => {});
    },
    {
      limits: { maxHandlers: 1 },
      authorize: () => {
        asked.resolve();
        return allowed.promise;
      },
    },
  );
  const http = http2.createServer(server.requestListener as never);
  const client = http2.connect(await listen(http));
  cleanups.push(() => client.destroy());
  const post = (id: string): http2.ClientHttp2Stream => {
    const path = "/realtime/messages";
    const request = client.request({
      ":method": "POST",
      ":path": path,
      ...headers,
    });
    request.end(body(id));
    return request;
  };
  const streamed = once(http, "stream");
  const first = post("m1");
  const [stream] = await streamed;
  await asked.promise;
  first.close();
  await once(stream as http2.ServerHttp2Stream, "close");
  allowed.resolve(true);
  await new Promise(setImmediate);
  const [answer] = await once(post("m2"), "response");
  expect((answer as http2.IncomingHttpHeaders)[":status"]).toBe(200);
});
