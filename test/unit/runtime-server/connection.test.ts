import { describe, expect, test } from "vitest";
import type {
  SubscribeRequest,
  SubscribeResult,
} from "../../../templates/runtime/core/protocol.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import type { CreateOptions } from "../../../templates/runtime/server/realtime.js";
import type {
  Connection,
  Credentials,
} from "../../../templates/runtime/server/session.js";
import { channel, contract } from "./contract.js";
import {
  harness,
  me,
  type Me,
  request,
  settle,
  TestClock,
  type TestSink,
} from "./harness.js";

const many = {
  ...contract,
  channels: {
    ...contract.channels,
    hall: channel("hall"),
    attic: channel("attic", { snapshot: () => undefined }),
  },
};
const snapshots = { board: () => ({ sum: 0 }), attic: () => ({}) };
const opened = (options: Partial<CreateOptions<Me>> = {}) =>
  harness({ snapshots, ...options }, many);
const seen = (sink: TestSink): [string, number][] =>
  sink.events_.map(({ address, data }) => [address, (data as { n: number }).n]);

async function add(
  connection: Connection<Me>,
  ...requests: (string | Partial<SubscribeRequest>)[]
): Promise<readonly SubscribeResult[]> {
  let results: readonly SubscribeResult[] = [];
  await connection.subscribe(requests.map(request), (told) => (results = told));
  await settle();
  return results;
}

describe("subscriptions of an open connection", () => {
  test("a connection may begin with none, and hears heartbeats", async () => {
    const { connect, clock } = opened();
    const { sink } = await connect([]);
    expect(sink.first).toMatchObject({ cursor: "e1.0", channels: [] });
    await clock.advance(16_000);
    await settle();
    expect(sink.kinds).toEqual(["hello", "heartbeat"]);
  });

  test("one that is added begins where it is told, and others miss and repeat nothing", async () => {
    const { connect, tick } = opened();
    await tick(1, "lobby");
    await tick(2, "hall");
    const { sink, connection } = await connect(["lobby"]);
    await tick(3, "lobby");
    const added = add(connection, { channel: "hall", start: "earliest" });
    await tick(4, "lobby");
    await tick(5, "hall");
    expect(await added).toMatchObject([{ ok: true, cursor: "e1.0" }]);
    await tick(6, "lobby");
    await settle();
    const of = (place: string) =>
      seen(sink).flatMap(([address, n]) => (address === place ? [n] : []));
    expect([of("lobby"), of("hall")]).toEqual([
      [3, 4, 6],
      [2, 5],
    ]);
  });

  test("results are told before any event", async () => {
    const { connect, tick } = opened();
    await tick(1, "hall");
    const { sink, connection } = await connect([]);
    let before = -1;
    await connection.subscribe(
      [request({ channel: "hall", start: "earliest" })],
      () => (before = sink.frames.length),
    );
    await settle();
    expect(before).toBe(1);
    expect(sink.kinds).toEqual(["hello", "event"]);
  });

  test("one that ends is told and hears no more, the others go on", async () => {
    const { connect, tick, runtime } = opened();
    const { sink, connection } = await connect(["lobby", "hall"]);
    connection.unsubscribe([
      { channel: "hall", params: {} },
      { channel: "nowhere", params: {} },
    ]);
    await settle();
    await tick(1, "hall");
    await tick(2, "lobby");
    await settle();
    expect(sink.frames.slice(1)).toMatchObject([
      { unsubscribed: { channel: "hall", params: {} } },
      { address: "lobby" },
    ]);
    expect(runtime.connections).toBe(1);
  });

  test("leaving comes after a subscribing that is under way", async () => {
    const { connect, tick } = opened();
    const { sink, connection } = await connect(["lobby"]);
    const added = add(connection, "hall");
    connection.unsubscribe([{ channel: "hall", params: {} }]);
    await added;
    await tick(1, "hall");
    await settle();
    expect(sink.kinds).toEqual(["hello", "unsubscribed"]);
  });

  test("twice the same, an unknown one and too many are refused one by one", async () => {
    const { connect } = opened({ limits: { maxSubscriptions: 3 } });
    const { connection } = await connect(["lobby"]);
    expect(await add(connection, "lobby", "nowhere")).toMatchObject([
      { ok: false, error: { code: "bad_request" } },
      { ok: false, error: { code: "unknown_channel" } },
    ]);
    expect(await add(connection, "hall", "attic", "board")).toMatchObject([
      { ok: false, error: { code: "too_many" } },
      { ok: false, error: { code: "too_many" } },
      { ok: false, error: { code: "too_many" } },
    ]);
    expect(await add(connection, "hall")).toMatchObject([{ ok: true }]);
  });

  test("a log that fails refuses what is added and leaves the rest", async () => {
    const clock = new TestClock();
    const engine = memoryEngine({ clock, epoch: "e1" });
    let down = false;
    const log = {
      ...engine.log,
      floor: (...args: Parameters<typeof engine.log.floor>) =>
        down ? Promise.reject(new Error("down")) : engine.log.floor(...args),
    };
    const { connect, tick } = opened({ clock, engine: { ...engine, log } });
    const { sink, connection } = await connect(["lobby"]);
    down = true;
    const asked = { channel: "hall", start: "earliest" } as const;
    expect(await add(connection, asked)).toMatchObject([
      { ok: false, error: { code: "unavailable", retryAfterMs: 1500 } },
    ]);
    down = false;
    expect(await add(connection, asked)).toMatchObject([{ ok: true }]);
    await tick(1);
    await settle();
    expect(seen(sink)).toEqual([["lobby", 1]]);
  });

  test("a snapshot of one that is added holds what comes after it", async () => {
    const { connect, tick } = opened();
    const { sink, connection } = await connect(["lobby"]);
    const added = add(connection, { channel: "attic", snapshot: true });
    await added;
    await tick(1, "attic");
    await settle();
    expect(sink.kinds).toEqual(["hello", "snapshot", "event"]);
  });

  test("hooks hear of what was added and what ended", async () => {
    const told: unknown[] = [];
    const { connect } = opened({
      hooks: {
        onSubscribe: ({ channel: of }) => told.push(["+", of]),
        onUnsubscribe: ({ channel: of }) => told.push(["-", of]),
      },
    });
    const { connection } = await connect(["lobby"]);
    await add(connection, "hall");
    connection.unsubscribe([{ channel: "lobby", params: {} }]);
    await settle();
    expect(told).toEqual([
      ["+", "hall"],
      ["-", "lobby"],
    ]);
  });
});

