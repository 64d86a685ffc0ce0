/** The same answers over node:http and over `fetch`. */
import {
  createServer as createHttpServer,
  type Server as HttpServer,
} from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import { createNodeServer } from "../../../templates/runtime/http/node.js";
import {
  createServer,
  type ServerOptions,
} from "../../../templates/runtime/http/server.js";
import { sse } from "../../../templates/runtime/sse/server.js";
import { contract } from "./contract.js";
import { handlers, type Me } from "./harness.js";

const options = (): ServerOptions<Me> => ({
  authenticate: ({ token, headers }) => {
    if (token === "broken") throw new Error("db");
    return token === "t" || headers.get("cookie") === "sid=1"
      ? { identity: { id: "me" } }
      : null;
  },
  authorize: ({ channel }) => channel !== "board",
  engine: memoryEngine({ epoch: "e1" }),
  handlers,
  snapshots: { board: () => ({ sum: 1 }) },
  hooks: { onError() {} },
  cors: { origins: ["https://app.example"] },
  queryToken: true,
  limits: { maxMessageBytes: 2_000, maxConnections: 3 },
});
const techniques = [
  sse({
    dismiss: ({ credentials }) => credentials.headers.get("x-gone") === "1",
  }),
];

type Call = (
  method: string,
  path: string,
  headers?: Record<string, string>,
  body?: string,
) => Promise<Response>;

const auth = { authorization: "Bearer t" };
const json = { ...auth, "content-type": "application/json" };
const message = {
  id: "1",
  channel: "orders",
  params: { customerId: "42" },
  type: "order.cancel",
  data: { orderId: "9" },
};

/** A HEAD has no body. */
function errorOf(text: string): unknown {
  if (text === "") return { code: "" };
  const { error } = JSON.parse(text);
  return error.kind === "realtime" && error.message !== "" ? error : undefined;
}

