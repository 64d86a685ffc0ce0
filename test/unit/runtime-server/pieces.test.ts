import { describe, expect, test } from "vitest";
import { clientIp } from "../../../templates/runtime/http/client-ip.js";
import { createCors } from "../../../templates/runtime/http/cors.js";
import {
  formatCursor,
  parseCursor,
} from "../../../templates/runtime/server/cursor.js";
import { hashText } from "../../../templates/runtime/engine/hash.js";
import { identify } from "../../../templates/runtime/server/identify.js";
import {
  formatInstance,
  parseInstance,
} from "../../../templates/runtime/core/instance.js";
import { serialise } from "../../../templates/runtime/server/json.js";
import { memoryClaims } from "../../../templates/runtime/engine/memory/memory-claims.js";
import { MemoryStore } from "../../../templates/runtime/engine/memory/memory-store.js";
import { OrderedMap } from "../../../templates/runtime/engine/memory/ordered-map.js";
import { Wheel } from "../../../templates/runtime/server/wheel.js";
import { closeFrame, eventFrame } from "../../../templates/runtime/sse/wire.js";
import { TestClock } from "./harness.js";

describe("channel instances", () => {
  test.each<[string, Record<string, string>, string]>([
    ["lobby", {}, "lobby"],
    ["orders", { customerId: "42" }, "orders(customerId=42)"],
    [
      "a b",
      { "x(y)": "1,2=3", z: "!'*()" },
      "a%20b(x%28y%29=1%2C2%3D3,z=%21%27%2A%28%29)",
    ],
    [
      "é",
      { __proto__x: "", constructor: "ü%" },
      "%C3%A9(__proto__x=,constructor=%C3%BC%25)",
    ],
  ])("%s %j", (channel, params, text) => {
    expect(formatInstance(channel, params, Object.keys(params))).toBe(text);
    const parsed = parseInstance(text)!;
    expect([parsed.channel, { ...parsed.params }]).toEqual([channel, params]);
  });
  test.each([
    "",
    "(",
    "a(",
    "a()",
    "a(b)",
    "a(=b)",
    "a(b=c",
    "a(b=c)d",
    "a(b=c,b=d)",
    "a(b=c=d)",
    "%",
    "a(b=%ff)",
    "a,b",
    "a(b=c,)",
  ])("refuses %j", (text) => expect(parseInstance(text)).toBe(undefined));
});

describe("cursors", () => {
  test("come back as they went", () => {
    expect(parseCursor(formatCursor("9f2c1ab4", 17))).toEqual({
      epoch: "9f2c1ab4",
      offset: 17,
    });
  });
  test.each([
    "",
    ".",
    "a.",
    ".1",
    "a.01",
    "a.-1",
    "a.1.2",
    "a.1e3",
    "a.9007199254740993",
    `${"a".repeat(63)}.1`,
    "a.1\n",
    "é.1",
    "a b.1",
  ])("refuses %j", (text) => expect(parseCursor(text)).toBe(undefined));
});

describe("JSON", () => {
  test.each([[{ a: [1, "x", null, true] }], ["x"], [null]])(
    "%j is itself",
    (value) => {
      expect(serialise(value)).toEqual({
        ok: true,
        text: JSON.stringify(value),
        value,
      });
    },
  );
  test("what JSON drops or converts is seen as it will be", () => {
    expect(serialise({ a: undefined, b: new Date(0), c: -0 })).toMatchObject({
      ok: true,
      value: { b: "1970-01-01T00:00:00.000Z", c: 0 },
    });
  });
  test.each([
    [undefined],
    [Symbol("x")],
    [{ a: [undefined] }],
    [Infinity],
    [{ a: 1n }],
  ])("%o is refused", (value) => {
    expect(serialise(value).ok).toBe(false);
  });
});

