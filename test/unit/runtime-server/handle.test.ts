import { describe, expect, test } from "vitest";
import { deferred } from "../../support/deferred.js";
import type { HandlerContext } from "../../../templates/runtime/server/handler-table.js";
import type { Inbound } from "../../../templates/runtime/core/protocol.js";
import type { CreateOptions } from "../../../templates/runtime/server/realtime.js";
import { TooLate } from "./contract.js";
import { handlers, harness, me, type Me, settle } from "./harness.js";

type Handle = (data: unknown, context: HandlerContext<Me>) => unknown;

const cancel: Inbound = {
  id: "m1",
  channel: "orders",
  params: { customerId: "42" },
  type: "order.cancel",
  data: { orderId: "9" },
};

function withHandler(handler: Handle, more: Partial<CreateOptions<Me>> = {}) {
  const errors: string[] = [];
  const codes: string[] = [];
  const made = harness({
    handlers: { orders: { ...handlers.orders, "order.cancel": handler } },
    hooks: {
      onError: ({ where }) => errors.push(where),
      onHandle: ({ code }) => codes.push(code),
    },
    ...more,
  });
  const send = (message: Partial<Inbound> = {}, as = me) =>
    made.runtime.session.handle(as, { ...cancel, ...message });
  return { ...made, errors, codes, send };
}

describe("handlers", () => {
  test("get the payload and the context, and answer", async () => {
    const calls: unknown[] = [];
    const { send } = withHandler(
      async (data, { identity, params, id, again, signal, channels }) => {
        calls.push([data, identity, { ...params }, id, again, signal.aborted]);
        const publisher = (
          channels as {
            orders(p: object): {
              publish(t: string, d: unknown): Promise<unknown>;
            };
          }
        ).orders(params);
        await publisher.publish("order.created", { id: "x" });
        return { cancelled: true };
      },
    );
    expect(await send()).toEqual({
      id: "m1",
      ok: true,
      data: { cancelled: true },
    });
    expect(calls).toEqual([
      [
        { orderId: "9" },
        { id: "me" },
        { customerId: "42" },
        "m1",
        false,
        false,
      ],
    ]);
  });

  test.each<[string, Partial<Inbound>, string]>([
    ["an unknown channel", { channel: "constructor" }, "unknown_channel"],
    ["an unknown message", { type: "toString" }, "unknown_message"],
    ["a bad payload", { data: {} }, "invalid_payload"],
    ["a bad parameter", { params: { customerId: "x" } }, "invalid_payload"],
    ["an open parameter", { params: {} }, "invalid_payload"],
  ])("%s is refused before they run", async (_, message, code) => {
    const { send, codes } = withHandler(() => {
      throw new Error("must not run");
    });
    expect(await send(message)).toMatchObject({
      ok: false,
      error: { code, kind: "realtime" },
    });
    expect(codes).toEqual([code]);
  });

  test("a typed error of the contract travels with its payload; with a bad payload it is a failure", async () => {
    const { send } = withHandler(() => {
      throw new TooLate({ at: "noon" });
    });
    expect(await send()).toEqual({
      id: "m1",
      ok: false,
      error: {
        code: "too_late",
        message: "too_late",
        kind: "application",
        payload: { at: "noon" },
      },
    });
    const lying = withHandler(() => {
      throw new TooLate({ at: 12 } as never);
    });
    expect(await lying.send()).toMatchObject({
      error: { code: "handler_failed", kind: "realtime" },
    });
  });

  test("what they throw never leaves the server", async () => {
    const { send, errors } = withHandler(() => {
      throw new Error("password=hunter2");
    });
    const outcome = await send();
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: "handler_failed" },
    });
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
    expect(errors).toEqual(["handler"]);
  });

  test("a reply that does not fit is told, and kept: the handler did run", async () => {
    let runs = 0;
    const { send, errors } = withHandler(() => ({ cancelled: `no ${++runs}` }));
    expect(await send()).toMatchObject({ error: { code: "invalid_reply" } });
    expect(await send()).toMatchObject({ error: { code: "invalid_reply" } });
    expect([runs, errors]).toEqual([1, ["reply"]]);
  });

  test("a message without a reply answers nothing", async () => {
    const { send } = withHandler(() => ({}));
    expect(await send({ type: "order.ping", data: null })).toEqual({
      id: "m1",
      ok: true,
    });
  });

  test("a missing handler or provider fails construction", () => {
    expect(() => harness({ handlers: { orders: {} } })).toThrow(
      "orders order.cancel, orders order.ping",
    );
    expect(() => harness({ snapshots: {} })).toThrow("board");
  });
});

