import { describe, expect, test, vi } from "vitest";
import type {
  Log,
  NewEntry,
} from "../../../templates/runtime/engine/engine.js";
import {
  EngineUnavailable,
  IdempotencyConflict,
  RealtimeError,
  ValidationError,
} from "../../../templates/runtime/core/errors.js";
import type { PublishEvent } from "../../../templates/runtime/server/hooks.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import { harness, settle, TestClock } from "./harness.js";

const order = { customerId: "42" };

/** A log that answers when it is told to. */
function heldLog() {
  const clock = new TestClock();
  const engine = memoryEngine({ clock, epoch: "e1" });
  const batches: (readonly NewEntry[])[] = [];
  const answers: ((failure?: Error) => void)[] = [];
  const log: Log = {
    ...engine.log,
    append: (batch) =>
      new Promise((resolve, reject) => {
        batches.push(batch);
        answers.push((failure) =>
          failure ? reject(failure) : resolve(engine.log.append(batch)),
        );
      }),
  };
  return {
    batches,
    answers,
    ...harness({ clock, engine: { ...engine, log } }),
  };
}

describe("what may be published", () => {
  const { runtime } = harness();
  const publish = (type: string, data: unknown, more: object = {}) =>
    runtime.publish("orders", order, type, data, more);

  test.each([
    [
      "a payload that does not fit",
      () => publish("order.created", { id: 1 }),
      ValidationError,
    ],
    [
      "undefined",
      () => publish("order.noted", undefined, { headers: { trace: "t" } }),
      ValidationError,
    ],
    [
      "a function",
      () => publish("order.noted", { f() {} }, { headers: { trace: "t" } }),
      ValidationError,
    ],
    [
      "a bigint",
      () => publish("order.noted", [1n], { headers: { trace: "t" } }),
      ValidationError,
    ],
    [
      "NaN",
      () => publish("order.noted", NaN, { headers: { trace: "t" } }),
      ValidationError,
    ],
    [
      "a cycle",
      () => {
        const a: unknown[] = [];
        a.push(a);
        return publish("order.noted", a, { headers: { trace: "t" } });
      },
      ValidationError,
    ],
    ["missing headers", () => publish("order.noted", 1), ValidationError],
    [
      "headers that do not fit",
      () => publish("order.noted", 1, { headers: { trace: 1 } }),
      ValidationError,
    ],
    [
      "an id with a line break",
      () => publish("order.created", { id: "1" }, { id: "a\nid: x" }),
      ValidationError,
    ],
    [
      "an empty id",
      () => publish("order.created", { id: "1" }, { id: "" }),
      ValidationError,
    ],
    ["an unknown message", () => publish("constructor", {}), RealtimeError],
    [
      "an unknown channel",
      () => runtime.publish("__proto__", {}, "tick", {}),
      RealtimeError,
    ],
    [
      "parameters that do not fit",
      () =>
        runtime.publish("orders", { customerId: "x" }, "order.created", {
          id: "1",
        }),
      ValidationError,
    ],
    [
      "a parameter left open",
      () => runtime.publish("orders", {}, "order.created", { id: "1" }),
      ValidationError,
    ],
    [
      "an unknown parameter",
      () =>
        runtime.publish("orders", { ...order, x: "1" }, "order.created", {
          id: "1",
        }),
      ValidationError,
    ],
    [
      "half a surrogate pair",
      () =>
        runtime.publish("orders", { customerId: "\ud800" }, "order.created", {
          id: "1",
        }),
      ValidationError,
    ],
  ])("refuses %s", async (_, run, error) => {
    await expect(run()).rejects.toThrow(error);
  });

  test("validates what the other end will see", async () => {
    const { connect } = harness();
    void connect;
    await publish("order.created", {
      id: "1",
      note: undefined,
      at: new Date(0),
    });
    await expect(publish("order.created", { id: undefined })).rejects.toThrow(
      ValidationError,
    );
    await expect(
      publish("order.created", { id: { toJSON: () => "x" } }),
    ).resolves.toBeDefined();
  });

  test("names the path of what is wrong", async () => {
    await expect(
      publish("order.noted", { a: [0, () => 1] }, { headers: { trace: "t" } }),
    ).rejects.toMatchObject({
      code: "invalid_payload",
      issues: [{ path: ["a", 1] }],
    });
  });
});

