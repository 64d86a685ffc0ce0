import { describe, expect, test } from "vitest";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import type { AuthorizeRequest } from "../../../templates/runtime/server/options.js";
import { anything, channel, contract, has } from "./contract.js";
import {
  harness,
  type Me,
  settle,
  TestClock,
  type TestSink,
} from "./harness.js";

const devices: ContractSpec = {
  ...contract,
  channels: {
    lobby: channel("lobby"),
    devices: channel("devices", {
      params: { site: anything, device: anything },
      wildcard: true,
      history: { maxEvents: 3, maxAgeMs: 3_600_000 },
      serverToClient: {
        tick: { check: has("n", "number") },
        state: { check: has("n", "number"), latestBy: "kind" },
        wave: { check: has("n", "number"), ephemeral: true },
      },
    }),
  },
};

function devicesHarness(more: Parameters<typeof harness>[0] = {}) {
  const made = harness({ handlers: {}, snapshots: {}, ...more }, devices);
  const publish = async (
    site: string,
    device: string,
    n: number,
    type = "tick",
    data: object = {},
  ): Promise<string> => {
    const params = { site, device };
    const to = { n, ...data };
    return (await made.runtime.publish("devices", params, type, to)).cursor;
  };
  return { ...made, publish };
}
const numbers = (sink: TestSink): number[] =>
  sink.events_.map(({ data }) => (data as { n: number }).n);
const all = { channel: "devices", params: {} };
const site = (name: string) => ({ channel: "devices", params: { site: name } });

describe("open parameters", () => {
  test("hear every instance that has the parameters given", async () => {
    const { connect, publish } = devicesHarness();
    const everything = await connect([all]);
    const berlin = await connect([site("berlin")]);
    const one = await connect([
      { channel: "devices", params: { site: "berlin", device: "1" } },
    ]);
    await publish("berlin", "1", 1);
    await publish("berlin", "2", 2);
    await publish("paris", "1", 3);
    await settle();
    expect(numbers(everything.sink)).toEqual([1, 2, 3]);
    expect(numbers(berlin.sink)).toEqual([1, 2]);
    expect(numbers(one.sink)).toEqual([1]);
    expect(berlin.sink.first.channels).toMatchObject([
      { ok: true, params: { site: "berlin" } },
    ]);
  });

  test("and an instance of its own on one connection get each event once", async () => {
    const { connect, publish } = devicesHarness();
    const { sink } = await connect([
      all,
      site("berlin"),
      { channel: "devices", params: { site: "berlin", device: "1" } },
    ]);
    await publish("berlin", "1", 1);
    await publish("paris", "1", 2);
    await settle();
    expect(numbers(sink)).toEqual([1, 2]);
  });

  test("values with the separators of names match only themselves", async () => {
    const { connect, publish } = devicesHarness();
    const { sink } = await connect([site("a,device=1")]);
    await publish("a", "1", 1);
    await publish("a,device=1", "x", 2);
    await publish("a%2Cdevice=1", "x", 3);
    await settle();
    expect(numbers(sink)).toEqual([2]);
  });

  test("resume from a cursor, and are told of losses of what they hear alone", async () => {
    const { connect, publish } = devicesHarness();
    const cursor = await publish("berlin", "1", 1);
    await publish("paris", "1", 2);
    await publish("berlin", "2", 3);
    const resumed = await connect([{ ...site("berlin"), start: { cursor } }]);
    expect(numbers(resumed.sink)).toEqual([3]);
    expect(resumed.sink.first.recovered).toBe(true);

    for (let n = 4; n < 8; n++) await publish("paris", "1", n); // 2 and 4 are lost
    const berlin = await connect([{ ...site("berlin"), start: { cursor } }]);
    expect(berlin.sink.gaps).toEqual([]);
    const paris = await connect([{ ...site("paris"), start: { cursor } }]);
    expect(paris.sink.gaps).toMatchObject([{ reason: "retention" }]);
    expect(numbers(paris.sink)).toEqual([5, 6, 7]);
  });

  test("what one instance lost takes nothing from the others", async () => {
    const { connect, publish } = devicesHarness();
    await publish("berlin", "1", 1);
    const cursor = await publish("berlin", "2", 2);
    await publish("berlin", "3", 3);
    for (let n = 4; n < 8; n++) await publish("paris", "1", n); // 4 is lost
    const [earliest, last, resumed] = await Promise.all(
      (["earliest", { last: 4 }, { cursor }] as const).map((start) =>
        connect([{ ...all, start }]),
      ),
    );
    expect(numbers(earliest!.sink)).toEqual([1, 2, 3, 5, 6, 7]);
    expect(earliest!.sink.gaps).toEqual([]);
    expect(numbers(last!.sink)).toEqual([3, 5, 6, 7]);
    expect(last!.sink.gaps).toEqual([]);
    expect(resumed!.sink.kinds.slice(0, 3)).toEqual(["hello", "gap", "event"]);
    expect(resumed!.sink.gaps).toMatchObject([
      { reason: "retention", oldest: cursor },
    ]);
    expect(numbers(resumed!.sink)).toEqual([3, 5, 6, 7]);
  });

  test("what is lost while it reads is told once, and takes nothing from the others", async () => {
    const { connect, publish } = devicesHarness();
    const { sink, connection } = await connect([all]);
    sink.writable = false;
    await publish("berlin", "1", 1);
    for (let n = 2; n < 1_100; n++) await publish("paris", "1", n);
    await settle();
    sink.writable = true;
    connection.drained();
    await settle();
    expect(numbers(sink)).toEqual([1, 1_097, 1_098, 1_099]);
    expect(sink.gaps).toHaveLength(1);
  });

  test("the last n are of all instances together", async () => {
    const { connect, publish } = devicesHarness();
    await publish("berlin", "1", 1);
    await publish("paris", "1", 2);
    await publish("berlin", "2", 3);
    const { sink } = await connect([{ ...all, start: { last: 2 } }]);
    expect(numbers(sink)).toEqual([2, 3]);
  });

  test("authorize is told what is open", async () => {
    const asked: Pick<AuthorizeRequest<Me>, "open" | "params">[] = [];
    const { connect } = devicesHarness({
      authorize: ({ open, params }) => {
        asked.push({ open, params: { ...params } });
        return open.length < 2;
      },
    });
    await connect([site("berlin")]);
    await expect(connect([all])).rejects.toThrow("forbidden");
    expect(asked).toEqual([
      { open: ["device"], params: { site: "berlin" } },
      { open: ["site", "device"], params: {} },
    ]);
  });

  test("a channel without wildcard refuses them", async () => {
    const { connect } = harness();
    await expect(connect([{ channel: "orders", params: {} }])).rejects.toThrow(
      "invalid_payload",
    );
  });
});

