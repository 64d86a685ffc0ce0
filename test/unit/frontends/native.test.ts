import { describe, expect, test } from "vitest";
import { contractHash } from "../../../src/contract/hash.js";
import type { Contract } from "../../../src/contract/model.js";
import { parseDuration } from "../../../src/contract/duration.js";
import { readContract } from "../../../src/frontends/read-contract.js";
import {
  contractFixtures,
  readFixture,
} from "../../support/contract-fixtures.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

async function shop(): Promise<Contract> {
  const { contract, diagnostics } = await readFixture("shop.realtime.yaml");
  expect(diagnostics).toEqual([]);
  return contract!;
}

test.each(contractFixtures)("%s is without fault", async (name) => {
  const { contract, diagnostics } = await readFixture(name);
  expect(diagnostics).toEqual([]);
  expect(contract?.channels.length).toBeGreaterThan(0);
});

test("the shop, all of it", async () => {
  const { name, version, channels, definitions } = await shop();
  expect([name, version]).toEqual(["shop", "1.0.0"]);
  const [orders, announcements] = channels;
  expect(orders).toMatchObject({
    name: "orders",
    address: "customers/{customerId}/orders",
    parameters: [{ name: "customerId" }],
    history: { kind: "kept", maxEvents: 10_000, maxAgeMs: 86_400_000 },
    wildcard: false,
    snapshot: { checks: [{ kind: "reference" }] },
  });
  expect(orders?.serverToClient.map((message) => message.name)).toEqual([
    "order.cancelled",
    "order.created",
    "order.shipped",
  ]);
  const [cancel] = orders!.clientToServer;
  expect(cancel).toMatchObject({
    name: "order.cancel",
    scopes: ["orders:write"],
    reply: { stream: false },
    errors: [{ code: "not_found" }, { code: "too_late" }],
  });
  expect(announcements).toMatchObject({
    address: "announcements",
    parameters: [],
    clientToServer: [],
  });
  expect([...definitions.values()].map((each) => each.name).sort()).toEqual([
    "Address",
    "Money",
    "Order",
    "OrderItem",
    "OrderList",
    "Sku",
  ]);
});

test("every key of the kitchen sink arrives in the contract", async () => {
  const { contract, reads } = await readFixture("kitchen-sink.realtime.yaml");
  const [sensors, lobby] = contract!.channels;
  expect(lobby).toMatchObject({ address: "lobby", history: { kind: "none" } });
  expect(sensors).toMatchObject({
    description: "Readings of one sensor in one site.",
    parameters: [
      { name: "site" },
      { name: "sensor", description: "Number of the sensor." },
    ],
    history: { kind: "kept", maxEvents: 50, maxAgeMs: 5_400_000 },
    bindings: { amqp: { exchange: "sensors" } },
  });
  expect(sensors!.serverToClient[0]).toMatchObject({
    summary: "A reading was taken",
    description: "Sent once a second while the sensor is awake.",
    deprecated: "use reading.v2",
    key: "sensor",
    typeName: "SensorReading",
    examples: [{ value: { sensor: "1", celsius: 21.5 } }],
    bindings: { mqtt: { qos: 0, retain: true } },
    headers: { checks: expect.anything() },
  });
  expect(sensors!.serverToClient[0]?.ephemeral).toBe(false);
  expect(sensors!.serverToClient[0]?.latestBy).toBeUndefined();
  expect(sensors!.serverToClient[1]).toMatchObject({
    name: "reading.v2",
    summary: "A reading was taken, with its unit",
  });
  expect(sensors!.wildcard).toBe(true);
  expect(lobby!.wildcard).toBe(false);
  const named = (name: string) =>
    [...sensors!.serverToClient, ...sensors!.clientToServer].find(
      (message) => message.name === name,
    );
  expect(named("level")).toMatchObject({ ephemeral: true, latestBy: "sensor" });
  expect(named("blink")?.reply).toMatchObject({ stream: false });
  expect(named("calibrate")?.reply).toMatchObject({ stream: false });
  expect(named("replay")).toMatchObject({
    reply: { stream: true },
    errors: [{ code: "gone" }],
  });
  expect(contract!.bindings).toMatchObject({ mqtt: { qos: 1 } });
  expect(reads.map(({ path }) => path)).toEqual([
    "kitchen-sink.realtime.yaml",
    "kitchen-sink.parts.yaml",
  ]);
});

