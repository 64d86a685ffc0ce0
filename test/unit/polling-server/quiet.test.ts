/** Idle polls are answered from what the tail has brought, without asking the log. */
import { expect, test } from "vitest";
import type { Log } from "../../../templates/runtime/engine/engine.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import { polling } from "../../../templates/runtime/polling/server.js";
import { LastSeen } from "../../../templates/runtime/server/last-seen.js";
import { anything, channel, contract } from "../runtime-server/contract.js";
import { from, polled } from "./polled.js";

const ASK = "subscribe=lobby";

function counted() {
  const engine = memoryEngine({ epoch: "e1" });
  const state = { reads: 0, cut: async () => {}, allowed: true };
  const log: Log = {
    ...engine.log,
    read(query) {
      state.reads++;
      return engine.log.read(query);
    },
    tail(listener) {
      state.cut = async () => listener.reset(await engine.log.bounds());
      return engine.log.tail(listener);
    },
  };
  const all = polled(
    polling(),
    { engine: { ...engine, log }, authorize: () => state.allowed },
    {
      ...contract,
      channels: {
        lobby: channel("lobby"),
        board: channel("board"),
        devices: channel("devices", {
          params: { site: anything },
          wildcard: true,
        }),
      },
    },
  );
  /** Polls once more, from where the last answer ended. */
  let cursor = "e1.0";
  let tag: string | null = null;
  const poll = async (ask = ASK): Promise<number> => {
    const { status, headers } = await all.get(ask, from(cursor, tag));
    cursor = headers.get("rt-cursor") ?? cursor;
    tag = headers.get("etag") ?? tag;
    return status;
  };
  return { ...all, state, poll, at: () => cursor };
}

test("an idle poll reads nothing; what comes ends that", async () => {
  const { state, poll, tick, at } = counted();
  await tick(1);
  expect(await poll()).toBe(200);
  expect(await poll()).toBe(304); // begins to look
  const { reads } = state;
  for (let n = 0; n < 5; n++) {
    await tick(n, "board");
    expect([await poll(), at()]).toEqual([304, `e1.${n + 2}`]);
  }
  expect(state.reads).toBe(reads);
  await tick(2);
  expect(await poll()).toBe(200);
  expect(state.reads).toBeGreaterThan(reads);
  expect(await poll()).toBe(304);
});

test("of several addresses, each of them counts", async () => {
  const { poll, server } = counted();
  const publish = (site: string) =>
    server.runtime.publish("devices", { site }, "tick", { n: 1 });
  await publish("berlin");
  for (const ask of ["subscribe=devices", `${ASK}&subscribe=devices`]) {
    expect(await poll(ask)).toBe(200);
    expect(await poll(ask)).toBe(304);
    expect(await poll(ask)).toBe(304);
    await publish("paris");
    expect(await poll(ask)).toBe(200);
  }
});

test("who may no longer hear is told so", async () => {
  const { state, poll, tick } = counted();
  await tick(1);
  await poll();
  expect(await poll()).toBe(304);
  state.allowed = false;
  expect(await poll()).toBe(403);
});

test("a tail that was cut is not relied on", async () => {
  const { state, poll, tick } = counted();
  await tick(1);
  await poll();
  expect(await poll()).toBe(304);
  await state.cut();
  const { reads } = state;
  await tick(2);
  expect(await poll()).toBe(200);
  expect(state.reads).toBeGreaterThan(reads);
});

test("what is forgotten is not known", () => {
  const seen = new LastSeen(5);
  const saw = (offset: number, address: string): void =>
    seen.saw({ offset, address } as Parameters<LastSeen["saw"]>[0]);
  expect(seen.isQuiet({ address: "a" }, 4)).toBe(false);
  expect(seen.isQuiet({ address: "a" }, 5)).toBe(true);
  saw(6, "a");
  saw(7, "b");
  expect(seen.isQuiet({ address: "a" }, 5)).toBe(false);
  expect(seen.isQuiet({ address: "a" }, 6)).toBe(true);
  expect(seen.isQuiet({ address: "quiet" }, 5)).toBe(true);
  for (let n = 0; n < 10_000; n++) saw(8 + n, `c${n}`);
  // `a` was pushed out: from before its last nothing is known of any.
  expect(seen.isQuiet({ address: "a" }, 5)).toBe(false);
  expect(seen.isQuiet({ address: "quiet" }, 5)).toBe(false);
  expect(seen.isQuiet({ address: "quiet" }, 7)).toBe(true);
});