describe("claims", () => {
  test("a resend while it runs waits for its answer; after it, gets the one that was kept", async () => {
    let runs = 0;
    const { promise: shut, resolve: open } = deferred<unknown>();
    const { send } = withHandler(async () => (runs++, shut));
    const all = [send(), send(), send()];
    await settle();
    open({ cancelled: true });
    const outcomes = await Promise.all([...all, send()]);
    expect(outcomes).toEqual(
      Array.from({ length: 4 }, () => ({
        id: "m1",
        ok: true,
        data: { cancelled: true },
      })),
    );
    expect(runs).toBe(1);
  });

  test("the same id with another body is a conflict, of another identity or instance it is not", async () => {
    let runs = 0;
    const { send } = withHandler(() => (runs++, { cancelled: true }));
    await send();
    expect(await send({ data: { orderId: "10" } })).toMatchObject({
      error: { code: "conflict" },
    });
    await send({}, { ...me, identity: { id: "you" } });
    await send({ params: { customerId: "43" } });
    expect(runs).toBe(3);
  });

  test("a conflict is told while the first still runs", async () => {
    const { promise, resolve } = deferred<unknown>();
    const { send } = withHandler(() => promise);
    const first = send();
    await settle();
    const other = await send({ data: { orderId: "10" } });
    expect(other).toMatchObject({ error: { code: "conflict" } });
    resolve({ cancelled: true });
    expect(await first).toMatchObject({ ok: true });
  });

  test("after a failure a resend runs again", async () => {
    let runs = 0;
    const { send } = withHandler(() => {
      if (++runs === 1) throw new Error("once");
      return { cancelled: true };
    });
    expect(await send()).toMatchObject({ ok: false });
    expect(await send()).toMatchObject({ ok: true });
  });

  test("over time the caller is answered and the signal aborts; the claim stays till the handler settles", async () => {
    const { promise: shut, resolve: open } = deferred<unknown>();
    let aborted = false;
    let runs = 0;
    const { send, clock } = withHandler(async (_, { signal }) => {
      runs++;
      signal.addEventListener("abort", () => (aborted = true));
      return shut;
    });
    const first = send();
    await settle();
    await clock.advance(30_000);
    expect(await first).toMatchObject({ error: { code: "handler_timeout" } });
    expect(aborted).toBe(true);
    const second = send();
    await settle();
    open({ cancelled: true });
    expect(await second).toMatchObject({ ok: true });
    expect(runs).toBe(1);
  });

  test("kept answers end with their time", async () => {
    let runs = 0;
    const { send, clock } = withHandler(() => (runs++, { cancelled: true }), {
      claimTtlMs: 60_000,
    });
    await send();
    await clock.advance(60_000);
    await send();
    expect(runs).toBe(2);
  });

  test("a server that began anew knows no claim: a resend runs again", async () => {
    let runs = 0;
    const handler = (): object => (runs++, { cancelled: true });
    await withHandler(handler).send();
    await withHandler(handler).send();
    expect(runs).toBe(2);
  });

  test("one identity, and the process, may run so many at once", async () => {
    const { promise: shut, resolve: open } = deferred<unknown>();
    const { send } = withHandler(() => shut, {
      limits: { maxHandlersPerIdentity: 2, maxHandlers: 3 },
    });
    const you = { ...me, identity: { id: "you" } };
    const running = [
      send({ id: "1" }),
      send({ id: "2" }),
      send({ id: "1" }, you),
    ];
    await settle();
    expect(await send({ id: "3" })).toMatchObject({
      error: { code: "too_many", retryAfterMs: 1_000 },
    });
    expect(await send({ id: "3" }, you)).toMatchObject({
      error: { code: "too_many" },
    });
    open({ cancelled: true });
    await Promise.all(running);
    expect(await send({ id: "3" })).toMatchObject({ ok: true });
  });

  test("a payload that is nested too deeply is its sender's fault", async () => {
    const { send, errors } = withHandler(() => undefined);
    const depth = 100_000;
    const data: unknown = JSON.parse("[".repeat(depth) + "]".repeat(depth));
    expect(await send({ type: "order.ping", data })).toMatchObject({
      ok: false,
      error: { code: "invalid_payload" },
    });
    expect(errors).toEqual([]);
  });

  test("an engine that fails is unavailable", async () => {
    const { runtime } = harness();
    await runtime.close({ graceMs: 0 });
    expect(await runtime.session.handle(me, cancel)).toMatchObject({
      error: { code: "shutting_down" },
    });
  });
});
