import { afterEach, describe, expect, test, vi } from "vitest";
import { readParts } from "../../../templates/runtime/client/read-parts.js";
import {
  type PollingOptions,
  pollingTransport,
} from "../../../templates/runtime/polling/client.js";
import { settle } from "../../support/fake-clock.js";
import { Played } from "./played.js";

const polling = (options: Partial<PollingOptions> = {}): Promise<Played> =>
  new Played(pollingTransport, options).listen();

afterEach(() => void vi.unstubAllGlobals());

describe("asks", () => {
  test("with a GET that says where to begin, then where to go on", async () => {
    const played = await polling({ token: "t", limit: 20 });
    const first = played.last;
    expect([first.method, first.url.pathname, first.query]).toEqual([
      "GET",
      "/realtime/polling",
      { subscribe: "ticks", start: "now", limit: "20" },
    ]);
    expect(first.headers.get("authorization")).toBe("Bearer t");
    expect([first.cursor, first.cache]).toEqual([null, "no-store"]);
    await first.answer({ ticks: [1, 2], tag: 'W/"1"' });
    expect(played.heard).toEqual([1, 2]);
    await played.untilNext(5_000);
    const { query, cursor, headers } = played.last;
    expect([query, cursor]).toEqual([
      { subscribe: "ticks", limit: "20" },
      "e.2",
    ]);
    expect(headers.get("if-none-match")).toBe('W/"1"');
  });

  test("for where others begin, and for snapshots", async () => {
    const played = new Played(pollingTransport);
    const room = played.client.channels.rooms({ room: "a,b", floor: "1" });
    room.on("ticked", () => {}, { start: { last: 3 } });
    room.onSnapshot(() => {});
    await settle();
    expect(played.last.query).toEqual({
      subscribe: "rooms(room=a%2Cb,floor=1)",
      start: "last:3",
      snapshot: "1",
    });
  });

  test("with a POST where subscriptions stand in different places, until they do not", async () => {
    const played = await polling();
    const room = played.client.channels.rooms({ room: "a", floor: "1" });
    room.on("ticked", () => {}, { start: "earliest" });
    await settle();
    const { method, url, body } = played.last;
    expect([method, url.search]).toEqual(["POST", ""]);
    expect(body!.subscriptions.map(({ start }) => start)).toEqual([
      "now",
      "earliest",
    ]);
    await played.last.answer({
      cursor: "e.1",
      hasMore: true,
      next: { rooms: "e.5" },
    });
    expect(played.last.body!.subscriptions.map(({ start }) => start)).toEqual([
      { cursor: "e.1" },
      { cursor: "e.5" },
    ]);
    await played.last.answer({ cursor: "e.6", hasMore: true });
    expect([played.last.method, played.last.cursor]).toEqual(["GET", "e.6"]);
  });

  test("with a POST where a URL would be too long", async () => {
    const played = await polling();
    for (let n = 0; n < 30; n++) {
      const params = { room: `${n}`.repeat(40), floor: "1" };
      played.client.channels.rooms(params).on("ticked", () => {});
    }
    await settle();
    expect([played.last.method, played.last.url.search]).toEqual(["POST", ""]);
    expect(played.last.body!.subscriptions).toHaveLength(31);
  });
});

describe("asks again", () => {
  test("soon while something happens, ever more seldom while nothing does", async () => {
    const played = await polling({ maxIntervalMs: 5_000 });
    played.clock.chance = 0;
    await played.last.answer({ ticks: [1] });
    const waits: number[] = [];
    for (let n = 0; n < 6; n++) {
      waits.push(await played.untilNext(60_000));
      await played.last.unchanged("e.1");
    }
    expect(waits).toEqual([1_000, 1_500, 2_250, 3_375, 5_000, 5_000]);
    await played.untilNext(60_000);
    await played.last.answer({ ticks: [2] });
    expect(await played.untilNext(60_000)).toBe(1_000);
  });

  test("not with all others at once, and never sooner than the server asks for", async () => {
    const played = await polling();
    played.clock.chance = 1;
    await played.last.answer({ ticks: [1], retryAfterMs: 4_000 });
    expect(await played.untilNext(60_000)).toBe(5_000);
    played.clock.chance = 0;
    await played.last.unchanged("e.1", { "rt-retry-after-ms": "9000" });
    expect(await played.untilNext(60_000)).toBe(9_000);
  });

  test("at once while there is more, one request at a time", async () => {
    const played = await polling();
    await played.last.answer({ ticks: [1, 2], hasMore: true });
    await played.last.answer({ ticks: [3, 4], hasMore: true });
    expect(played.all.map(({ cursor }) => cursor)).toEqual([
      null,
      "e.2",
      "e.4",
    ]);
    await played.clock.advance(9_000);
    expect(played.all).toHaveLength(3);
    await played.last.answer({ ticks: [5] });
    expect(played.all).toHaveLength(3);
    expect(played.heard).toEqual([1, 2, 3, 4, 5]);
  });

  test("soon after a message to the server, which may be followed by events", async () => {
    const played = await polling();
    played.clock.chance = 0;
    await played.last.answer({});
    for (let n = 0; n < 8; n++) {
      await played.untilNext(60_000);
      await played.last.unchanged("e.0");
    }
    await played.clock.advance(2_000);
    const { length } = played.all;
    const sent = played.client.channels.ticks().send("reset", 1);
    await settle();
    await played.last.respond(JSON.stringify({ id: "1", ok: true, data: 2 }));
    expect(await sent).toBe(2);
    await settle();
    expect(played.all).toHaveLength(length + 2); // the message, and a poll
    expect(played.last.cursor).toBe("e.0");
  });

  test("not while the page is hidden, and at once when it is seen again", async () => {
    const page = Object.assign(new EventTarget(), { hidden: false });
    vi.stubGlobal("document", page);
    const show = (visible: boolean): void => {
      page.hidden = !visible;
      page.dispatchEvent(new Event("visibilitychange"));
    };
    const played = await polling({ hiddenIntervalMs: Infinity });
    played.clock.chance = 0;
    await played.last.answer({ ticks: [1] });
    show(false);
    expect(await played.untilNext(120_000)).toBe(120_000);
    show(true);
    expect(await played.untilNext(10)).toBeLessThan(10);
    await played.last.unchanged("e.1");
    await played.client.close();
    expect(played.clock.pending).toBe(0);
  });

  test("not before there is room for what comes", async () => {
    const played = new Played(pollingTransport, { maxInFlight: 1 });
    const finish: (() => void)[] = [];
    played.client.channels.ticks().on("ticked", () => {
      return new Promise<void>((done) => finish.push(done));
    });
    await settle();
    await played.last.answer({ ticks: [1, 2, 3], hasMore: true });
    expect(played.all).toHaveLength(1);
    for (let n = 0; n < 3; n++) {
      finish.shift()!();
      await settle();
    }
    expect(played.all).toHaveLength(2);
  });
});

