import { expect, test } from "vitest";
import { polling } from "../../../templates/runtime/polling/server.js";
import { type Answered, from, polled, subscription } from "./polled.js";

/** With the cursor of a snapshot. */
const types = ({ page }: Answered): [string, unknown][] =>
  page.events.map(({ type, data }) => [type, data["cursor"]]);

test("an answer has the events after the cursor, and where to go on", async () => {
  const { get, tick } = polled(polling());
  const { page: first } = await get("subscribe=lobby");
  expect(first).toEqual({
    cursor: "e1.0",
    hasMore: false,
    protocol: 1,
    schema: "h1",
    recovered: false,
    channels: [
      {
        channel: "lobby",
        params: {},
        ok: true,
        cursor: "e1.0",
        recovered: false,
        next: "e1.0",
      },
    ],
    events: [],
  });
  await tick(1);
  const { status, headers, page } = await get(
    "subscribe=lobby",
    from(first.cursor),
  );
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("cache-control")).toBe("private, no-cache");
  expect(headers.get("vary")).toBe(
    "authorization, cookie, last-event-id, origin",
  );
  expect(headers.get("rt-cursor")).toBe("e1.1");
  expect(page).toMatchObject({
    cursor: "e1.1",
    hasMore: false,
    recovered: true,
    channels: [{ cursor: "e1.0", next: "e1.1" }],
    events: [
      {
        type: "tick",
        data: { n: 1 },
        meta: { channel: "lobby", params: {}, cursor: "e1.1" },
      },
    ],
  });
});

test("a page ends at its limit, or with the event that reaches its size; the next goes on there", async () => {
  const { get, server } = polled(polling({ maxPageChars: 2_000 }));
  const publish = (n: number, pad: string): Promise<unknown> =>
    server.runtime.publish("lobby", {}, "tick", { n, pad });
  for (let n = 1; n <= 7; n++) await publish(n, "");
  for (let n = 8; n <= 12; n++) await publish(n, "x".repeat(800));
  const pages: (readonly number[])[] = [];
  let more = true;
  for (let cursor = ""; more;) {
    const { page, ns } = await get(
      "subscribe=lobby&start=earliest&limit=5",
      from(cursor),
    );
    pages.push(ns);
    more = page.hasMore;
    ({ cursor } = page);
  }
  expect(pages).toEqual([
    [1, 2, 3, 4, 5],
    [6, 7, 8, 9, 10],
    [11, 12],
  ]);
});

test("the last event that fits is the last of all: there is no more", async () => {
  const { get, tick } = polled(polling());
  for (let n = 1; n <= 5; n++) await tick(n);
  const { page } = await get("subscribe=lobby&start=earliest&limit=5");
  expect([page.events.length, page.hasMore]).toEqual([5, false]);
});

test("a hundred events, where nobody says how many", async () => {
  const { get, tick } = polled(polling());
  for (let n = 1; n <= 101; n++) await tick(n, n > 50 ? "lobby" : "board");
  const { page } = await get("subscribe=lobby&subscribe=board&start=earliest");
  expect([page.events.length, page.hasMore]).toEqual([100, true]);
});

test("subscriptions of a POST go on each from its own cursor", async () => {
  const { post, tick } = polled(polling());
  await tick(1);
  await tick(2, "board");
  await tick(3);
  const late = await tick(4, "board");
  await tick(5);
  const { page, ns } = await post({
    subscriptions: [
      subscription("lobby", "earliest"),
      subscription("board", { cursor: late }),
    ],
    limit: 2,
  });
  expect(ns).toEqual([1, 3]);
  // The second begins beyond where the page ends.
  expect(page).toMatchObject({
    cursor: "e1.3",
    hasMore: true,
    channels: [{ next: "e1.3" }, { next: late }],
  });
  const rest = await post({
    subscriptions: [
      subscription("lobby", { cursor: "e1.3" }),
      subscription("board", { cursor: late }),
    ],
  });
  expect(rest.ns).toEqual([5]);
  expect(rest.page).toMatchObject({ cursor: "e1.5", hasMore: false });
});

test("one refused among several is told each time; all refused is the status", async () => {
  const { post, get, tick } = polled(polling(), {
    authorize: ({ channel }) => channel !== "board",
  });
  await tick(1);
  const { page, ns } = await post({
    subscriptions: [subscription("board"), subscription("lobby", "earliest")],
  });
  expect(ns).toEqual([1]);
  expect(page.channels).toMatchObject([
    { ok: false, error: { code: "forbidden" } },
    { ok: true, next: "e1.1" },
  ]);
  const refused = await get("subscribe=board");
  expect([refused.status, refused.error.code]).toEqual([403, "forbidden"]);
});

test("a snapshot comes on joining and after a gap, at the end of the page, also where that is cut", async () => {
  let sum = 0;
  const { get, tick } = polled(polling(), {
    snapshots: { board: () => ({ sum: ++sum }) },
  });
  const ask = "subscribe=board&snapshot=1";
  for (let n = 1; n <= 3; n++) await tick(n, "board");
  const joined = await get(`${ask}&start=earliest&limit=2`);
  expect(types(joined)).toEqual([
    ["tick", undefined],
    ["tick", undefined],
    ["rt.snapshot", "e1.2"],
  ]);
  expect(joined.page.hasMore).toBe(true);
  const rest = await get(ask, from(joined.page.cursor));
  expect(types(rest)).toEqual([["tick", undefined]]);
  const lost = await get(ask, from("e0.9"));
  expect(types(lost).map(([type]) => type)).toEqual([
    "rt.gap",
    "tick",
    "tick",
    "tick",
    "rt.snapshot",
  ]);
  expect(sum).toBe(2);
});

test("the server says when to come back, where it is told to", async () => {
  const { get, tick } = polled(polling({ intervalMs: 2_500 }));
  await tick(1);
  await tick(2);
  const ask = "subscribe=lobby&start=earliest&limit=1";
  const cut = await get(ask);
  expect(cut.page.retryAfterMs).toBeUndefined();
  const rest = await get(ask, from(cut.page.cursor));
  expect(rest.page.retryAfterMs).toBe(2_500);
  expect(rest.headers.get("rt-retry-after-ms")).toBe("2500");
});

test("HEAD answers as GET would, and asks nothing", async () => {
  const { raw } = polled(polling());
  const head = await raw("/polling", {
    method: "HEAD",
    headers: { authorization: "Bearer me" },
  });
  expect([head.status, head.headers.get("cache-control")]).toEqual([
    200,
    "private, no-cache",
  ]);
});
