import { expect, test } from "vitest";
import { createHarness } from "../../support/client-harness.js";
import { settle } from "../../support/fake-clock.js";

test("the first listener opens, the last one leaving closes", async () => {
  const { client, transport, states } = createHarness();
  const ticks = client.channels.ticks();
  expect([client.state, transport.connections.length]).toEqual(["idle", 0]);
  const stop = ticks.on("ticked", () => {});
  const stopToo = ticks.on("traced", () => {});
  await settle();
  expect(transport.connections).toHaveLength(1);
  expect(transport.last.attempt.subscriptions).toEqual([
    { channel: "ticks", params: {}, start: "now" },
  ]);
  transport.last.hello("e.1");
  expect(client.state).toBe("open");
  stop();
  stop();
  await settle();
  expect(transport.last.aborted).toBe(false);
  stopToo();
  await settle();
  expect(transport.last.aborted).toBe(true);
  expect(states.map(([state]) => state)).toEqual([
    "connecting",
    "open",
    "idle",
  ]);
});

test("changes of one tick open once, and each subscription keeps its own cursor", async () => {
  const { client, transport } = createHarness();
  const seen: number[] = [];
  client.channels.ticks().on("ticked", (n) => void seen.push(n));
  await settle();
  transport.last.hello("e.1").event("e.2", 2);
  await settle();

  const rooms = ["a", "b"].map((room) =>
    client.channels
      .rooms({ floor: "1", room })
      .on("ticked", (n) => void seen.push(n)),
  );
  await settle();
  expect(transport.connections).toHaveLength(2);
  expect(transport.connections[0]?.aborted).toBe(true);
  expect(transport.last.attempt.subscriptions).toEqual([
    { channel: "ticks", params: {}, start: { cursor: "e.2" } },
    { channel: "rooms", params: { room: "a", floor: "1" }, start: "now" },
    { channel: "rooms", params: { room: "b", floor: "1" }, start: "now" },
  ]);
  expect(client.state).toBe("open"); // a planned opening is no trouble

  transport.last.hello("e.5").event("e.6", 6, {
    channel: "rooms",
    params: { floor: "1", room: "b" }, // another order of the same params
  });
  await settle();
  for (const stop of rooms) stop();
  client.channels.rooms({ room: "b", floor: "1" }).on("ticked", () => {});
  await settle();
  expect(seen).toEqual([2, 6]);
  expect(transport.last.attempt.subscriptions).toEqual([
    { channel: "ticks", params: {}, start: { cursor: "e.2" } },
    // left and came back within a tick: goes on
    {
      channel: "rooms",
      params: { room: "b", floor: "1" },
      start: { cursor: "e.6" },
    },
  ]);
});

test("leaving and coming back within a tick opens nothing", async () => {
  const { client, transport } = createHarness();
  const ticks = client.channels.ticks();
  const stop = ticks.on("ticked", () => {});
  await settle();
  transport.last.hello("e.1");
  stop();
  ticks.on("ticked", () => {});
  await settle();
  expect(transport.connections).toHaveLength(1);
  expect(transport.last.aborted).toBe(false);
});

test("a subscription begun anew starts where it is told", async () => {
  const { client, transport } = createHarness();
  const ticks = client.channels.ticks();
  const stop = ticks.on("ticked", () => {}, { start: "earliest" });
  await settle();
  expect(transport.last.starts).toEqual({ ticks: "earliest" });
  transport.last.hello("e.0").event("e.1", 1);
  await settle();
  stop();
  await settle();
  ticks.on("ticked", () => {}, { start: { last: 3 } });
  await settle();
  expect(transport.last.starts).toEqual({ ticks: { last: 3 } });
  transport.last.hello("e.9");
  // within one tick too: the old position must not win over an explicit start
  const iterator = ticks.events();
  await iterator.return?.();
  await settle();
  expect(transport.connections).toHaveLength(2);
});