describe("goes on", () => {
  test("after a failure from what was handled, with backoff", async () => {
    const played = await polling();
    await played.last.answer({ ticks: [1], hasMore: true });
    played.last.fail(new TypeError("fetch failed"));
    await settle();
    expect(played.client.state).toBe("recovering");
    await played.clock.advance(500);
    expect(played.last.cursor).toBe("e.1");
    await played.last.answer({ ticks: [2] });
    expect([played.client.state, played.heard]).toEqual(["open", [1, 2]]);
  });

  test("after 429 no sooner than it was told", async () => {
    const played = await polling();
    await played.last.answer({ ticks: [1], hasMore: true });
    const error = { code: "too_many", message: "slow", kind: "realtime" };
    const body = JSON.stringify({ error: { ...error, retryAfterMs: 7_000 } });
    await played.last.respond(body, { status: 429 });
    played.clock.chance = 0;
    expect(await played.untilNext(60_000)).toBeGreaterThanOrEqual(7_000);
    expect(played.states.at(-1)![1]).toMatchObject({ code: "too_many" });
  });

  test("after an answer that does not come, is cut, or is none of ours", async () => {
    const played = await polling({ requestTimeoutMs: 3_000 });
    await played.last.answer({ ticks: [1], hasMore: true });
    const silent = played.last;
    await played.clock.advance(3_000);
    expect(silent.signal.aborted).toBe(true);
    expect(played.client.state).toBe("recovering");
    for (const body of ["<html>", '{"cursor":"e.9"', "{}", "null", "[]"]) {
      await played.untilNext(60_000);
      await played.last.respond(body);
      expect(played.client.state).toBe("recovering");
    }
    await played.untilNext(60_000);
    expect(played.last.cursor).toBe("e.1");
    await played.last.answer({ ticks: [2] });
    expect(played.heard).toEqual([1, 2]);
  });

  test("with the others where one is refused later, which is told", async () => {
    const played = await polling();
    const room = played.client.channels.rooms({ room: "a", floor: "1" });
    room.on("ticked", () => {});
    room.onError((error) => played.heard.push(error));
    await settle();
    await played.last.answer({ hasMore: true, cursor: "e.1" });
    await played.last.answer({ refused: ["rooms"], ticks: [2], hasMore: true });
    expect(played.heard).toMatchObject([{ code: "forbidden" }, 2]);
    expect(played.last.query["subscribe"]).toBe("ticks");
    expect(played.client.state).toBe("open");
  });

  test("through a gap, which is told", async () => {
    const played = await polling();
    await played.last.answer({
      events: [
        {
          type: "rt.gap",
          data: {
            channel: "ticks",
            params: {},
            reason: "epoch",
            oldest: "e.4",
          },
        },
      ],
      ticks: [5],
    });
    expect(played.heard).toEqual(["epoch", 5]);
  });

  test("and is silent once it is closed", async () => {
    const played = await polling();
    const { last } = played;
    await played.client.close();
    expect(last.signal.aborted).toBe(true);
    await played.clock.advance(600_000);
    expect([played.all.length, played.clock.pending]).toEqual([1, 0]);
  });
});

test("a new listener asks at once, and keeps the places of the others", async () => {
  const played = await polling();
  await played.last.answer({ ticks: [1] });
  const room = played.client.channels.rooms({ room: "a", floor: "1" });
  room.on("ticked", () => {});
  await settle();
  expect(played.last.body!.subscriptions.map(({ start }) => start)).toEqual([
    { cursor: "e.1" },
    "now",
  ]);
});

test("an answer in parts is read as it comes, where the contract has some", async () => {
  const played = new Played(pollingTransport, {}, readParts);
  const parts = async (): Promise<unknown[]> => {
    const all: unknown[] = [];
    const stream = (
      played.client.channels.ticks() as unknown as {
        stream(type: string, data: number): AsyncIterable<unknown>;
      }
    ).stream("reset", 1);
    for await (const part of stream) all.push(part);
    return all;
  };
  const heard = parts();
  await settle();
  const { id } = played.last.body as unknown as { id: string };
  const frame = (name: string, data: object): string =>
    `event: ${name}\ndata: ${JSON.stringify({ id, ...data })}\n\n`;
  await played.last.respond(
    frame("rt.part", { data: 1 }) +
      frame("rt.part", { data: 2 }) +
      frame("rt.reply", { ok: true }),
    { headers: { "content-type": "text/event-stream" } },
  );
  expect(await heard).toEqual([1, 2]);
});