function renewable(more: Parameters<typeof harness>[0] = {}) {
  const clock = new TestClock();
  const made = opened({
    clock,
    authenticate: ({ token }) =>
      token === "t2"
        ? { identity: { id: "me" }, expiresAt: clock.now() + 300_000 }
        : token === "other"
          ? { identity: { id: "you" } }
          : null,
    ...more,
  });
  const first = { ...me, expiresAt: clock.now() + 100_000 };
  return { ...made, clock, first };
}

describe("a new token on an open connection", () => {
  const credentials: Credentials = { ...me.credentials, token: "t2" };

  test("is asked for in time, and the connection lives on", async () => {
    const { connect, clock, first } = renewable();
    const { sink, connection } = await connect(["lobby"], undefined, first);
    await clock.advance(51_000);
    await settle();
    expect(sink.frames.at(-1)).toEqual({ expiring: expect.any(Number) });
    expect(await connection.renew(credentials)).toEqual({ ok: true });
    for (let i = 0; i < 20; i++) {
      await clock.advance(10_000);
      await settle();
    }
    expect(sink.kinds).not.toContain("close");
    expect(connection.principal.credentials.token).toBe("t2");
    await clock.advance(110_000);
    await settle();
    expect(sink.frames.at(-1)).toMatchObject({ close: "expired" });
  });

  test("a bad one, and another identity's, change nothing", async () => {
    const { connect, clock, first } = renewable();
    const { sink, connection } = await connect(["lobby"], undefined, first);
    expect(
      await connection.renew({ ...credentials, token: "x" }),
    ).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
    expect(
      await connection.renew({ ...credentials, token: "other" }),
    ).toMatchObject({ ok: false, error: { code: "forbidden" } });
    await clock.advance(101_000);
    await settle();
    expect(sink.frames.at(-1)).toMatchObject({ close: "expired" });
  });

  test("what it does not allow ends, and is told", async () => {
    let closed = "";
    const { connect, tick, first } = renewable({
      authorize: ({ channel: of }) => of !== closed,
    });
    const { sink, connection } = await connect(
      ["lobby", "hall"],
      undefined,
      first,
    );
    closed = "hall";
    expect(await connection.renew(credentials)).toEqual({ ok: true });
    expect(sink.frames.at(-1)).toMatchObject({
      unsubscribed: { channel: "hall", error: { code: "forbidden" } },
    });
    await tick(1, "hall");
    await tick(2, "lobby");
    await settle();
    expect(seen(sink)).toEqual([["lobby", 2]]);
  });

  test("an authorizer that fails ends nothing: the old token holds till its end", async () => {
    let broken = false;
    const { connect, first } = renewable({
      authorize: () => {
        if (broken) throw new Error("down");
        return true;
      },
    });
    const { sink, connection } = await connect(["lobby"], undefined, first);
    broken = true;
    expect(await connection.renew(credentials)).toMatchObject({
      ok: false,
      error: { code: "unavailable" },
    });
    expect(sink.kinds).toEqual(["hello"]);
    expect(connection.principal.credentials.token).toBe("t");
  });
});
