/** Answers in parts, as a POST is answered: over node:http and over `fetch`. */
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import type { HandlerContext } from "../../../templates/runtime/server/handler-table.js";
import { deferred } from "../../support/deferred.js";
import { channel, has } from "./contract.js";
import { type Me, settle } from "./harness.js";
import { served } from "./served.js";

const answers: ContractSpec = {
  name: "llm",
  version: "1",
  hash: "h1",
  channels: {
    chat: channel("chat", {
      clientToServer: {
        count: {
          check: has("to", "number"),
          reply: has("n", "number"),
          stream: true,
        },
      },
    }),
  },
};

let made = 0;
let left = deferred<void>();
async function* count(
  { to }: { to: number },
  { signal }: HandlerContext<Me>,
): AsyncGenerator<unknown> {
  try {
    for (made = 0; made < Math.abs(to); made++) {
      yield { n: made, pad: "x".repeat(2_000) };
    }
    if (to < 0) {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    }
  } finally {
    left.resolve();
  }
}

const server = served(
  {
    handlers: { chat: { count } },
    snapshots: {},
    heartbeatMs: 20,
    limits: { highWaterMark: 16_384 },
  },
  answers,
);
let http: HttpServer;
let base = "";

beforeAll(async () => {
  http = createServer(server.requestListener);
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await server.close({ graceMs: 0 });
  http.closeAllConnections();
  http.close();
});

let ids = 0;
const post = (
  send: (request: Request) => Promise<Response>,
  to: unknown,
  signal = new AbortController().signal,
): Promise<Response> =>
  send(
    new Request(`${base}/realtime/messages`, {
      method: "POST",
      headers: {
        authorization: "Bearer t",
        "content-type": "application/json",
      },
      body: JSON.stringify({
        id: `m${ids++}`,
        channel: "chat",
        type: "count",
        data: { to },
      }),
      signal,
    }),
  );

describe.each([
  ["node:http", (request: Request) => fetch(request)],
  ["fetch", (request: Request) => server.fetch(request)],
])("over %s", (_, send) => {
  test("parts come as frames, and the outcome last", async () => {
    const response = await post(send, 2);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const text = (await response.text()).replace(/"pad":"x+"/g, '"pad":""');
    const id = `m${ids - 1}`;
    expect(text.replaceAll(":\n\n", "")).toBe(
      `event: rt.part\ndata: {"id":"${id}","data":{"n":0,"pad":""}}\n\n` +
        `event: rt.part\ndata: {"id":"${id}","data":{"n":1,"pad":""}}\n\n` +
        `event: rt.reply\ndata: {"id":"${id}","ok":true}\n\n`,
    );
  });

  test("what is wrong before the first part has a status", async () => {
    const response = await post(send, "many");
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      id: `m${ids - 1}`,
      ok: false,
      error: { code: "invalid_payload" },
    });
  });

  test("a client that does not read holds the handler back", async () => {
    const response = await post(send, 20_000); // 40 MB
    const reader = response.body!.getReader();
    await reader.read();
    let before = -1;
    while (before !== made) {
      before = made;
      for (let i = 0; i < 50; i++) await settle();
    }
    expect(made).toBeLessThan(10_000);
    left = deferred();
    await reader.cancel();
    await left.promise;
  });

  test("a client that leaves ends the handler, which waits for something else", async () => {
    left = deferred();
    const abort = new AbortController();
    const response = await post(send, -1, abort.signal);
    const reader = response.body!.getReader();
    await reader.read();
    abort.abort();
    await left.promise;
    expect(made).toBe(1);
  });

  test("silence is filled with comments", async () => {
    const abort = new AbortController();
    const response = await post(send, -1, abort.signal);
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    let text = "";
    while (!text.endsWith("\n\n:\n\n:\n\n")) {
      text += decoder.decode((await reader.read()).value, { stream: true });
    }
    expect(text).toContain("rt.part");
    left = deferred();
    abort.abort();
    await left.promise;
  });
});
