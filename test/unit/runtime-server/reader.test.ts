import { describe, expect, test } from "vitest";
import { deferred } from "../../support/deferred.js";
import type { Log } from "../../../templates/runtime/engine/engine.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import { channel, contract } from "./contract.js";
import {
  harness,
  me,
  request,
  settle,
  TestClock,
  TestSink,
} from "./harness.js";

const numbers = (sink: TestSink): number[] =>
  sink.events_.map(({ data }) => (data as { n: number }).n);

describe("reading and live", () => {
  test("hello comes first, then what is published, with its cursor", async () => {
    const { connect, tick } = harness();
    await tick(0);
    const { sink } = await connect(["lobby"]);
    expect(sink.first).toEqual({
      protocol: 1,
      schema: "h1",
      cursor: "e1.1",
      recovered: false,
      heartbeatMs: 15_000,
      channels: [
        {
          channel: "lobby",
          params: {},
          ok: true,
          cursor: "e1.1",
          recovered: false,
        },
      ],
    });
    await tick(1);
    await settle();
    expect(sink.events_).toMatchObject([
      { event: "tick", cursor: "e1.2", data: { n: 1 } },
    ]);
  });

  test("starts at the earliest, the last n, or a cursor", async () => {
    const { connect, tick } = harness();
    for (let n = 1; n <= 5; n++) await tick(n);
    const starts = [
      "earliest",
      { last: 2 },
      { cursor: "e1.3" },
      { last: 0 },
    ] as const;
    const all = await Promise.all(starts.map((start) => connect([{ start }])));
    expect(all.map(({ sink }) => numbers(sink))).toEqual([
      [1, 2, 3, 4, 5],
      [4, 5],
      [4, 5],
      [],
    ]);
    expect(all.map(({ sink }) => sink.first.recovered)).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(all.map(({ sink }) => sink.gaps)).toEqual([[], [], [], []]);
  });

  test("a cursor each under one position: none gets what it has", async () => {
    const { connect, tick } = harness(
      {},
      {
        ...contract,
        channels: { ...contract.channels, hall: channel("hall") },
      },
    );
    await tick(1, "lobby");
    await tick(2, "hall");
    await tick(3, "lobby");
    await tick(4, "hall");
    const { sink } = await connect([
      { channel: "lobby", start: { cursor: "e1.3" } },
      { channel: "hall", start: { cursor: "e1.1" } },
    ]);
    expect(numbers(sink)).toEqual([2, 4]);
    expect(sink.first).toMatchObject({ cursor: "e1.1", recovered: true });
  });

  test("what is published while it reads comes once, in order", async () => {
    const clock = new TestClock();
    const engine = memoryEngine({ clock, epoch: "e1" });
    const { log } = engine;
    const gate = deferred();
    const slow: Log = {
      ...log,
      read: async (query) => {
        const page = await log.read(query);
        await gate.promise;
        return page;
      },
    };
    const { connect, tick } = harness({
      clock,
      engine: { ...engine, log: slow },
    });
    await tick(1);
    await tick(2);
    const { sink } = await connect([{ start: "earliest" }]);
    await tick(3);
    await tick(4);
    await settle();
    expect(numbers(sink)).toEqual([]);
    gate.resolve();
    await settle();
    await tick(5);
    await settle();
    expect(numbers(sink)).toEqual([1, 2, 3, 4, 5]);
  });

  test("what was due while it caught up does not come twice", async () => {
    const { connect, tick, runtime } = harness();
    await connect(["lobby"]); // so that there is a group with something due
    const cursor = await tick(0);
    await settle();
    const sink = new TestSink();
    const published = tick(1);
    await published;
    await runtime.session.connect(me, [request({ start: { cursor } })], sink);
    await tick(2);
    await settle();
    expect(numbers(sink)).toEqual([1, 2]);
  });

  test("no heartbeat takes a subscription back before its beginning", async () => {
    const clock = new TestClock();
    const engine = memoryEngine({ clock, epoch: "e1" });
    const log: Log = { ...engine.log, read: () => new Promise(() => {}) };
    const { connect, tick } = harness({ clock, engine: { ...engine, log } });
    await tick(1);
    await tick(2, "board");
    const { sink } = await connect([
      { start: { cursor: "e1.0" } },
      { channel: "board" },
    ]);
    await clock.advance(60_000);
    expect(sink.kinds).toEqual(["hello"]);
  });

  test("a full socket pauses it; nothing is lost when it drains", async () => {
    const { connect, tick } = harness();
    const sink = new TestSink();
    sink.takes = 1;
    const { connection } = await connect(["lobby"], sink);
    for (let n = 1; n <= 3; n++) {
      await tick(n);
      await settle();
    }
    expect(numbers(sink)).toEqual([1]);
    sink.writable = true;
    sink.takes = Infinity;
    connection.drained();
    await settle();
    expect(numbers(sink)).toEqual([1, 2, 3]);
  });

  test("far behind it reads the log again, in pages", async () => {
    const { connect, runtime } = harness(
      { limits: { highWaterMark: 2_000 } },
      {
        ...contract,
        channels: {
          lobby: channel("lobby", {
            history: { maxEvents: 5_000, maxAgeMs: 1e9 },
          }),
        },
      },
    );
    const sink = new TestSink();
    sink.takes = 1;
    const { connection } = await connect(["lobby"], sink);
    const lobby = runtime.channels["lobby"]!();
    const all = Array.from({ length: 3_000 }, (_, n) => n);
    await Promise.all(all.map((n) => lobby.publish("tick", { n })));
    await settle();
    await Promise.all(all.map((n) => lobby.publish("tick", { n: n + 3_000 })));
    await settle();
    while (!sink.writable) {
      sink.writable = true;
      sink.takes = 1;
      connection.drained();
      await settle();
    }
    expect(numbers(sink)).toEqual([...all, ...all.map((n) => n + 3_000)]);
    expect(sink.gaps).toEqual([]);
    const pages = sink.batches.slice(1);
    expect(
      Math.max(...pages.map(({ entries }) => entries.length)),
    ).toBeLessThan(400);
  });

  test("readers of the same addresses share a batch, so that it is encoded once", async () => {
    const { connect, tick } = harness();
    const [a, b] = await Promise.all([connect(["lobby"]), connect(["lobby"])]);
    await tick(1);
    await settle();
    expect(a.sink.batches).toHaveLength(1);
    expect(a.sink.batches[0]).toBe(b.sink.batches[0]);
  });

  test("events of one tick are one batch", async () => {
    const { connect, tick } = harness();
    const { sink } = await connect(["lobby"]);
    await Promise.all([tick(1), tick(2), tick(3)]);
    await settle();
    expect(sink.batches).toHaveLength(1);
    expect(numbers(sink)).toEqual([1, 2, 3]);
  });

  test("a technique that throws ends its own connection alone", async () => {
    const errors: string[] = [];
    const { connect, tick } = harness({
      hooks: { onError: ({ where }) => errors.push(where) },
    });
    const bad = new TestSink();
    bad.events = () => {
      throw new Error("fault");
    };
    const { connection } = await connect(["lobby"], bad);
    const { sink } = await connect(["lobby"]);
    await tick(1);
    await settle();
    expect(numbers(sink)).toEqual([1]);
    expect([connection.ended, errors]).toEqual([true, ["delivery"]]);
  });

  test("a log that fails is read again later, and the hooks hear of it", async () => {
    const clock = new TestClock();
    const engine = memoryEngine({ clock, epoch: "e1" });
    let failures = 2;
    const log: Log = {
      ...engine.log,
      read: (query) =>
        failures-- > 0
          ? Promise.reject(new Error("down"))
          : engine.log.read(query),
    };
    const errors: unknown[] = [];
    const { connect, tick } = harness({
      clock,
      engine: { ...engine, log },
      hooks: { onError: ({ where }) => errors.push(where) },
    });
    await tick(1);
    const { sink } = await connect([{ start: "earliest" }]);
    expect(numbers(sink)).toEqual([]);
    await clock.advance(2_000);
    expect(numbers(sink)).toEqual([1]);
    expect(errors).toEqual(["engine", "engine"]);
  });
});

