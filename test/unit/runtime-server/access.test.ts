import { describe, expect, test } from "vitest";
import { deferred } from "../../support/deferred.js";
import type { Hooks } from "../../../templates/runtime/server/hooks.js";
import { harness, me, type Me, request, settle, TestSink } from "./harness.js";

const credentials = { ...me.credentials };

describe("authenticate", () => {
  test.each([
    ["null is 401", () => null, "unauthenticated"],
    [
      "a token that has ended is 401",
      () => ({ identity: { id: "me" }, expiresAt: new Date(0) }),
      "unauthenticated",
    ],
    [
      "a throw is 503",
      () => {
        throw new Error("db");
      },
      "unavailable",
    ],
    [
      "a rejection is 503",
      () => Promise.reject(new Error("db")),
      "unavailable",
    ],
  ])("%s", async (_, authenticate, code) => {
    const denied: string[] = [];
    const { runtime } = harness({
      authenticate,
      hooks: { onError() {}, onDeny: (event) => denied.push(event.code) },
    });
    expect(await runtime.session.admit(credentials)).toMatchObject({
      ok: false,
      error: { code },
    });
    expect(denied).toEqual([code]);
  });

  test("no answer in time is 503", async () => {
    const { runtime, clock } = harness({
      authenticate: () => new Promise(() => {}),
    });
    const admitted = runtime.session.admit(credentials);
    await clock.advance(10_000);
    expect(await admitted).toMatchObject({
      error: { code: "unavailable", retryAfterMs: 2_000 },
    });
  });
});

describe("authorize", () => {
  test("is asked for each subscription, and again on a reconnect", async () => {
    const asked: unknown[] = [];
    const { connect, tick } = harness({
      authorize: ({ channel, action, open, scopes, params }) => {
        asked.push([action, channel, { ...params }, open, scopes]);
        return channel !== "board";
      },
    });
    const cursor = await tick(1);
    const { sink } = await connect(["lobby", "board"]);
    expect(sink.first.channels).toMatchObject([
      { ok: true },
      { ok: false, error: { code: "forbidden" } },
    ]);
    await connect([{ start: { cursor } }]);
    expect(asked).toEqual([
      ["subscribe", "lobby", {}, [], []],
      ["subscribe", "board", {}, [], []],
      ["subscribe", "lobby", {}, [], []],
    ]);
    await tick(2, "board");
    await settle();
    expect(sink.events_).toEqual([]);
  });

  test("where every subscription is refused, so is the connection, as the first was", async () => {
    const { runtime } = harness({
      authorize: ({ channel }) => {
        if (channel === "lobby") throw new Error("db");
        return false;
      },
    });
    const open = (...channels: string[]) =>
      runtime.session.connect(me, channels.map(request), new TestSink());
    expect(await open("lobby", "board")).toMatchObject({
      ok: false,
      error: { code: "unavailable" },
    });
    expect(await open("board", "lobby")).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
    expect(runtime.connections).toBe(0);
  });

  test("is asked for messages, with their scopes; a window must hold now", async () => {
    const asked: unknown[] = [];
    const { runtime, clock } = harness({
      authorize: ({ action, message, scopes }) => {
        asked.push([action, message, scopes]);
        return { until: clock.now() };
      },
    });
    const outcome = await runtime.session.handle(me, {
      id: "1",
      channel: "orders",
      params: { customerId: "1" },
      type: "order.cancel",
      data: { orderId: "1" },
    });
    expect(outcome).toMatchObject({ error: { code: "forbidden" } });
    expect(asked).toEqual([["send", "order.cancel", ["orders:write"]]]);
  });

  test.each([
    undefined,
    null,
    1,
    "yes",
    {},
    { since: NaN },
    { since: 2, until: 1 },
  ])(
    "an answer of %j is no accident: only true and windows let in",
    async (answer) => {
      const { runtime } = harness({ authorize: () => answer as never });
      const result = await runtime.session.connect(
        me,
        [request("lobby")],
        new TestSink(),
      );
      expect(result.ok).toBe(JSON.stringify(answer) === "{}");
    },
  );
});

describe("what is asked for", () => {
  test.each([
    ["too many", Array.from({ length: 101 }, () => "lobby"), "too_many"],
    ["an unknown channel", ["__proto__"], "unknown_channel"],
    ["a malformed cursor", [{ start: { cursor: "e1.-1" } }], "bad_request"],
    ["a parameter left open", ["orders"], "invalid_payload"],
    [
      "a parameter that does not fit",
      [{ channel: "orders", params: { customerId: "x" } }],
      "invalid_payload",
    ],
    [
      "a parameter that is not declared",
      [{ params: { constructor: "x" } }],
      "invalid_payload",
    ],
  ])("%s is refused", async (_, asked, code) => {
    const { runtime } = harness();
    const result = await runtime.session.connect(
      me,
      asked.map(request),
      new TestSink(),
    );
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(runtime.connections).toBe(0);
  });

  test("the same instance twice: the second is refused", async () => {
    const { connect } = harness();
    const { sink } = await connect(["lobby", "lobby"]);
    expect(sink.first.channels).toMatchObject([
      { ok: true },
      { ok: false, error: { code: "bad_request" } },
    ]);
  });

  test("connections are bounded", async () => {
    const { connect, runtime } = harness({ limits: { maxConnections: 1 } });
    const { connection } = await connect(["lobby"]);
    const again = () =>
      runtime.session.connect(me, [request("lobby")], new TestSink());
    expect(await again()).toMatchObject({
      error: { code: "too_many", retryAfterMs: expect.any(Number) },
    });
    connection.end();
    expect(await again()).toMatchObject({ ok: true });
  });
});

