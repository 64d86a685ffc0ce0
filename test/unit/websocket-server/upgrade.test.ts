/** Who may connect, and what those are told who may not: in HTTP, before the upgrade. */
import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { deferred } from "../../support/deferred.js";
import { type PeerOptions, refusal } from "../../support/ws-peer.js";
import { COMPLETE, HANDSHAKE, raw } from "./handshakes.js";
import { cleanUp, wired } from "./wired.js";

const bearer = (token: string): string =>
  `bearer.${Buffer.from(token).toString("base64url")}`;
const anonymous = { authorization: "" };
const APP = "https://app.example";

const from = (ip: string): PeerOptions => ({
  headers: { "x-forwarded-for": ip },
});

test.each<[string, PeerOptions, number, string, Record<string, string>?]>([
  [
    "no such path",
    { path: "/realtime/nope" },
    404,
    "not_found",
    { connection: "close" },
  ],
  [
    "a path of another technique",
    { path: "/realtime/sse?subscribe=lobby" },
    404,
    "not_found",
  ],
  ["a path of nobody's", { path: "/else" }, 404, "not_found"],
  [
    "no token",
    { headers: anonymous },
    401,
    "unauthenticated",
    { "www-authenticate": "Bearer" },
  ],
  [
    "a bad token",
    { headers: { authorization: "Bearer x" } },
    401,
    "unauthenticated",
  ],
  [
    "a bad token as a subprotocol",
    { headers: anonymous, protocols: ["rt.v1", bearer("x")] },
    401,
    "unauthenticated",
  ],
  [
    "a forged ticket, though there is a token too",
    { path: "/realtime/websocket?ticket=AAAA" },
    401,
    "unauthenticated",
  ],
  [
    "a token in the URL, where that is not allowed",
    { path: "/realtime/websocket?token=t", headers: anonymous },
    401,
    "unauthenticated",
  ],
  [
    "an authenticator that throws",
    { headers: { authorization: "Bearer broken" } },
    503,
    "unavailable",
    { "retry-after": "2" },
  ],
  ["no subprotocol", { protocols: [] }, 400, "bad_request"],
  ["another subprotocol", { protocols: ["rt.v2"] }, 400, "bad_request"],
  [
    "a foreign origin with a cookie",
    {
      headers: {
        ...anonymous,
        cookie: "sid=1",
        origin: "https://evil.example",
      },
    },
    403,
    "forbidden",
  ],
  [
    "a foreign origin with a token",
    { headers: { origin: "https://evil.example" } },
    403,
    "forbidden",
  ],
  [
    "a cookie without an origin, which no browser sends",
    { headers: { ...anonymous, cookie: "sid=1" } },
    403,
    "forbidden",
  ],
])("%s", async (_, options, status, code, headers = {}) => {
  const { port, server } = await wired({
    authenticate: ({ token, headers: sent }) => {
      if (token === "broken") throw new Error("db");
      return token === "t" || sent.get("cookie") === "sid=1"
        ? { identity: { id: "me" } }
        : null;
    },
    cors: { origins: [APP] },
  });
  const refused = await refusal(port, options);
  expect(refused.status).toBe(status);
  expect(JSON.parse(refused.body)).toMatchObject({
    error: { code, kind: "realtime", message: expect.stringMatching(/./) },
  });
  expect(refused.headers).toMatchObject({
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(refused.body)),
    connection: "close",
    ...headers,
  });
  expect(server.runtime.connections).toBe(0);
});

test.each<[string, PeerOptions]>([
  ["a query behind the path", { path: "/realtime/websocket?x=1" }],
  ["slashes that a client put together", { path: "//realtime/websocket" }],
  [
    "a token as a subprotocol, offered first",
    { headers: anonymous, protocols: [bearer("t"), "rt.v1"] },
  ],
  ["an origin that is allowed", { headers: { origin: APP } }],
  [
    "a cookie from an origin that is allowed",
    { headers: { ...anonymous, cookie: "sid=1", origin: APP } },
  ],
  [
    "a token in the URL, where that is allowed",
    { path: "/realtime/websocket?token=t", headers: anonymous },
  ],
])("lets in: %s", async (_, options) => {
  const { open } = await wired({
    authenticate: ({ token, headers }) =>
      token === "t" || headers.get("cookie") === "sid=1"
        ? { identity: { id: "me" } }
        : null,
    cors: { origins: [APP] },
    queryToken: true,
  });
  const peer = await open(options);
  expect((await peer.next("rt.hello")).data).toMatchObject({ protocol: 1 });
  expect(peer.ws.protocol).toBe("rt.v1"); // never the token
});

test("lets in the server's own pages, and with a token those of any origin where all are allowed", async () => {
  const { open, port } = await wired({
    authenticate: () => ({ identity: { id: "me" } }),
    cors: { origins: "*" },
  });
  const own = { ...anonymous, cookie: "x", origin: `http://127.0.0.1:${port}` };
  await (await open({ headers: own })).next("rt.hello");
  await (
    await open({ headers: { origin: "https://a.example" } })
  ).next("rt.hello");
  const foreign = { ...anonymous, cookie: "x", origin: "https://a.example" };
  expect((await refusal(port, { headers: foreign })).status).toBe(403);
});