describe("gaps", () => {
  test("retention, another epoch, ahead of the head: each once, then on from the oldest", async () => {
    const { connect, tick } = harness();
    for (let n = 1; n <= 103; n++) await tick(n);
    const cases = [
      ["e1.1", "retention", "e1.3"],
      ["old.50", "epoch", "e1.3"],
      ["e1.999", "ahead", "e1.3"],
    ] as const;
    for (const [cursor, reason, oldest] of cases) {
      const { sink } = await connect([{ start: { cursor } }]);
      expect(sink.gaps).toEqual([
        { channel: "lobby", params: {}, reason, oldest },
      ]);
      expect(sink.first.channels[0]).toMatchObject({
        recovered: false,
        cursor: oldest,
      });
      expect(numbers(sink)).toHaveLength(100);
    }
    const { sink } = await connect([{ start: { cursor: "e1.3" } }]);
    expect(sink.gaps).toEqual([]);
  });

  test("an older cursor than losses are remembered is expired", async () => {
    const clock = new TestClock();
    const { connect, tick } = harness({
      clock,
      engine: memoryEngine({ clock, epoch: "e1", cursorMaxAgeMs: 86_400_000 }),
    });
    await tick(1);
    await clock.advance(3_600_001); // out of the history: only the floor is left
    await tick(2, "ticker");
    await clock.advance(86_400_000); // and the floor is forgotten
    await tick(3, "ticker");
    const { sink } = await connect([{ start: { cursor: "e1.0" } }]);
    expect(sink.gaps).toMatchObject([{ reason: "expired" }]);
    const quiet = await connect([
      { channel: "board", start: { cursor: "e1.2" } },
    ]);
    expect(quiet.sink.gaps).toEqual([]);
  });

  test("a quiet channel beside a flooding one has none", async () => {
    const clock = new TestClock();
    const { connect, tick } = harness({
      clock,
      engine: memoryEngine({ clock, epoch: "e1", maxBytes: 200_000 }),
    });
    const cursor = await tick(1, "board");
    for (let n = 0; n < 2_000; n++) await tick(n);
    const { sink } = await connect([{ channel: "board", start: { cursor } }]);
    expect(sink.gaps).toEqual([]);
    expect(sink.first.recovered).toBe(true);
  });

  test("nothing is kept of an ephemeral channel: who was away is told", async () => {
    const { connect, tick } = harness();
    const { sink: live } = await connect(["ticker"]);
    const cursor = await tick(1, "ticker");
    const last = await tick(2, "ticker");
    await settle();
    expect(numbers(live)).toEqual([1, 2]);
    expect(live.gaps).toEqual([]);
    const away = await connect([{ channel: "ticker", start: { cursor } }]);
    expect(away.sink.gaps).toMatchObject([
      { reason: "retention", oldest: last },
    ]);
    const there = await connect([
      { channel: "ticker", start: { cursor: last } },
    ]);
    expect(there.sink.gaps).toEqual([]);
  });

  test("what retention takes from a reader that is behind", async () => {
    const { connect, runtime } = harness();
    const sink = new TestSink();
    sink.takes = 1;
    const { connection } = await connect(["lobby"], sink);
    const lobby = runtime.channels["lobby"]!();
    await lobby.publish("tick", { n: 0 });
    await settle();
    for (let n = 1; n <= 2_000; n++) await lobby.publish("tick", { n });
    await settle();
    sink.writable = true;
    sink.takes = Infinity;
    connection.drained();
    await settle();
    expect(sink.gaps).toMatchObject([
      { reason: "retention", oldest: "e1.1901" },
    ]);
    expect(numbers(sink)).toEqual([
      0,
      ...Array.from({ length: 100 }, (_, i) => 1_901 + i),
    ]);
  });

  test("an event of an earlier contract that no longer fits is a gap in its place", async () => {
    const clock = new TestClock();
    const engine = memoryEngine({ clock, epoch: "e1" });
    const loose = {
      ...contract,
      hash: "h0",
      channels: {
        lobby: channel("lobby", {
          serverToClient: {
            tick: { check: () => undefined },
            old: { check: () => undefined },
          },
        }),
      },
    };
    const before = harness(
      { clock, engine, handlers: {}, snapshots: {} },
      loose,
    );
    const publish = (type: string, data: unknown): Promise<unknown> =>
      before.runtime.publish("lobby", {}, type, data);
    await publish("tick", { n: 1 });
    await publish("tick", { n: "no" });
    await publish("old", {});
    await publish("tick", { n: 2 });
    const { connect } = harness({ clock, engine });
    const { sink } = await connect([{ start: "earliest" }]);
    expect(sink.kinds).toEqual(["hello", "event", "gap", "event"]);
    expect(sink.gaps).toMatchObject([{ reason: "schema", oldest: "e1.3" }]);
    expect(numbers(sink)).toEqual([1, 2]);
  });

  test("so it is where a process with another contract publishes meanwhile", async () => {
    const clock = new TestClock();
    const engine = memoryEngine({ clock, epoch: "e1" });
    const tick = { check: () => undefined };
    const other = harness(
      { clock, engine, handlers: {}, snapshots: {} },
      {
        ...contract,
        hash: "h2",
        channels: { lobby: channel("lobby", { serverToClient: { tick } }) },
      },
    );
    const { connect } = harness({ clock, engine });
    const { sink } = await connect(["lobby"]);
    await other.runtime.publish("lobby", {}, "tick", { n: 1 });
    await other.runtime.publish("lobby", {}, "tick", { n: "no" });
    await settle();
    expect(sink.kinds).toEqual(["hello", "event", "gap"]);
    expect(sink.gaps).toMatchObject([{ reason: "schema", oldest: "e1.2" }]);
  });

  test("a restart is one gap for each subscription", async () => {
    const { connect, tick } = harness({
      engine: memoryEngine({ epoch: "e2" }),
    });
    await tick(1);
    const { sink } = await connect([
      { channel: "lobby", start: { cursor: "e1.7" } },
      { channel: "board", start: { cursor: "e1.9" } },
      { channel: "ticker", start: "now" },
    ]);
    expect(sink.gaps.map(({ channel: of, reason }) => [of, reason])).toEqual([
      ["lobby", "epoch"],
      ["board", "epoch"],
    ]);
    expect(numbers(sink)).toEqual([1]);
    const { sink: again } = await connect([{ start: { cursor: "e2.1" } }]);
    expect(again.gaps).toEqual([]);
  });

  test("a log that begins anew under its readers sends them round", async () => {
    const clock = new TestClock();
    const engine = memoryEngine({ clock, epoch: "e1" });
    let reset: ((epoch: string) => void) | undefined;
    const log: Log = {
      ...engine.log,
      async tail(listener) {
        reset = (epoch) => listener.reset({ epoch, head: 0 });
        return engine.log.tail(listener);
      },
    };
    const { connect, tick } = harness({ clock, engine: { ...engine, log } });
    const { sink } = await connect(["lobby"]);
    reset?.("e1"); // cut, but the same log: read on
    await tick(1);
    await settle();
    expect(numbers(sink)).toEqual([1]);
    reset?.("e2");
    expect(sink.kinds.at(-1)).toBe("close");
  });
});