describe("latestBy", () => {
  test("of what waits only the last of each value is sent, in log order", async () => {
    const { connect, publish } = devicesHarness();
    await publish("berlin", "1", 1, "state", { kind: "temperature" });
    await publish("berlin", "1", 2, "state", { kind: "humidity" });
    await publish("berlin", "1", 3, "state", { kind: "temperature" });
    const { sink } = await connect([{ ...all, start: "earliest" }]);
    expect(numbers(sink)).toEqual([2, 3]);
  });

  test("of one tick as well, but not across instances or where there is no value", async () => {
    const { connect, publish } = devicesHarness();
    const { sink } = await connect([all]);
    await Promise.all([
      publish("berlin", "1", 1, "state", { kind: "t" }),
      publish("berlin", "2", 2, "state", { kind: "t" }),
      publish("berlin", "1", 3, "state"),
      publish("berlin", "1", 4, "state", { kind: "t" }),
      publish("berlin", "1", 5),
      publish("berlin", "1", 6, "state"),
    ]);
    await settle();
    expect(numbers(sink)).toEqual([2, 3, 4, 5, 6]);
  });
});

test("what only something outside of a window replaces is sent", async () => {
  const flushes: (() => void)[] = [];
  const soon = (run: () => void): void => void flushes.push(run);
  const clock = Object.assign(new TestClock(), { soon });
  const until = clock.now() + 10;
  const { connect, publish } = devicesHarness({
    clock,
    authorize: () => ({ until }),
  });
  const { sink } = await connect([all]);
  await publish("berlin", "1", 1, "state", { kind: "t" });
  await clock.advance(10);
  await publish("berlin", "1", 2, "state", { kind: "t" });
  for (const flush of flushes) flush();
  expect(numbers(sink)).toEqual([1]);
});

describe("ephemeral", () => {
  test("reaches those who are there, and is no gap to those who were not", async () => {
    const { connect, publish } = devicesHarness();
    const there = await connect([all]);
    const cursor = await publish("berlin", "1", 1);
    await publish("berlin", "1", 2, "wave");
    await publish("berlin", "1", 3);
    await settle();
    expect(numbers(there.sink)).toEqual([1, 2, 3]);
    const away = await connect([{ ...all, start: { cursor } }]);
    expect(numbers(away.sink)).toEqual([3]);
    expect(away.sink.gaps).toEqual([]);
    expect(away.sink.first.recovered).toBe(true);
  });

  test("its cursor is one to go on from", async () => {
    const { connect, publish } = devicesHarness();
    const cursor = await publish("berlin", "1", 1, "wave");
    await publish("berlin", "1", 2);
    const { sink } = await connect([{ ...all, start: { cursor } }]);
    expect(numbers(sink)).toEqual([2]);
    expect(sink.first.recovered).toBe(true);
  });
});
