import { expect, test } from "vitest";
import {
  type LongPollingOptions,
  longPollingTransport,
} from "../../../templates/runtime/long-polling/client.js";
import { settle } from "../../support/fake-clock.js";
import { Played } from "./played.js";

const waiting = (options: Partial<LongPollingOptions> = {}): Promise<Played> =>
  new Played(longPollingTransport, options).listen();

test("asks once without waiting, to know that it is open, then waits", async () => {
  const played = await waiting();
  expect([played.last.url.pathname, played.last.query]).toEqual([
    "/realtime/long-polling",
    { subscribe: "ticks", start: "now", wait: "0" },
  ]);
  await played.last.answer();
  expect(played.client.state).toBe("open");
  expect([played.last.query, played.last.cursor]).toEqual([
    { subscribe: "ticks", wait: "25" },
    "e.0",
  ]);
});

test("never backs off because nothing happened", async () => {
  const played = await waiting({ waitMs: 10_000 });
  await played.last.answer();
  for (let n = 0; n < 10; n++) {
    const { length } = played.all;
    await played.clock.advance(10_000);
    await played.last.answer({ cursor: `e.${n}` });
    expect(played.all).toHaveLength(length + 1);
    expect(played.last.query["wait"]).toBe("10");
  }
  await played.last.answer({ ticks: [20] });
  await played.last.answer({ ticks: [21] });
  expect(played.heard).toEqual([20, 21]);
  expect(played.states.map(([state]) => state)).toEqual(["connecting", "open"]);
});

test("gives an answer its wait and ten seconds, and then begins anew", async () => {
  const played = await waiting({ waitMs: 20_000 });
  await played.last.answer();
  const held = played.last;
  await played.clock.advance(29_999);
  expect(held.signal.aborted).toBe(false);
  await played.clock.advance(1);
  expect(held.signal.aborted).toBe(true);
  expect(played.client.state).toBe("recovering");
});

test("comes back when a server that shuts down says", async () => {
  const played = await waiting();
  played.clock.chance = 0;
  await played.last.answer();
  await played.last.answer({ retryAfterMs: 1_500 });
  expect(await played.untilNext(60_000)).toBe(1_500);
});

test("does not spin where somebody on the way answers at once that nothing happened", async () => {
  const played = await waiting();
  played.clock.chance = 0;
  await played.last.answer();
  await played.last.answer();
  expect(await played.untilNext(60_000)).toBe(1_000);
});

test("one request at a time; leaving ends it", async () => {
  const played = await waiting();
  await played.last.answer();
  const held = played.last;
  played.client.channels
    .rooms({ room: "a", floor: "1" })
    .on("ticked", () => {});
  await settle();
  expect(held.signal.aborted).toBe(true);
  expect(played.all.filter(({ signal }) => !signal.aborted)).toHaveLength(1);
  await played.client.close();
  expect(played.last.signal.aborted).toBe(true);
  expect(played.clock.pending).toBe(0);
});