test("an explicit start wins over the position that was just left", async () => {
  const { client, transport } = createHarness({
    token: () => settle().then(() => "slow"), // what is wrong has time to happen
  });
  const ticks = client.channels.ticks();
  const stop = ticks.on("ticked", () => {});
  await settle();
  await settle();
  transport.last.hello("e.1").event("e.2", 2);
  await settle();
  stop();
  ticks.on("ticked", () => {}, { start: "earliest" });
  transport.last.event("e.3", 3); // of the old connection: not the new one's
  await settle();
  await settle();
  expect(transport.connections).toHaveLength(2);
  expect(transport.last.starts).toEqual({ ticks: "earliest" });
});

test("the cursor is the low-water mark of finished handlers", async () => {
  const { client, transport, clock } = createHarness();
  const finish: (() => void)[] = [];
  const begun: number[] = [];
  client.channels.ticks().on("ticked", (n) => {
    begun.push(n);
    return new Promise<void>((resolve) => finish.push(resolve));
  });
  await settle();
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2);
  transport.last.receiver.heartbeat({ cursor: "e.7" });
  await settle();
  expect(begun).toEqual([1]); // one at a time

  transport.last.end();
  await clock.advance(500);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.0" } });
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2);
  finish[0]?.();
  await settle();
  expect(begun).toEqual([1, 2]); // 1 came again and was known

  transport.last.end();
  await clock.advance(1000);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.1" } });
  transport.last.hello("e.1").event("e.2", 2);
  transport.last.receiver.heartbeat({ cursor: "e.7" });
  finish[1]?.();
  await settle();
  transport.last.end();
  await clock.advance(2000);
  expect(begun).toEqual([1, 2]);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.7" } });
});

test("heartbeats move every subscription, but not past what is unfinished", async () => {
  const { client, transport, clock } = createHarness();
  const params = { room: "a", floor: "1" };
  client.channels.ticks().on("ticked", () => new Promise(() => {}));
  client.channels.rooms(params).on("ticked", () => {});
  await settle();
  transport.last.hello("e.0").event("e.1", 1);
  transport.last.receiver.heartbeat({ cursor: "e.9" });
  transport.last.end();
  await clock.advance(500);
  expect(transport.last.starts).toEqual({
    ticks: { cursor: "e.0" },
    rooms: { cursor: "e.9" },
  });
});

test("heartbeats behind a slow handler take no room", async () => {
  const { client, transport } = createHarness({ maxInFlight: 2 });
  let finish: (() => void) | undefined;
  client.channels
    .ticks()
    .on("ticked", () => new Promise<void>((done) => (finish = done)));
  await settle();
  const { receiver } = transport.last.hello("e.0").event("e.1", 1);
  for (let i = 2; i < 100; i++) receiver.heartbeat({ cursor: `e.${i}` });
  expect(receiver.ready()).toBeUndefined();
  finish?.();
  await settle();
  client.channels.rooms({ room: "a", floor: "1" }).on("ticked", () => {});
  await settle();
  expect(transport.last.starts["ticks"]).toEqual({ cursor: "e.99" });
});

test("subscriptions run beside each other", async () => {
  const { client, transport } = createHarness();
  const params = { room: "a", floor: "1" };
  const seen: string[] = [];
  client.channels.ticks().on("ticked", () => new Promise(() => {}));
  client.channels
    .rooms(params)
    .on("ticked", (n) => void seen.push(`room ${n}`));
  await settle();
  transport.last
    .hello("e.0")
    .event("e.1", 1)
    .event("e.2", 2, { channel: "rooms", params });
  await settle();
  expect(seen).toEqual(["room 2"]);
});

test("events in flight are bounded: the transport is told to wait", async () => {
  const { client, transport } = createHarness({ maxInFlight: 2 });
  const finish: (() => void)[] = [];
  client.channels
    .ticks()
    .on("ticked", () => new Promise<void>((done) => finish.push(done)));
  await settle();
  const { receiver } = transport.last.hello("e.0").event("e.1", 1);
  expect(receiver.ready()).toBeUndefined();
  transport.last.event("e.2", 2);
  let ready = false;
  void receiver.ready()?.then(() => (ready = true));
  await settle();
  expect(ready).toBe(false);
  finish[0]?.();
  await settle();
  expect(ready).toBe(true);
  expect(receiver.ready()).toBeUndefined();
});