test.each([
  ["an empty token is none", ["rt.v1", "bearer."], 403],
  ["with a token, cookies are not counted", ["rt.v1", bearer("x")], 401],
])("of any origin where all are allowed: %s", async (_, protocols, status) => {
  const { port } = await wired({
    cors: { origins: "*" },
    authenticate: ({ token, headers }) =>
      token === "t" || headers.get("cookie") === "session=1"
        ? { identity: { id: "me" } }
        : null,
  });
  const cookie = { ...anonymous, cookie: "session=1" };
  const refused = await refusal(port, {
    protocols,
    headers: { ...cookie, origin: "https://evil.example" },
  });
  expect(refused.status).toBe(status);
});

test("a target in absolute form", async () => {
  const { port } = await wired();
  const socket = connect(port, "127.0.0.1");
  cleanUp(() => socket.destroy());
  socket.write(
    ["GET http://x/realtime/websocket?x=1 HTTP/1.1", ...COMPLETE].join("\r\n") +
      "\r\n\r\n",
  );
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 101 /);
});

test.each<[string, string[], number, RegExp]>([
  [
    "another version of the protocol",
    [
      "GET /realtime/websocket HTTP/1.1",
      ...HANDSHAKE,
      "sec-websocket-version: 8",
    ],
    426,
    /\r\nconnection: upgrade, close\r\n[^]*upgrade: websocket\r\nsec-websocket-version: 13\r\n/,
  ],
  [
    "another method",
    ["POST /realtime/websocket HTTP/1.1", ...COMPLETE],
    405,
    /\r\nallow: GET\r\n/,
  ],
  [
    "no valid key",
    [
      "GET /realtime/websocket HTTP/1.1",
      ...COMPLETE.map((line) => line.replace(/key: .*/, "key: short")),
    ],
    400,
    /sec-websocket-key/,
  ],
  [
    "a subprotocol twice",
    [
      "GET /realtime/websocket HTTP/1.1",
      ...COMPLETE,
      "sec-websocket-protocol: rt.v1",
    ],
    400,
    /sec-websocket-protocol/,
  ],
  [
    "a subprotocol that is no token",
    [
      "GET /realtime/websocket HTTP/1.1",
      ...COMPLETE,
      "sec-websocket-protocol: a b",
    ],
    400,
    /sec-websocket-protocol/,
  ],
])("refuses %s", async (_, lines, status, text) => {
  const { port } = await wired();
  const answer = await raw(port, lines);
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(text);
});

test("a plain request is told what the path is for, whoever asks", async () => {
  const { port } = await wired();
  const response = await fetch(`http://127.0.0.1:${port}/realtime/websocket`);
  expect(response.status).toBe(426);
  expect(await response.json()).toMatchObject({
    error: { code: "bad_request", message: expect.stringContaining("attach") },
  });
});

test("one connection too many, and one address too often", async () => {
  const limited = await wired({ limits: { maxConnections: 1 } });
  await (await limited.open()).next("rt.hello");
  const full = await refusal(limited.port);
  expect(full.status).toBe(429);
  expect(Number(full.headers["retry-after"])).toBeGreaterThan(0);

  const slow = await wired({}, { upgradesPerSecond: 0.1 });
  await (await slow.open()).next("rt.hello"); // ten seconds' worth
  const often = await refusal(slow.port);
  expect(often.status).toBe(429);
  expect(often.headers["retry-after"]).toBe("10");
});

test("behind a proxy that is trusted, each client has its own rate", async () => {
  const { open, port } = await wired(
    { trustProxy: 1 },
    { upgradesPerSecond: 0.1 },
  );
  await (await open(from("10.0.0.1"))).next("rt.hello");
  await (await open(from("10.0.0.2"))).next("rt.hello");
  expect((await refusal(port, from("10.0.0.2"))).status).toBe(429);
});

test("no more than so many are asked about at once", async () => {
  const asked = deferred();
  const answer = deferred<{ identity: { id: string } }>();
  const { port, open } = await wired(
    {
      authenticate: () => {
        asked.resolve();
        return answer.promise;
      },
    },
    { maxPendingUpgrades: 1 },
  );
  const first = open();
  await asked.promise;
  const refused = await refusal(port);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  answer.resolve({ identity: { id: "me" } });
  expect((await (await first).next("rt.hello")).data.protocol).toBe(1);
});

test("what an authenticator sees, and sees again with a new token", async () => {
  const seen: unknown[] = [];
  const { open } = await wired({
    authenticate: ({ token, ip, origin, transport, headers }) => {
      seen.push([token, ip, origin, transport, headers.get("x-tenant")]);
      return { identity: { id: "me" } };
    },
  });
  const peer = await open({ headers: { "x-tenant": "acme" } });
  await peer.next("rt.hello");
  peer.send({ type: "rt.token", data: { token: "new" } });
  await peer.next("rt.renewed");
  const rest = ["127.0.0.1", undefined, "websocket", "acme"];
  expect(seen).toEqual([
    ["t", ...rest],
    ["new", ...rest],
  ]);
});