describe("snapshots", () => {
  const on = { channel: "board", snapshot: true };

  test("after a fresh hello and after a gap, and only if asked for", async () => {
    let sum = 5;
    const { connect, tick } = harness({
      snapshots: { board: () => ({ sum }) },
    });
    const cursor = await tick(1, "board");
    const { sink } = await connect([on]);
    expect(sink.frames.slice(1)).toEqual([
      { snapshot: { channel: "board", params: {}, cursor, data: { sum: 5 } } },
    ]);
    sum = 6;
    const again = await connect([{ ...on, start: { cursor: "x.1" } }]);
    expect(again.sink.kinds).toEqual(["hello", "gap", "event", "snapshot"]);
    const resumed = await connect([{ ...on, start: { cursor } }]);
    expect(resumed.sink.kinds).toEqual(["hello"]);
    const unasked = await connect([{ channel: "board" }]);
    expect(unasked.sink.kinds).toEqual(["hello"]);
  });

  test("its cursor is taken before the provider runs, and nothing overtakes it", async () => {
    const made = deferred<unknown>();
    const { connect, tick } = harness({
      snapshots: { board: () => made.promise },
    });
    const { sink } = await connect([on]);
    await tick(1, "board");
    await settle();
    expect(sink.kinds).toEqual(["hello"]);
    made.resolve({ sum: 1 });
    await settle();
    expect(sink.kinds).toEqual(["hello", "snapshot", "event"]);
    expect(sink.frames[1]).toMatchObject({ snapshot: { cursor: "e1.0" } });
  });

  test("a provider that throws, hangs or lies is told to the hooks, and the stream goes on", async () => {
    const errors: string[] = [];
    for (const board of [
      () => {
        throw new Error("no");
      },
      () => new Promise(() => {}),
      () => ({ sum: "no" }),
    ]) {
      const { connect, tick, clock } = harness({
        snapshots: { board },
        hooks: { onError: ({ where }) => errors.push(where) },
      });
      const { sink } = await connect([on]);
      await tick(1, "board");
      await clock.advance(10_000);
      await settle();
      expect(sink.kinds.filter((kind) => kind !== "heartbeat")).toEqual([
        "hello",
        "event",
      ]);
    }
    expect(errors).toEqual(["snapshot", "snapshot", "snapshot"]);
  });
});

