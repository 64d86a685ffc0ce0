import { describe, expect, test } from "vitest";
import { polling } from "../../../templates/runtime/polling/server.js";
import { channel, contract } from "../runtime-server/contract.js";
import { from, polled, subscription } from "./polled.js";

const ASK = "subscribe=lobby";

async function idle() {
  const all = polled(polling());
  await all.tick(1);
  const { page, headers } = await all.get(ASK, from("e1.0"));
  return { ...all, cursor: page.cursor, tag: headers.get("etag")! };
}

test("an idle client is told 304, and a cursor that goes on with the log", async () => {
  const { get, tick, cursor, tag } = await idle();
  const first = await get(ASK, from(cursor, tag));
  expect(first.status).toBe(304);
  expect(first.page).toEqual({}); // no body
  expect(first.headers.get("rt-cursor")).toBe("e1.1");
  await tick(2, "board");
  const second = await get(ASK, from("e1.1", tag));
  expect([second.status, second.headers.get("rt-cursor")]).toEqual([
    304,
    "e1.2",
  ]);
  // The tag stays, though the cursor moves.
  const third = await get(ASK, from("e1.2", second.headers.get("etag")));
  expect([third.status, third.headers.get("etag")]).toEqual([304, tag]);
  await tick(3);
  const fourth = await get(ASK, from("e1.2", tag));
  expect([fourth.status, fourth.ns]).toEqual([200, [3]]);
});

test("who was idle while its channel's neighbour was flooded has no gap", async () => {
  const { get, tick, tag } = await idle();
  let cursor = "e1.1";
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 150; n++) await tick(n, "board");
    const answer = await get(ASK, from(cursor, tag));
    expect(answer.status).toBe(304);
    cursor = answer.headers.get("rt-cursor")!;
  }
  expect(cursor).toBe("e1.451");
});

test("events are sent, whatever tag comes with the cursor before them", async () => {
  const { get, tick } = polled(polling());
  const first = await tick(1);
  await tick(2);
  const whole = await get(ASK, from("e1.0"));
  const rest = await get(ASK, from(first, whole.headers.get("etag")));
  expect([rest.status, rest.ns]).toEqual([200, [2]]);
  const again = await get(ASK, from("e1.0", rest.headers.get("etag")));
  expect([again.status, again.ns]).toEqual([200, [1, 2]]);
  // The same question from the same place: the client has the answer.
  const tags = `"x", ${rest.headers.get("etag")}`;
  expect((await get(ASK, from(first, tags))).status).toBe(304);
});

describe("200 where the tag is", () => {
  test.each([
    ["of another question", `${ASK}&limit=7`],
    ["of another channel", "subscribe=board"],
    ["of more channels", `${ASK}&subscribe=board`],
  ])("%s", async (_, ask) => {
    const { get, cursor, tag } = await idle();
    const { status, headers } = await get(ask, from(cursor, tag));
    expect(status).toBe(200);
    expect(headers.get("etag")).not.toBe(tag);
  });

  test.each([["*"], ['""'], ["W/"], ["x".repeat(10_000)], [",".repeat(5_000)]])(
    "none of ours: %.9s",
    async (tag) => {
      const { get, cursor } = await idle();
      expect((await get(ASK, from(cursor, tag))).status).toBe(200);
    },
  );
});

test("no tag keeps a gap or a refusal from being told", async () => {
  const refused = new Set<string>();
  const { get, tick } = polled(
    polling(),
    { authorize: ({ channel: name }) => !refused.has(name) },
    {
      ...contract,
      channels: {
        lobby: channel("lobby", {
          history: { maxEvents: 1, maxAgeMs: 3_600_000 },
        }),
        board: channel("board"),
      },
    },
  );
  const both = `${ASK}&subscribe=board`;
  await tick(1);
  const first = await get(both, from("e1.1"));
  const tag = first.headers.get("etag");
  expect((await get(both, from("e1.1", tag))).status).toBe(304);
  refused.add("board");
  const told = await get(both, from("e1.1", tag));
  expect([told.status, told.page.channels[1]!.ok]).toEqual([200, false]);
  refused.clear();
  await tick(2);
  await tick(3);
  const gap = await get(both, from("e1.1", tag));
  expect(gap.page.events.map(({ type }) => type)).toEqual(["rt.gap", "tick"]);
});

test("neither a POST nor what begins without a cursor has a tag", async () => {
  const { get, post } = polled(polling());
  const now = await get(ASK);
  const all = await get(`${ASK}&start=earliest`);
  const posted = await post(
    { subscriptions: [subscription("lobby", { cursor: "e1.0" })] },
    { "if-none-match": "*" },
  );
  for (const { status, headers } of [now, all, posted]) {
    expect([status, headers.get("etag")]).toEqual([200, null]);
  }
});
