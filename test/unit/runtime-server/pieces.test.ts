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
      "access-control-expose-headers":
        "etag, retry-after, rt-cursor, rt-retry-after-ms",
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