test("bodies are told apart, identities named stably", () => {
  expect(hashText("ab")).toBe(hashText("ab"));
  expect(new Set(["", "a", "b", "ab", "ba"].map(hashText)).size).toBe(5);
  expect([
    identify({ id: "x", a: 1 }),
    identify({ b: 1, a: { d: 1, c: 2 } }),
    identify("y"),
    identify(undefined),
  ]).toEqual(["x", '{"a":{"c":2,"d":1},"b":1}', "y", ""]);
});

describe("who calls", () => {
  test("proxies are believed as many as are trusted, from the right", () => {
    expect(clientIp(0)("1.1.1.1", "9.9.9.9")).toBe("9.9.9.9");
    expect(clientIp(1)("6.6.6.6, 1.1.1.1", "9.9.9.9")).toBe("1.1.1.1");
    expect(clientIp(2)("6.6.6.6, 1.1.1.1, 2.2.2.2", "9.9.9.9")).toBe("1.1.1.1");
    expect(clientIp(1)(undefined, "9.9.9.9")).toBe("9.9.9.9");
  });
  test("any origin is never any origin with cookies", () => {
    const cors = createCors({ origins: "*" });
    expect(cors.headers("https://x.example")).toEqual({
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "retry-after",
    });
    const from = {
      origin: "https://x.example",
      host: "api.example",
      site: "cross-site",
    };
    expect(cors.trusts(from)).toBe(false);
    expect(cors.trusts({ ...from, host: "x.example" })).toBe(true);
    expect(cors.trusts({ ...from, site: "same-origin" })).toBe(true);
    expect(cors.trusts({ ...from, origin: "null" })).toBe(false);
    expect(
      createCors({ origins: (origin) => origin.endsWith(".example") }).trusts(
        from,
      ),
    ).toBe(true);
  });
});

describe("frames", () => {
  const entry = {
    offset: 2,
    time: 0,
    address: "orders(customerId=42)",
    type: "order.created",
    id: "a",
    data: "{}",
    schema: "h",
  };
  test("are what WIRE.md says", () => {
    expect(eventFrame({ ...entry, headers: '{"t":1}' }, "e", "native")).toBe(
      'id: e.2\nevent: order.created\nmeta: {"id":"a","channel":"orders","params":{"customerId":"42"},"time":"1970-01-01T00:00:00.000Z","headers":{"t":1}}\ndata: {}\n\n',
    );
    expect(eventFrame(entry, "e", "envelope")).toBe(
      'id: e.2\ndata: {"type":"order.created","data":{},"meta":{"id":"a","channel":"orders","params":{"customerId":"42"},"time":"1970-01-01T00:00:00.000Z"}}\n\n',
    );
    expect(closeFrame("drain", 1_500.4)).toMatch(/^retry: 1500\n/);
  });
  test("cannot be broken out of", () => {
    const frame = eventFrame(
      {
        ...entry,
        type: "a\nid: evil\r\n\0",
        id: '"\n\nid: evil',
        data: '{\r\n"a":\r1\n}',
        headers: "{\n}",
      },
      "e",
      "native",
    );
    const lines = frame.split(/\r\n|\r|\n/);
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "id",
      "event",
      "meta",
      "data",
      "data",
      "data",
      "data",
      "",
      "",
    ]);
    expect(lines.filter((line) => line.startsWith("id"))).toEqual(["id: e.2"]);
  });
});

test("the ordered map knows its oldest", () => {
  const map = new OrderedMap<number>();
  for (const [key, value] of Object.entries({ a: 1, b: 2, c: 3 }))
    map.set(key, value);
  map.set("a", 4);
  map.delete("b");
  expect([map.oldest()?.key, map.size, map.get("a"), map.get("b")]).toEqual([
    "c",
    2,
    4,
    undefined,
  ]);
  map.delete("c");
  map.delete("a");
  expect(map.oldest()).toBe(undefined);
});

test("the wheel asks when due, and stops when empty", async () => {
  const clock = new TestClock();
  const wheel = new Wheel(clock, 100);
  const asked: number[] = [];
  const timed = {
    slot: undefined,
    check: (now: number) => (
      asked.push(now),
      asked.length < 3 ? now + 250 : Infinity
    ),
  };
  const start = clock.now();
  wheel.add(timed, start + 250);
  await clock.advance(2_000);
  expect(asked.map((at) => at - start)).toEqual([300, 600, 900]);
  expect(clock.pending).toBe(0);
});

