/** What a connection is told when its beginnings, its windows or its technique are odd. */
import { expect, test } from "vitest";
import type {
  Engine,
  Entry,
  TailListener,
} from "../../../templates/runtime/engine/engine.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import { contract } from "./contract.js";
import {
  harness,
  me,
  request,
  settle,
  TestClock,
  TestSink,
} from "./harness.js";

const numbers = (sink: TestSink): unknown[] =>
  sink.events_.map(({ data }) => (data as { n: number }).n);

/** An engine whose tail brings nothing until it is let go. */
function lagging(clock: TestClock): { engine: Engine; catchUp(): void } {
  const engine = memoryEngine({ clock, epoch: "e1" });
  const { log } = engine;
  const late: Entry[] = [];
  let listener: TailListener | undefined;
  return {
    engine: {
      ...engine,
      log: {
        append: (batch) => log.append(batch),
        read: (query) => log.read(query),
        bounds: () => log.bounds(),
        floor: (selection) => log.floor(selection),
        before: (selection, count) => log.before(selection, count),
        tail(told) {
          listener = told;
          return log.tail({
            entries: (batch) => late.push(...batch),
            reset: (bounds) => told.reset(bounds),
          });
        },
      },
    },
    catchUp: () => listener?.entries(late.splice(0)),
  };
}

test("a cursor that another process gave, ahead of our tail, repeats nothing", async () => {
  const clock = new TestClock();
  const { engine, catchUp } = lagging(clock);
  const { connect, tick } = harness({ clock, engine });
  await connect([]);
  await tick(1);
  const cursor = await tick(2);
  const { sink } = await connect([{ start: { cursor } }]);
  expect(sink.first.recovered).toBe(true);
  await tick(3);
  catchUp();
  await settle();
  expect(numbers(sink)).toEqual([3]);
});

test("events outside of its window do not keep heartbeats from a client", async () => {
  const clock = new TestClock();
  const { connect, tick } = harness({
    clock,
    authorize: () => ({ until: clock.now() + 1_000 }),
  });
  const { sink } = await connect(["lobby"]);
  for (let n = 0; n < 3; n++) {
    await clock.advance(10_000);
    await tick(n);
    await settle();
  }
  expect(sink.kinds).toEqual(["hello", "heartbeat", "heartbeat"]);
});

test.each([
  ["has ended", { until: 0 }],
  ["has not begun", { since: Number.MAX_SAFE_INTEGER }],
])("whose window %s gets no snapshot of what is now", async (_, window) => {
  const { connect } = harness({ authorize: () => window });
  const { sink } = await connect([{ channel: "board", snapshot: true }]);
  expect(sink.kinds).toEqual(["hello"]);
});

test("a gap of a live reader is followed by the snapshot", async () => {
  const clock = new TestClock();
  const engine = memoryEngine({ clock, epoch: "e1" });
  const { connect } = harness({ clock, engine });
  const { sink, connection } = await connect([
    { channel: "board", snapshot: true },
  ]);
  const old = {
    address: "board",
    type: "tick",
    dedupe: false,
    data: "{}",
    schema: "h0",
    retention: contract.channels["board"]!.history,
  };
  await engine.log.append([{ ...old, id: "a" }]);
  await settle();
  const told = ["hello", "snapshot", "gap", "snapshot"];
  expect(sink.kinds).toEqual(told);

  sink.writable = false;
  await engine.log.append([{ ...old, id: "b" }]);
  await settle();
  expect(sink.kinds).toEqual(told);
  sink.writable = true;
  connection.drained();
  await settle();
  expect(sink.kinds.slice(4)).toEqual(["gap", "snapshot"]);
});

const boom = (): never => {
  throw new Error("boom");
};

test.each(["snapshot", "unsubscribed", "told"] as const)(
  "a technique that throws in %s loses its connection, and nobody else",
  async (what) => {
    const errors: string[] = [];
    const { connect, runtime, tick } = harness({
      hooks: { onError: ({ where }) => errors.push(where) },
    });
    const sink = new TestSink();
    if (what !== "told") sink[what] = boom;
    const { connection } = await connect(["lobby"], sink);
    const other = await connect(["lobby"]);
    if (what === "unsubscribed") {
      connection.unsubscribe([{ channel: "lobby", params: {} }]);
    } else {
      const asked = [request({ channel: "board", snapshot: true })];
      await connection.subscribe(asked, what === "told" ? boom : () => {});
    }
    await settle();
    expect(sink.frames.at(-1)).toMatchObject({ close: "stalled" });
    expect(connection.ended).toBe(true);
    expect(errors).toEqual(["delivery"]);
    expect(runtime.connections).toBe(1);
    await tick(1);
    await settle();
    expect(numbers(other.sink)).toEqual([1]);
  },
);

test("a token is not renewed where its identity has no name", async () => {
  const { connect } = harness({
    identify: boom,
  });
  const { connection } = await connect(["lobby"]);
  expect(await connection.renew(me.credentials)).toMatchObject({
    ok: false,
    error: { code: "unavailable" },
  });
  expect(connection.ended).toBe(true);
});

test("of parameters that do not exist, not all are told", async () => {
  const { connect } = harness();
  const params = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, n) => [`p${n}`, ""]),
  );
  const { sink } = await connect(["lobby", { params }]);
  const refused = sink.first.channels[1]!;
  expect(refused).toMatchObject({ ok: false });
  expect("error" in refused && refused.error.issues).toHaveLength(20);
});
