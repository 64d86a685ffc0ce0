import { expect, test } from "vitest";
import { createHarness } from "../../support/client-harness.js";
import { deferred } from "../../support/deferred.js";
import { settle } from "../../support/fake-clock.js";

const KEY = '["ticks",[]]';

/** A store that the test holds up. */
function createStore(kept: Record<string, string> = {}) {
  const writes: { cursor: string; done: () => void }[] = [];
  return {
    kept,
    writes,
    get: (key: string): string | undefined | Promise<string | undefined> =>
      kept[key],
    set(key: string, cursor: string): Promise<void> {
      const { promise, resolve } = deferred();
      const done = (): void => {
        kept[key] = cursor;
        resolve();
      };
      writes.push({ cursor, done });
      return promise;
    },
  };
}

test("a subscription begins at the position kept, whatever start it asks for", async () => {
  const cursorStore = createStore({ [KEY]: "e.7" });
  const { client, transport } = createHarness({ cursorStore });
  client.channels.ticks().on("ticked", () => {}, { start: "earliest" });
  client.channels
    .rooms({ room: "a", floor: "1" })
    .on("ticked", () => {}, { start: "earliest" });
  await settle();
  expect(transport.last.starts).toEqual({
    ticks: { cursor: "e.7" },
    rooms: "earliest",
  });
});

test("keys are the same in whatever order parameters come", async () => {
  const key = '["rooms",[["floor","1"],["room","a"]]]';
  const cursorStore = createStore({ [key]: "e.3" });
  const { client, transport } = createHarness({ cursorStore });
  client.channels.rooms({ room: "a", floor: "1" }).on("ticked", () => {});
  await settle();
  expect(transport.last.starts).toEqual({ rooms: { cursor: "e.3" } });
});

test("it is kept as handlers finish: one write at a time, the latest wins", async () => {
  const cursorStore = createStore();
  const { client, transport } = createHarness({ cursorStore });
  const finish: (() => void)[] = [];
  client.channels
    .ticks()
    .on("ticked", () => new Promise<void>((done) => finish.push(done)));
  await settle();
  transport.last.hello("e.0");
  for (let n = 1; n <= 4; n++) transport.last.event(`e.${n}`, n);
  for (let n = 1; n <= 3; n++) {
    await settle();
    finish.shift()?.();
  }
  await settle();
  const { writes } = cursorStore;
  expect(writes.map(({ cursor }) => cursor)).toEqual(["e.0"]); // where it joined
  writes[0]?.done();
  await settle();
  expect(writes.map(({ cursor }) => cursor)).toEqual(["e.0", "e.3"]);
  writes[1]?.done();
  await settle();
  transport.last.receiver.heartbeat({ cursor: "e.9" }); // 4 is not finished
  await settle();
  expect(writes).toHaveLength(2);
  finish.shift()?.();
  await settle();
  expect(writes[2]?.cursor).toBe("e.9");
});

test("a write that fails is told, and the next one is made", async () => {
  const full = new Error("disk full");
  const failing = [true, false];
  const written: string[] = [];
  const { client, transport, errors } = createHarness({
    cursorStore: {
      get: () => undefined,
      set(_, cursor) {
        if (failing.shift()) throw full;
        written.push(cursor);
      },
    },
  });
  client.channels.ticks().on("ticked", () => {});
  await settle();
  transport.last.hello("e.0").event("e.1", 1);
  await settle();
  expect([errors, written]).toEqual([[full], ["e.1"]]);
});

test("what cannot be read is told, and tried again: nothing is missed", async () => {
  const broken = new Error("disk error");
  const answers = [() => Promise.reject(broken), () => Promise.resolve("e.7")];
  const { client, transport, clock, errors, states } = createHarness({
    cursorStore: { get: () => answers.shift()?.(), set() {} },
  });
  client.channels.ticks().on("ticked", () => {});
  await settle();
  expect([transport.connections.length, errors]).toEqual([0, [broken]]);
  expect(states.at(-1)).toEqual(["connecting", broken]);
  await clock.advance(500);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.7" } });
});

test("within one life it is the client that knows", async () => {
  const cursorStore = createStore();
  const { client, transport, clock } = createHarness({ cursorStore });
  client.channels.ticks().on("ticked", () => {});
  await settle();
  transport.last.hello("e.0").event("e.1", 1); // the write of e.0 still runs
  await settle();
  transport.last.end();
  await clock.advance(500);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.1" } });
});