describe("the memory store", () => {
  const retention = { maxEvents: 10, maxAgeMs: 1_000 };
  const make = (maxBytes: number) => {
    let now = 0;
    const store = new MemoryStore({
      maxBytes,
      maxFloorBytes: maxBytes / 8,
      cursorMaxAgeMs: 10_000,
      now: () => now,
    });
    const append = (address: string, more: object = {}) =>
      store.append(
        {
          address,
          type: "t",
          id: "i",
          dedupe: false,
          data: "x".repeat(80),
          schema: "h",
          retention,
          ...more,
        },
        now,
      );
    return { store, append, at: (time: number) => (now = time) };
  };

  test("stays bounded with a million short-lived addresses", () => {
    const { store, append, at } = make(1_000_000);
    for (let i = 0; i < 100_000; i++) {
      at(i);
      append(`visitor(id=${i})`);
    }
    expect(store.bytes).toBeLessThanOrEqual(1_000_000);
    expect(store.size.topics).toBeLessThanOrEqual(1_001);
    expect(store.size.floors).toBeLessThan(1_000);
    expect(store.floor("visitor(id=5)").expired).toBeGreaterThan(90_000);
  });

  test("an address with events keeps its own floor, whatever else is forgotten", () => {
    const { store, append, at } = make(100_000);
    append("quiet", { retention: { maxEvents: 10, maxAgeMs: 1e9 } });
    for (let i = 0; i < 5_000; i++) {
      at(i * 10);
      append(`visitor(id=${i})`, { retention: { maxEvents: 1, maxAgeMs: 5 } });
    }
    expect(store.floor("visitor(id=1)").expired).toBeGreaterThan(0);
    expect(store.floor("quiet")).toEqual({ lost: 0, expired: 0 });
    const page = store.read({
      addresses: ["quiet"],
      after: 0,
      maxEntries: 10,
      maxBytes: 1e6,
    });
    expect([page.entries.length, page.lost.size, page.through]).toEqual([
      1, 0, 5_001,
    ]);
  });

  test("the oldest of the whole log go first when it is full", () => {
    const { store, append } = make(4_100);
    const long = { retention: { maxEvents: 10, maxAgeMs: 1e9 } };
    for (const address of [
      "a",
      "b",
      "a",
      "b",
      "a",
      "b",
      "a",
      "b",
      "a",
      "b",
      "a",
      "b",
    ])
      append(address, address === "a" ? long : {});
    expect([store.floor("a").lost, store.floor("b").lost]).toEqual([1, 2]);
    expect(
      store.read({
        addresses: ["b", "a"],
        after: 2,
        maxEntries: 3,
        maxBytes: 1e6,
      }),
    ).toMatchObject({
      through: 5,
      entries: [{ offset: 3 }, { offset: 4 }, { offset: 5 }],
    });
  });
});

test("claims are bounded, the oldest answers going first", async () => {
  const clock = new TestClock();
  const claims = memoryClaims(clock, 3);
  const claim = (key: string) => claims.claim(key, "h", 1_000);
  await claim("running");
  for (const key of ["a", "b", "c", "d"]) {
    const got = await claim(key);
    if (got.state === "claimed") await claims.settle(key, got.token, key);
  }
  expect([(await claim("running")).state, (await claim("d")).state]).toEqual([
    "pending",
    "done",
  ]);
  expect(await claim("a")).toMatchObject({ state: "claimed", again: false });
  expect(await claims.claim("running", "other", 1)).toEqual({
    state: "conflict",
  });
  await clock.advance(1_000);
  expect(await claim("running")).toMatchObject({
    state: "claimed",
    again: true,
  });
  await claims.settle("running", "stale token", "x");
  expect((await claim("running")).state).toBe("pending");
});