test("what still waits when a connection ends gives its room back", async () => {
  const { client, transport, clock } = createHarness({ maxInFlight: 2 });
  const finish: (() => void)[] = [];
  const ticks = client.channels.ticks();
  const stop = ticks.on(
    "ticked",
    () => new Promise<void>((done) => finish.push(done)),
  );
  await settle();
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2);
  transport.last.end();
  await clock.advance(500);
  expect(transport.last.receiver.ready()).toBeUndefined(); // only 1 is in flight
  transport.last.hello("e.0").event("e.2", 2).event("e.3", 3);
  expect(transport.last.receiver.ready()).toBeDefined();
  stop();
  finish[0]?.();
  client.channels.rooms({ room: "a", floor: "1" }).on("ticked", () => {});
  await settle();
  expect(transport.last.receiver.ready()).toBeUndefined();
});

test("ids are remembered, the oldest forgotten first", async () => {
  const { client, transport } = createHarness({ rememberedIds: 2 });
  const seen: number[] = [];
  client.channels.ticks().on("ticked", (n) => void seen.push(n));
  await settle();
  transport.last.hello("e.0");
  for (const [index, id] of ["a", "b", "a", "c", "b", "a"].entries())
    transport.last.event(`e.${index + 1}`, index, { id });
  await settle();
  // a b (a again) c: b is the oldest, and forgotten; then a is
  expect(seen).toEqual([0, 1, 3, 4, 5]);
});

test("the same id under another message name is another event", async () => {
  const { client, transport } = createHarness();
  const seen: string[] = [];
  const ticks = client.channels.ticks();
  ticks.on("ticked", (_, { id }) => void seen.push(`ticked ${id}`));
  ticks.on("traced", (_, { id }) => void seen.push(`traced ${id}`));
  await settle();
  transport.last.hello("e.0").event("e.1", 1, { id: "x" });
  transport.last.event("e.2", 1, {
    id: "x",
    type: "traced",
    headers: { trace: "t" },
  });
  await settle();
  expect(seen).toEqual(["ticked x", "traced x"]);
});

test("meta is what the sender said, and the position after the event", async () => {
  const { client, transport } = createHarness();
  const metas: unknown[] = [];
  client.channels.ticks().on("traced", (_, meta) => void metas.push(meta));
  await settle();
  transport.last.hello("e.0").event("e.1", 1, {
    type: "traced",
    id: "x",
    headers: { trace: "t" },
  });
  await settle();
  expect(metas).toEqual([
    {
      id: "x",
      cursor: "e.1",
      channel: "ticks",
      params: {},
      time: "2026-01-01T00:00:00.000Z",
      headers: { trace: "t" },
    },
  ]);
});

test("nothing that an ended connection still says is heard", async () => {
  const { client, transport, clock } = createHarness();
  const seen: number[] = [];
  client.channels.ticks().on("ticked", (n) => void seen.push(n));
  await settle();
  const old = transport.last.hello("e.0");
  old.end();
  await clock.advance(500);
  old.event("e.1", 1).receiver.heartbeat({ cursor: "e.99" });
  old.receiver.gap({
    channel: "ticks",
    params: {},
    reason: "epoch",
    oldest: "x.1",
  });
  await settle();
  transport.last.hello("e.0").end();
  await clock.advance(1000);
  expect(seen).toEqual([]);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.0" } });
});

test("a handler that another one took away is not called any more", async () => {
  const { client, transport } = createHarness();
  const seen: string[] = [];
  const ticks = client.channels.ticks();
  const rest: (() => void)[] = [];
  ticks.on("ticked", () => {
    seen.push("first");
    for (const stop of rest) stop();
  });
  rest.push(ticks.on("ticked", () => void seen.push("second")));
  await settle();
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2);
  await settle();
  expect(seen).toEqual(["first", "first"]);
});