describe("ending connections", () => {
  test("revoke ends those of which the predicate holds, and tells presence", async () => {
    const presence: unknown[] = [];
    const hooks: Hooks<Me> = {
      onConnect: ({ connection, identity, channels }) =>
        presence.push(["in", connection, identity.id, channels.length]),
      onDisconnect: ({ connection, reason }) =>
        presence.push(["out", connection, reason]),
    };
    const { connect, runtime } = harness({ hooks });
    const mine = await connect(["lobby"]);
    const yours = await connect(["lobby", "board"], new TestSink(), {
      ...me,
      identity: { id: "you" },
    });
    expect(
      await runtime.revoke(
        ({ identity, channels, ip }) =>
          identity.id === "you" && channels.length === 2 && ip === "10.0.0.1",
      ),
    ).toBe(1);
    expect(yours.sink.frames.at(-1)).toMatchObject({ close: "revoked" });
    expect(mine.connection.ended).toBe(false);
    mine.connection.end();
    mine.connection.end();
    expect(presence).toEqual([
      ["in", 1, "me", 1],
      ["in", 2, "you", 2],
      ["out", 2, "revoked"],
      ["out", 1, "client"],
    ]);
  });

  test("revoke reaches a connection that is still being authorised", async () => {
    const answer = deferred<boolean>();
    const { runtime } = harness({
      authorize: () => answer.promise,
    });
    const sink = new TestSink();
    const opening = runtime.session.connect(me, [request("lobby")], sink);
    await settle();
    expect(await runtime.revoke(() => true)).toBe(1);
    answer.resolve(true);
    const result = await opening;
    expect(result.ok && result.connection.ended).toBe(true);
    expect(sink.kinds).toEqual(["close"]);
  });

  test("close drains over the grace period, waits for handlers, refuses what comes", async () => {
    const reply = deferred<unknown>();
    const { connect, runtime, clock } = harness({
      handlers: {
        orders: {
          "order.cancel": () => reply.promise,
          "order.ping": () => {},
        },
      },
    });
    const streams = await Promise.all([1, 2, 3].map(() => connect(["lobby"])));
    const running = runtime.session.handle(me, {
      id: "1",
      channel: "orders",
      params: { customerId: "1" },
      type: "order.cancel",
      data: { orderId: "1" },
    });
    await settle();
    let closed = false;
    const closing = runtime.close({ graceMs: 10_000 });
    void closing.then(() => (closed = true));
    expect(runtime.close()).toBe(closing);
    expect(await runtime.session.admit(credentials)).toMatchObject({
      error: { code: "shutting_down", retryAfterMs: expect.any(Number) },
    });
    expect(streams.every(({ connection }) => !connection.ended)).toBe(true);
    await clock.advance(5_000);
    for (const { sink } of streams)
      expect(sink.frames.at(-1)).toEqual({
        close: "drain",
        retryAfterMs: 1_500,
      });
    expect(closed).toBe(false);
    reply.resolve({ cancelled: true });
    expect(await running).toMatchObject({ ok: true });
    await closing;
    expect(runtime.connections).toBe(0);
  });

  test("after the grace period it is forced", async () => {
    let signal: AbortSignal | undefined;
    const { runtime, clock } = harness({
      handlers: {
        orders: {
          "order.cancel": (_: unknown, context: { signal: AbortSignal }) => {
            signal = context.signal;
            return new Promise(() => {});
          },
          "order.ping": () => {},
        },
      },
    });
    void runtime.session.handle(me, {
      id: "1",
      channel: "orders",
      params: { customerId: "1" },
      type: "order.cancel",
      data: { orderId: "1" },
    });
    await settle();
    const closing = runtime.close({ graceMs: 1_000 });
    await clock.advance(1_000);
    await closing;
    expect(signal?.aborted).toBe(true);
  });
});

test("by default an error is said on the console, without what was thrown", async () => {
  const { runtime } = harness({
    authenticate: () => {
      throw new TypeError("token=secret");
    },
    hooks: {},
  });
  const lines: unknown[] = [];
  const { error } = console;
  console.error = (...line: unknown[]) => lines.push(...line);
  try {
    await runtime.session.admit(credentials);
  } finally {
    console.error = error;
  }
  expect(lines).toEqual([
    "realtime: authenticate failed with TypeError; see the onError hook",
  ]);
});
