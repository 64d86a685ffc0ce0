/** Polls that are wrong, too many, or come at a bad time: each has its answer. */
import { describe, expect, test } from "vitest";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import type { HttpTechnique } from "../../../templates/runtime/http/http.js";
import { longPolling } from "../../../templates/runtime/long-polling/server.js";
import {
  polling,
  type PollingServerOptions,
} from "../../../templates/runtime/polling/server.js";
import { channel, contract } from "../runtime-server/contract.js";
import { from, polled, subscription } from "./polled.js";

const both: readonly [
  id: string,
  make: (options?: PollingServerOptions) => HttpTechnique,
][] = [
  ["polling", polling],
  ["long-polling", longPolling],
];

describe.each(both)("%s", (id, make) => {
  const lobby = subscription("lobby");

  test.each([
    ["no subscriptions", "", {}],
    ["a malformed instance", "subscribe=lobby(", {}],
    ["a malformed start", "subscribe=lobby&start=then", {}],
    ["a forged cursor", "subscribe=lobby", from("nonsense")],
    ["a cursor too long", "subscribe=lobby", from(`${"e".repeat(80)}.1`)],
    [
      "a cursor beyond numbers",
      "subscribe=lobby",
      from("e1.99999999999999999"),
    ],
    ["limit 0", "subscribe=lobby&limit=0", {}],
    ["a limit over the most", "subscribe=lobby&limit=1001", {}],
    ["a negative limit", "subscribe=lobby&limit=-1", {}],
    ["half an event", "subscribe=lobby&limit=1.5", {}],
    ["a limit in words", "subscribe=lobby&limit=ten", {}],
    ["an empty limit", "subscribe=lobby&limit=", {}],
  ])("%s", async (_, query, headers) => {
    const { status, error } = await polled(make()).get(query, headers);
    expect([status, error.code]).toEqual([400, "bad_request"]);
  });

  test.each<[string, unknown]>([
    ["no JSON", "{"],
    ["no object", []],
    ["no subscriptions", {}],
    ["none of them", { subscriptions: [] }],
    ["a limit in words", { subscriptions: [lobby], limit: "5" }],
    ["a limit of nothing", { subscriptions: [lobby], limit: null }],
    ["a limit without end", '{"subscriptions":[],"limit":1e999}'],
    ["another start", { subscriptions: [subscription("lobby", "then")] }],
  ])("a body with %s", async (_, body) => {
    const { status, error } = await polled(make()).post(body);
    expect([status, error.code]).toEqual([400, "bad_request"]);
  });

  test("a wrong method, type, token, size or place", async () => {
    const { raw, post, get } = polled(make(), {
      limits: { maxMessageBytes: 500, maxSubscriptions: 2 },
    });
    const headers = { authorization: "Bearer me" };
    const wrong = await raw(`/${id}`, { method: "DELETE", headers });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([
      405,
      "GET, POST, OPTIONS",
    ]);
    const typed = await post("{}", { "content-type": "text/plain" });
    expect(typed.error.code).toBe("unsupported_media_type");
    const large = await post(`{"x":"${"x".repeat(600)}"}`);
    expect(large.error.code).toBe("too_large");
    const unknown = await raw(`/${id}?subscribe=lobby`);
    expect([unknown.status, unknown.error.code]).toEqual([
      401,
      "unauthenticated",
    ]);
    expect((await get("subscribe=nowhere")).error.code).toBe("unknown_channel");
    const many = await get("subscribe=lobby&subscribe=board&subscribe=ticker");
    expect([many.status, many.error.code]).toEqual([429, "too_many"]);
  });

  test.each([
    ["of another epoch", "e0.1", "epoch", [2, 3]],
    ["from a log that was lost", "e1.9", "ahead", [2, 3]],
    ["that history has passed", "e1.0", "retention", [2, 3]],
  ])("a cursor %s is a gap, and it goes on", async (_, cursor, reason, ns) => {
    const history = { maxEvents: 2, maxAgeMs: 3_600_000 };
    const few = {
      ...contract,
      channels: { lobby: channel("lobby", { history }) },
    };
    const { get, tick } = polled(make(), {}, few);
    for (let n = 1; n <= 3; n++) await tick(n);
    const answer = await get("subscribe=lobby", from(cursor));
    const [gap] = answer.page.events;
    expect(gap).toMatchObject({
      type: "rt.gap",
      data: { channel: "lobby", params: {}, reason, oldest: "e1.1" },
    });
    expect(answer.page).toMatchObject({ recovered: false, cursor: "e1.3" });
    expect(answer.ns).toEqual(ns);
  });

  test("too many of one identity get 429, with a time to come back; others are served", async () => {
    const { get, clock } = polled(make({ requestsPerSecond: 1 }));
    const ask = (token = "me") =>
      get("subscribe=lobby&wait=0", { authorization: `Bearer ${token}` });
    for (let n = 0; n < 10; n++) expect((await ask()).status).toBe(200);
    const over = await ask();
    expect([over.status, over.error.code]).toEqual([429, "too_many"]);
    expect(over.headers.get("retry-after")).toBe("1");
    expect((await ask("you")).status).toBe(200);
    await clock.advance(1_000);
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(429);
  });

  test("a log that fails is 503 at once, and not a poll that hangs", async () => {
    const engine = memoryEngine({ epoch: "e1" });
    let broken = false;
    const { get, tick } = polled(make(), {
      engine: {
        ...engine,
        log: {
          ...engine.log,
          read: (query) =>
            broken ? Promise.reject(new Error("disk")) : engine.log.read(query),
        },
      },
    });
    await tick(1);
    broken = true;
    const answer = await get("subscribe=lobby", from("e1.0"));
    expect([answer.status, answer.error.code]).toEqual([503, "unavailable"]);
    expect(answer.headers.get("retry-after")).toBe("1");
    broken = false;
    expect((await get("subscribe=lobby", from("e1.0"))).ns).toEqual([1]);
  });

  test("a server that shuts down refuses, with a time to come back", async () => {
    const { get, server } = polled(make());
    await server.close({ graceMs: 0 });
    const answer = await get("subscribe=lobby");
    expect([answer.status, answer.error.code]).toEqual([503, "shutting_down"]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("polls are nobody's presence; their gaps are told, and nothing is left open", async () => {
    const heard: string[] = [];
    const { get, server } = polled(make(), {
      hooks: {
        onConnect: () => heard.push("connect"),
        onDisconnect: () => heard.push("disconnect"),
        onGap: ({ reason }) => heard.push(reason),
      },
    });
    await get("subscribe=lobby&wait=0", from("e0.1"));
    await get("subscribe=lobby&wait=0");
    expect(heard).toEqual(["epoch"]);
    expect(server.runtime.connections).toBe(0);
  });

  test("messages to the server go as with any technique", async () => {
    const { raw } = polled(make());
    const { page } = await raw("/messages", {
      method: "POST",
      headers: {
        authorization: "Bearer me",
        "content-type": "application/json",
      },
      body: JSON.stringify({
        id: "1",
        channel: "orders",
        params: { customerId: "42" },
        type: "order.cancel",
        data: { orderId: "9" },
      }),
    });
    expect(page).toEqual({ id: "1", ok: true, data: { cancelled: true } });
  });
});
