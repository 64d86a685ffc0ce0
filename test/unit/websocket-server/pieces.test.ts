/** The parts of the WebSocket technique, each by itself. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type {
  Credentials,
  Parts,
} from "../../../templates/runtime/server/session.js";
import { Calls } from "../../../templates/runtime/websocket/calls.js";
import { FrameEncoder } from "../../../templates/runtime/websocket/encoder.js";
import { textFrame } from "../../../templates/runtime/websocket/frame.js";
import { Streams } from "../../../templates/runtime/websocket/streams.js";
import { createTickets } from "../../../templates/runtime/websocket/ticket.js";
import { TokenBucket } from "../../../templates/runtime/server/token-bucket.js";
import { UpgradeRate } from "../../../templates/runtime/websocket/upgrade-rate.js";
import { deferred } from "../../support/deferred.js";
import { me } from "../runtime-server/harness.js";
import { entry, received } from "./received.js";

describe("frames", () => {
  test.each([0, 1, 125, 126, 127, 65_535, 65_536, 100_000])(
    "of %i bytes",
    (length) => {
      const text = "x".repeat(length);
      expect(received(textFrame(text))).toEqual([text]);
    },
  );

  test("of any text", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
        const bytes = Buffer.concat(texts.map(textFrame));
        expect(received(bytes)).toEqual(texts);
      }),
    );
  });
});

const meta = (n: number): string =>
  `"meta":{"id":"A${n}","channel":"lobby","params":{},"time":"1970-01-01T00:00:00.000Z","cursor":"e1.${n}"}`;

describe("an encoder", () => {
  test("makes one buffer of a batch, for all who are due it", () => {
    const encoder = new FrameEncoder();
    const batch = { epoch: "e1", entries: [entry(1), entry(2)] };
    const bytes = encoder.events(batch);
    expect(encoder.events(batch)).toBe(bytes);
    expect(received(bytes)).toEqual([
      `{"type":"tick","data":{"n":1},${meta(1)}}`,
      `{"type":"tick","data":{"n":2},${meta(2)}}`,
    ]);
    const [first] = batch.entries;
    const alone = encoder.events({ epoch: "e1", entries: [first!] });
    expect(alone).toBe(encoder.events({ epoch: "e1", entries: [first!] }));
    expect(encoder.heartbeat("e1.2")).toBe(encoder.heartbeat("e1.2"));
  });

  test("writes names and headers as JSON", () => {
    const odd = entry(3, { type: 'a"b', headers: '{"trace":"t"}' });
    const bytes = new FrameEncoder().events({ epoch: "e1", entries: [odd] });
    expect(JSON.parse(received(bytes)[0]!)).toMatchObject({
      type: 'a"b',
      meta: { headers: { trace: "t" }, cursor: "e1.3" },
    });
  });
});

describe("streams", () => {
  const message = { id: "s", channel: "c", params: {}, type: "t", data: null };

  test("what is cancelled before it has begun is ended when it does", async () => {
    const begun = deferred<{ ok: true; parts: Parts }>();
    let left = false;
    async function* generate(): Parts {
      try {
        yield 1;
      } finally {
        left = true;
      }
      return { id: "s", ok: true };
    }
    const told: unknown[] = [];
    const sink = {
      writable: true,
      part: (part: unknown) => told.push(part),
      reply: (outcome: unknown) => told.push(outcome),
    };
    const parts = generate();
    const ended = parts.return.bind(parts);
    parts.return = (outcome) => {
      left = true;
      return ended(outcome);
    };
    const session = { stream: () => begun.promise } as never;
    const streams = new Streams(session, sink, 1);
    const run = streams.run(me, message);
    expect(streams.has("s")).toBe(true);
    streams.cancel("s");
    streams.cancel("s");
    streams.more("s", 1);
    expect(streams.has("s")).toBe(false);
    await streams.run(me, { ...message, id: "s2" });
    expect(told.splice(0)).toMatchObject([{ error: { code: "too_many" } }]);
    begun.resolve({ ok: true, parts });
    await run;
    expect(left).toBe(true);
    expect(told).toEqual([]);
  });
});

test("a token may be renewed as often as one likes", () => {
  const connection = {
    principal: me,
    async renew(credentials: Credentials) {
      connection.principal = { ...me, credentials };
      return { ok: true };
    },
  };
  const calls = new Calls(
    connection as never,
    { renewed() {} } as never,
    undefined as never,
    { goOn() {}, end() {}, closed() {} },
  );
  const renewals = 50_000;
  const sent = Array.from({ length: renewals }, (_, n) => {
    calls.make({ kind: "token", token: `t${n}` });
    return connection.principal.credentials.token;
  });
  expect(sent.at(-1)).toBe(`t${renewals - 1}`);
  expect(connection.principal.credentials.headers).toBe(me.credentials.headers);
});

describe("a token bucket", () => {
  const PER_SECOND = 250; // a quarter each millisecond, without rounding

  test("gives so many at once, and so many a second", () => {
    const bucket = new TokenBucket(PER_SECOND, 3, 0);
    expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([0, 0, 0, 4]);
    expect(bucket.take(3)).toBe(1);
    expect(bucket.take(4)).toBe(0);
    expect(bucket.isFull(15)).toBe(false);
    expect(bucket.isFull(16)).toBe(true);
    expect([99, 99, 99, 99].map((now) => bucket.take(now))).toEqual([
      0, 0, 0, 4,
    ]);
  });

  test("runs into debt, which time pays", () => {
    const bucket = new TokenBucket(PER_SECOND, 2, 0);
    expect([0, 0, 0, 0].map((now) => bucket.spend(now))).toEqual([0, 0, 4, 8]);
    expect(bucket.spend(12)).toBe(0);
    expect(bucket.spend(4)).toBe(4); // a clock that goes back gives nothing
  });
});

describe("the rate of upgrades", () => {
  test("is each address's own, of IPv6 each network's", () => {
    const rate = new UpgradeRate(0.1); // one at once
    const ips = [
      "10.0.0.1",
      "::ffff:10.0.0.1",
      "2001:db8::1",
      "2001:db8:0:0:1::",
      "2001:db8:0:1::1",
      "::1",
      "1:2:3:4:5:6:7:8",
      "1:2:3:4::",
    ];
    expect(ips.map((ip) => rate.take(ip, 0) === 0)).toEqual([
      true,
      true,
      true,
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(rate.take(undefined, 0)).toBe(0);
    expect(rate.take("10.0.0.1", 10_000)).toBe(0);
  });

  test("remembers no more addresses than it must", () => {
    const rate = new UpgradeRate(0.1);
    for (let n = 0; n < 10_000; n++) rate.take(`ip${n}`, 0);
    expect(rate.take("one more", 0)).toBe(0); // the oldest is forgotten
    expect(rate.take("ip0", 0)).toBe(0);
    expect(rate.take("ip9999", 0)).toBeGreaterThan(0);
    rate.take("later", 10_000); // all the others are forgotten
    expect(rate.take("ip9999", 10_000)).toBe(0);
  });

  test("may be no limit", () => {
    const rate = new UpgradeRate(Infinity);
    for (let n = 0; n < 1_000; n++) expect(rate.take("ip", 0)).toBe(0);
  });
});

describe("tickets", () => {
  const secret = "0123456789abcdef0123456789abcdef";
  const tickets = createTickets(secret);
  const token = "a token, é, of any length ".repeat(20);

  test("open where and when they may", () => {
    const ticket = tickets.seal(token, "https://a.example", 1_000);
    expect(ticket).toMatch(/^[\w-]+$/);
    expect(tickets.open(ticket, "https://a.example", 30_999)).toBe(token);
    expect(tickets.open(ticket, "https://a.example", 31_000)).toBeUndefined();
    expect(tickets.open(ticket, "https://b.example", 1_000)).toBeUndefined();
    expect(tickets.open(ticket, undefined, 1_000)).toBeUndefined();
  });

  test("hold in every process with the same secret, and in no other", () => {
    const ticket = tickets.seal(token, undefined, 0);
    expect(createTickets(secret).open(ticket, undefined, 0)).toBe(token);
    expect(
      createTickets(`${secret}x`).open(ticket, undefined, 0),
    ).toBeUndefined();
    expect(createTickets(undefined).open(ticket, undefined, 0)).toBeUndefined();
    expect(ticket).not.toBe(tickets.seal(token, undefined, 0));
  });

  test("what was not sealed here opens nothing", () => {
    const bytes = Buffer.from(tickets.seal("t", undefined, 0), "base64url");
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const forged = Buffer.from(bytes);
          forged[at]! ^= flip;
          const text = forged.toString("base64url");
          expect(tickets.open(text, undefined, 0)).toBeUndefined();
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tickets.open(text, undefined, 0)).toBeUndefined();
      }),
    );
  });

  test("want a secret that is one", () => {
    expect(() => createTickets("short")).toThrow(TypeError);
  });
});