function suite(
  name: "fetch" | "node:http",
  start: () => Promise<{ call: Call; stop(): Promise<unknown> }>,
): void {
  describe(`over ${name}`, () => {
    let call: Call;
    let stop: () => Promise<unknown>;
    beforeAll(async () => void ({ call, stop } = await start()));
    afterAll(() => stop());
    const open = (): Promise<Response> =>
      call("GET", "/sse?subscribe=lobby", auth);

    test.each<
      [string, Parameters<Call>, number, string, Record<string, string>?]
    >([
      ["no such path", ["GET", "/nope", auth], 404, "not_found"],
      [
        "a method that is not there",
        ["DELETE", "/sse", auth],
        405,
        "method_not_allowed",
        { allow: "GET, POST, OPTIONS" },
      ],
      [
        "HEAD where there is no GET",
        ["HEAD", "/messages", auth],
        405,
        "",
        { allow: "POST, OPTIONS" },
      ],
      [
        "no token",
        ["GET", "/sse?subscribe=lobby"],
        401,
        "unauthenticated",
        { "www-authenticate": "Bearer" },
      ],
      [
        "a bad token",
        ["GET", "/sse?subscribe=lobby&token=x"],
        401,
        "unauthenticated",
      ],
      [
        "an authenticator that throws",
        ["GET", "/sse?subscribe=lobby&token=broken"],
        503,
        "unavailable",
        { "retry-after": "2" },
      ],
      ["no subscriptions", ["GET", "/sse", auth], 400, "bad_request"],
      [
        "a malformed instance",
        ["GET", "/sse?subscribe=lobby(", auth],
        400,
        "bad_request",
      ],
      [
        "a malformed start",
        ["GET", "/sse?subscribe=lobby&start=last:-1", auth],
        400,
        "bad_request",
      ],
      [
        "a malformed cursor",
        ["GET", "/sse?subscribe=lobby&last_event_id=zzz", auth],
        400,
        "bad_request",
      ],
      [
        "an unknown channel",
        ["GET", "/sse?subscribe=nope", auth],
        404,
        "unknown_channel",
      ],
      [
        "an open parameter",
        ["GET", "/sse?subscribe=orders", auth],
        422,
        "invalid_payload",
      ],
      [
        "a refused channel",
        ["GET", "/sse?subscribe=board", auth],
        403,
        "forbidden",
      ],
      [
        "a body that is no JSON",
        ["POST", "/sse", json, "{"],
        400,
        "bad_request",
      ],
      [
        "an envelope of another shape",
        ["POST", "/sse", json, "[]"],
        400,
        "bad_request",
      ],
      [
        "another content type",
        ["POST", "/messages", { ...auth, "content-type": "text/plain" }, "{}"],
        415,
        "unsupported_media_type",
      ],
      [
        "a body over the limit",
        [
          "POST",
          "/messages",
          json,
          JSON.stringify({ ...message, data: "x".repeat(2_000) }),
        ],
        413,
        "too_large",
      ],
      [
        "a message of another shape",
        ["POST", "/messages", json, '{"id":""}'],
        400,
        "bad_request",
      ],
      [
        "a payload that does not fit",
        [
          "POST",
          "/messages",
          json,
          JSON.stringify({ ...message, id: "2", data: {} }),
        ],
        422,
        "invalid_payload",
      ],
      [
        "an unknown message",
        ["POST", "/messages", json, JSON.stringify({ ...message, type: "x" })],
        404,
        "unknown_message",
      ],
      [
        "a cookie from a foreign origin",
        [
          "GET",
          "/sse?subscribe=lobby",
          { cookie: "sid=1", origin: "https://evil.example" },
        ],
        403,
        "forbidden",
      ],
      [
        "a foreign preflight",
        ["OPTIONS", "/sse", { origin: "https://evil.example" }],
        403,
        "forbidden",
      ],
    ])("%s", async (_, args, status, code, headers = {}) => {
      const response = await call(...args);
      expect(response.status).toBe(status);
      for (const [key, value] of Object.entries(headers)) {
        expect(response.headers.get(key)).toBe(value);
      }
      expect(response.headers.get("access-control-allow-origin")).toBe(null);
      expect(errorOf(await response.text())).toMatchObject({ code });
    });

    test("messages are answered, with their id", async () => {
      const ok = await call("POST", "/messages", json, JSON.stringify(message));
      expect([ok.status, await ok.json()]).toEqual([
        200,
        { id: "1", ok: true, data: { cancelled: true } },
      ]);
      const bad = await call(
        "POST",
        "/messages",
        json,
        JSON.stringify({ ...message, data: { orderId: "10" } }),
      );
      expect([bad.status, await bad.json()]).toMatchObject([
        409,
        { id: "1", ok: false, error: { code: "conflict" } },
      ]);
    });

    test("an allowed origin is echoed, with credentials; a preflight lists what may be sent", async () => {
      const origin = "https://app.example";
      const preflight = await call("OPTIONS", "/messages", {
        origin,
        "access-control-request-method": "POST",
      });
      expect(preflight.status).toBe(204);
      expect(Object.fromEntries(preflight.headers)).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "POST",
        "access-control-allow-headers":
          "authorization, content-type, if-none-match, last-event-id",
        "access-control-max-age": "600",
        vary: "origin",
      });
      const refused = await call("GET", "/sse", { origin, cookie: "sid=1" });
      expect([
        refused.status,
        refused.headers.get("access-control-allow-origin"),
        refused.headers.get("access-control-expose-headers"),
      ]).toEqual([
        400,
        origin,
        "etag, retry-after, rt-cursor, rt-retry-after-ms",
      ]);
    });

    test("a token from a foreign origin is the browser's affair: no CORS headers", async () => {
      const response = await call("HEAD", "/sse", {
        ...auth,
        origin: "https://evil.example",
      });
      expect([
        response.status,
        response.headers.get("access-control-allow-origin"),
      ]).toEqual([200, null]);
    });

    test("204 tells a client to stop for good", async () => {
      expect(
        (await call("GET", "/sse?subscribe=lobby", { ...auth, "x-gone": "1" }))
          .status,
      ).toBe(204);
    });

    test("streams have the headers that keep proxies from holding them back, and are bounded in number", async () => {
      const streams = [await open(), await open(), await open()];
      expect(Object.fromEntries(streams[0]!.headers)).toMatchObject({
        "content-type": "text/event-stream",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
        "x-content-type-options": "nosniff",
      });
      const fourth = await open();
      expect([fourth.status, fourth.headers.get("retry-after")]).toEqual([
        429,
        "2",
      ]);
      await fourth.text();
      for (const { body } of streams) await body!.cancel();
    });

    test("a POST subscribes with a cursor each; the stream ends with rt.close", async () => {
      const body = JSON.stringify({
        subscriptions: [
          { channel: "lobby", params: {}, start: { cursor: "e1.0" } },
          { channel: "board", params: {}, start: "now" },
        ],
      });
      let response = await call("POST", "/sse", json, body);
      for (let tries = 0; response.status === 429 && tries < 50; tries++) {
        await response.text();
        response = await call("POST", "/sse", json, body); // the streams before have not been missed yet
      }
      expect(response.status).toBe(200);
      const text = response.text();
      await stop();
      expect(await text).toMatch(
        /^retry: 1000\nid: e1\.0\nevent: rt\.hello\ndata: \{"protocol":1,.*"ok":false.*\}\n\nretry: \d+\nevent: rt\.close\ndata: \{"reason":"drain","retryAfterMs":\d+\}\n\n$/,
      );
      stop = async () => {};
    });
  });
}

suite("fetch", async () => {
  const server = createServer(contract, options(), techniques);
  return {
    call: (method, path, headers = {}, body) =>
      server.fetch(
        new Request(`http://api.example/realtime${path}`, {
          method,
          headers,
          ...(body !== undefined && { body }),
        }),
      ),
    stop: () => server.close({ graceMs: 0 }),
  };
});

suite("node:http", async () => {
  const server = createNodeServer(contract, options(), techniques);
  const http: HttpServer = createHttpServer(server.requestListener);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return {
    // fetch would not send some of these headers
    call: (method, path, headers = {}, body) =>
      import("node:http").then(
        ({ request }) =>
          new Promise((resolve, reject) => {
            const call = request(
              {
                host: "127.0.0.1",
                port,
                method,
                path: `/realtime${path}`,
                headers,
                agent: false,
              },
              (response) => {
                const given = new Headers();
                for (const [key, value] of Object.entries(response.headers))
                  given.set(key, String(value));
                const status = response.statusCode!;
                const stream = new ReadableStream<Uint8Array>({
                  start(controller) {
                    response.on("data", (chunk: Buffer) =>
                      controller.enqueue(chunk),
                    );
                    response.on("end", () => controller.close());
                    response.on("error", () => {});
                  },
                  cancel: () => void response.destroy(),
                });
                resolve(
                  new Response(status === 204 ? null : stream, {
                    status,
                    headers: given,
                  }),
                );
              },
            );
            call.on("error", reject);
            call.end(body);
          }),
      ),
    async stop() {
      await server.close({ graceMs: 0 });
      await new Promise((resolve) => http.close(resolve));
    },
  };
});