describe("heartbeats and deadlines", () => {
  test("come only where nothing else was sent, from the reader's own position", async () => {
    const { connect, tick, clock } = harness();
    const { sink } = await connect(["lobby"]);
    await clock.advance(10_000);
    await tick(1);
    await settle();
    await clock.advance(10_000);
    expect(sink.kinds).toEqual(["hello", "event"]);
    await tick(2, "board"); // not for this reader, but it is past it
    await clock.advance(6_000);
    expect(sink.frames.at(-1)).toEqual({ heartbeat: "e1.2" });
    await clock.advance(15_500);
    expect(sink.kinds.filter((kind) => kind === "heartbeat")).toHaveLength(2);
  });

  test("never overtake an event that has not been sent", async () => {
    const { connect, tick, clock } = harness();
    const sink = new TestSink();
    const { connection } = await connect(["lobby"], sink);
    sink.writable = false;
    await tick(1);
    await settle();
    await clock.advance(20_000);
    expect(sink.kinds).toEqual(["hello"]);
    sink.writable = true;
    connection.drained();
    expect(sink.kinds).toEqual(["hello", "event"]);
  });

  test("a socket that takes nothing is ended as stalled; one that moves is not", async () => {
    const { connect, clock } = harness();
    const stuck = new TestSink();
    const slow = new TestSink();
    await connect(["lobby"], stuck);
    await connect(["lobby"], slow);
    for (const sink of [stuck, slow]) {
      sink.writable = false;
      sink.waiting = sink.written = 100_000;
    }
    for (let i = 0; i < 10; i++) {
      slow.waiting -= 1_000;
      await clock.advance(7_000);
    }
    expect(stuck.frames.at(-1)).toEqual({
      close: "stalled",
      retryAfterMs: undefined,
    });
    expect(slow.kinds).not.toContain("close");
  });

  test("the end of the token ends the connection", async () => {
    const { connect, clock, runtime } = harness();
    const principal = { ...me, expiresAt: clock.now() + 20_000 };
    const { sink } = await connect(["lobby"], new TestSink(), principal);
    await clock.advance(19_000);
    expect(sink.kinds).not.toContain("close");
    await clock.advance(2_000);
    expect(sink.frames.at(-1)).toMatchObject({ close: "expired" });
    expect(runtime.connections).toBe(0);
  });

  test("a window of log time bounds what a subscription sees", async () => {
    const clock = new TestClock();
    const from = clock.now();
    const { connect, tick } = harness({
      clock,
      authorize: () => ({ since: from + 1_000, until: new Date(from + 3_000) }),
    });
    for (let n = 0; n < 5; n++) {
      await tick(n);
      await clock.advance(1_000);
    }
    const { sink } = await connect([{ start: "earliest" }]);
    await tick(9);
    await settle();
    expect(numbers(sink)).toEqual([1, 2]);
  });
});