test("pathological names are kept as they are", async () => {
  const { contract } = await readFixture("names.realtime.yaml");
  const first = contract!.channels.find(({ name }) => name === "constructor");
  expect(first?.parameters.map(({ name }) => name)).toEqual([
    "__proto__",
    "toString",
  ]);
  expect(first?.serverToClient.map(({ name }) => name)).toEqual([
    "__proto__",
    "constructor",
    "prototype",
    "then",
    "hasOwnProperty",
  ]);
  expect(first?.serverToClient[0]?.key).toBe("__proto__");
});

describe("the hash of a contract", () => {
  const base = `
realtime: 1
name: a
version: "1"
channels:
  a:
    address: a/{b}
    parameters: { b: { type: string } }
    serverToClient: { x: { payload: T, reply: { payload: T } } }
    clientToServer: { y: { payload: T, reply: { payload: T } } }
types:
  T: { type: object, properties: { id: { type: string } } }
`;
  test.each([
    ["an open parameter", "    address:", "    wildcard: true\n    address:"],
    ["ephemeral", "x: { payload: T,", "x: { payload: T, ephemeral: true,"],
    ["latestBy", "x: { payload: T,", "x: { payload: T, latestBy: id,"],
    ["no reply", "x: { payload: T, reply: { payload: T }", "x: { payload: T"],
    [
      "a stream",
      "y: { payload: T, reply: {",
      "y: { payload: T, reply: { stream: true,",
    ],
  ])("changes with %s", async (_, from, to) => {
    const [before, after] = [
      await readText(base),
      await readText(base.replace(from, to)),
    ];
    expect(contractHash(after!)).not.toBe(contractHash(before!));
  });

  test("stays where only words change", async () => {
    const after = base.replace("a/{b}", "a/{b}\n    description: new");
    expect(contractHash((await readText(after))!)).toBe(
      contractHash((await readText(base))!),
    );
  });
});

async function readText(text: string): Promise<Contract | undefined> {
  const host = memoryReadHost({ schema: text });
  return (await readContract({ entry: "schema", host })).contract;
}

/** Less the origins. */
function plain(contract: Contract | undefined): string {
  return JSON.stringify(contract, (key, part: unknown) => {
    if (key === "origin") return undefined;
    return part instanceof Map ? [...part] : part;
  });
}

describe("the same contract in JSON and in YAML", () => {
  const value = {
    realtime: 1,
    name: "a",
    version: "1",
    channels: {
      a: { serverToClient: { x: { payload: "T", key: "id" } } },
    },
    types: { T: { type: "object", properties: { id: { type: "string" } } } },
  };
  const yaml = `
realtime: 1
name: a
version: "1"
channels:
  a: { serverToClient: { x: { payload: T, key: id } } }
types:
  T: { type: object, properties: { id: { type: string } } }
`;
  test("is the same", async () => {
    expect(plain(await readText(JSON.stringify(value)))).toBe(
      plain(await readText(yaml)),
    );
  });
});

test.each([
  ["30s", 30_000],
  ["15m", 900_000],
  ["24h", 86_400_000],
  ["7d", 604_800_000],
  ["250ms", 250],
  ["1h30m", 5_400_000],
  ["1d12h", 129_600_000],
  ["", undefined],
  ["0s", undefined],
  ["10", undefined],
  ["m", undefined],
  ["1.5h", undefined],
  ["30m1h", undefined],
  ["-1s", undefined],
  ["1 h", undefined],
  ["99999999999999999d", undefined],
])("the duration %j is %j ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