describe("idempotency", () => {
  test("the same id and body is a duplicate, another body a conflict", async () => {
    const { runtime } = harness();
    const publish = (n: number, id: string, channel = "lobby") =>
      runtime.publish(channel, {}, "tick", { n }, { id });
    const first = await publish(1, "a");
    expect(first).toEqual({ id: "a", cursor: "e1.1", duplicate: false });
    expect(await publish(1, "a")).toEqual({ ...first, duplicate: true });
    await expect(publish(2, "a")).rejects.toThrow(IdempotencyConflict);
    expect(await publish(2, "a", "board")).toMatchObject({ duplicate: false });
    expect(await publish(2, "b")).toMatchObject({
      duplicate: false,
      cursor: "e1.3",
    });
  });

  test("for 24 hours, and in bounded memory", async () => {
    const clock = new TestClock();
    const { runtime } = harness({
      clock,
      engine: memoryEngine({ clock, maxBytes: 40_000 }),
    });
    const publish = (id: string) =>
      runtime.publish("lobby", {}, "tick", { n: 1 }, { id });
    await publish("a");
    await clock.advance(86_399_000);
    expect((await publish("a")).duplicate).toBe(true);
    await clock.advance(2_000);
    expect((await publish("a")).duplicate).toBe(false);
    for (let i = 0; i < 100; i++) await publish(`b${i}`);
    expect((await publish("a")).duplicate).toBe(false);
    expect((await publish("b99")).duplicate).toBe(true);
  });

  test("ids by default are unique and sort by time", async () => {
    const { runtime, clock } = harness();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      ids.push((await runtime.publish("lobby", {}, "tick", { n: 1 })).id);
      await clock.advance(1);
    }
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids[0]).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });
});

describe("the queue", () => {
  test("keeps the order of calls, and batches what waits", async () => {
    const { tick, batches, answers } = heldLog();
    const all = [tick(1), tick(2)];
    await settle();
    all.push(tick(3), tick(4), tick(5));
    await settle();
    expect(batches).toHaveLength(1);
    answers[0]!();
    await settle();
    answers[1]!();
    expect(await Promise.all(all)).toEqual([
      "e1.1",
      "e1.2",
      "e1.3",
      "e1.4",
      "e1.5",
    ]);
    expect(batches.map((batch) => batch.map(({ data }) => data))).toEqual([
      ['{"n":1}', '{"n":2}'],
      ['{"n":3}', '{"n":4}', '{"n":5}'],
    ]);
  });

  test("is bounded in time: a log that does not answer is unavailable", async () => {
    const { tick, clock } = heldLog();
    const first = tick(1).catch((error: unknown) => error);
    await settle();
    const second = tick(2).catch((error: unknown) => error);
    await clock.advance(10_001);
    expect(await first).toBeInstanceOf(EngineUnavailable);
    expect(await second).toBeInstanceOf(EngineUnavailable);
  });

  test("is bounded in number", async () => {
    const { runtime } = harness({ limits: { maxPendingEvents: 2 } });
    const all = [1, 2, 3].map((n) =>
      runtime.publish("lobby", {}, "tick", { n }),
    );
    const [a, b, c] = await Promise.allSettled(all);
    expect([a!.status, b!.status]).toEqual(["fulfilled", "fulfilled"]);
    expect(c).toMatchObject({ reason: expect.any(EngineUnavailable) });
  });

  test("a failure of the log is told to every caller of its batch, and then it goes on", async () => {
    const { tick, answers } = heldLog();
    const failed = Promise.allSettled([tick(1), tick(2)]);
    await settle();
    answers[0]!(new Error("disk"));
    for (const one of await failed) {
      expect(one).toMatchObject({
        reason: { code: "unavailable", cause: { message: "disk" } },
      });
    }
    const next = tick(3);
    await settle();
    answers[1]!();
    expect(await next).toBe("e1.1");
  });

  test("what is aborted while it waits is never handed over", async () => {
    const { runtime, batches, answers, tick } = heldLog();
    const first = tick(1);
    await settle();
    const abort = new AbortController();
    const second = runtime.publish(
      "lobby",
      {},
      "tick",
      { n: 2 },
      { signal: abort.signal },
    );
    abort.abort(new Error("no more"));
    await expect(second).rejects.toThrow("no more");
    answers[0]!();
    await first;
    await settle();
    expect(batches).toHaveLength(1);
    await expect(
      runtime.publish("lobby", {}, "tick", { n: 3 }, { signal: abort.signal }),
    ).rejects.toThrow("no more");
  });

  test("after close nothing is taken", async () => {
    const { runtime, tick } = harness();
    await runtime.close({ graceMs: 0 });
    await expect(tick(1)).rejects.toThrow(EngineUnavailable);
  });
});

test("hooks hear of it, and cannot harm it", async () => {
  const onPublish = vi.fn<(event: PublishEvent) => void>(() => {
    throw new Error("hook");
  });
  const { tick } = harness({ hooks: { onPublish } });
  await tick(1);
  expect(onPublish).toHaveBeenCalledWith(
    expect.objectContaining({
      channel: "lobby",
      type: "tick",
      cursor: "e1.1",
      duplicate: false,
      size: 7,
    }),
  );
});
