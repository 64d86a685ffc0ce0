import { expect, test } from "vitest";
import { createHarness } from "../../support/client-harness.js";
import { settle } from "../../support/fake-clock.js";

const ticks = { channel: "ticks", params: {} };
const room = { channel: "rooms", params: { room: "a", floor: "1" } };

test("a gap is told once, before what follows, and moves the cursor", async () => {
  const { client, transport, clock } = createHarness();
  const seen: unknown[] = [];
  const channel = client.channels.ticks();
  channel.onGap((gap) => void seen.push(gap));
  channel.on("ticked", (n) => void seen.push(n));
  await settle();
  transport.last.hello("e.0").event("e.1", 1);
  transport.last.receiver.gap({ ...ticks, reason: "retention", oldest: "e.5" });
  await settle();
  expect(seen).toEqual([1, { reason: "retention", oldest: "e.5" }]);
  transport.last.end();
  await clock.advance(500);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.5" } });
  transport.last.hello("e.5").event("e.6", 6);
  await settle();
  expect(seen).toEqual([1, { reason: "retention", oldest: "e.5" }, 6]);
});

test("a gap waits for the events before it; what came before counts", async () => {
  const { client, transport, clock } = createHarness();
  const gaps: unknown[] = [];
  let finish: (() => void) | undefined;
  const channel = client.channels.ticks();
  channel.onGap((gap) => void gaps.push(gap));
  channel.on("ticked", () => new Promise<void>((done) => (finish = done)));
  await settle();
  transport.last.hello("e.0").event("e.1", 1);
  transport.last.receiver.gap({ ...ticks, reason: "epoch", oldest: "f.1" });
  await settle();
  expect(gaps).toEqual([]);
  transport.last.end(); // untold: the server tells it again
  await clock.advance(500);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.0" } });
  transport.last.hello("f.1");
  transport.last.receiver.gap({ ...ticks, reason: "epoch", oldest: "f.1" });
  finish?.();
  await settle();
  expect(gaps).toEqual([{ reason: "epoch", oldest: "f.1" }]);
});

test("a refetch in onGap is waited for", async () => {
  const { client, transport } = createHarness();
  const seen: unknown[] = [];
  let refetched: (() => void) | undefined;
  const channel = client.channels.ticks();
  channel.onGap(() => new Promise<void>((done) => (refetched = done)));
  channel.on("ticked", (n) => void seen.push(n));
  await settle();
  transport.last.hello("e.0");
  transport.last.receiver.gap({ ...ticks, reason: "retention", oldest: "e.5" });
  transport.last.event("e.6", 6);
  await settle();
  expect(seen).toEqual([]);
  refetched?.();
  await settle();
  expect(seen).toEqual([6]);
});

test("a snapshot is asked for where somebody listens for it", async () => {
  const { client, transport } = createHarness();
  client.channels.rooms(room.params).on("ticked", () => {});
  client.channels.ticks().on("ticked", () => {});
  client.channels.ticks().onGap(() => {});
  await settle();
  expect(
    transport.last.attempt.subscriptions.map(({ snapshot }) => snapshot),
  ).toEqual([undefined, undefined]);
  client.channels.rooms({ room: "b", floor: "2" }).on("ticked", () => {});
  client.channels.rooms({ room: "b", floor: "2" }).onSnapshot(() => {});
  await settle();
  expect(
    transport.last.attempt.subscriptions.map(({ snapshot }) => snapshot),
  ).toEqual([undefined, undefined, true]);
});

test("joining is complete when the snapshot was handled", async () => {
  const { client, transport, clock } = createHarness();
  const seen: unknown[] = [];
  const channel = client.channels.rooms(room.params);
  channel.onSnapshot((state, cursor) => void seen.push([state, cursor]));
  channel.on("ticked", (n) => void seen.push(n));
  await settle();
  transport.last.hello("e.3").end(); // cut before the snapshot came
  await clock.advance(500);
  expect(transport.last.starts).toEqual({ rooms: "now" });
  transport.last.hello("e.4");
  transport.last.receiver.snapshot({ ...room, cursor: "e.4", data: 40 });
  transport.last.event("e.5", 5, room);
  await settle();
  expect(seen).toEqual([[40, "e.4"], 5]);
  transport.last.end();
  await clock.advance(1000);
  expect(transport.last.starts).toEqual({ rooms: { cursor: "e.5" } });
});

test("a gap brings the snapshot that follows it", async () => {
  const { client, transport, clock } = createHarness();
  const seen: unknown[] = [];
  const channel = client.channels.rooms(room.params);
  channel.onGap((gap) => void seen.push(gap));
  channel.on("ticked", (n) => void seen.push(n));
  await settle();
  transport.last.hello("e.0");
  transport.last.receiver.snapshot({ ...room, cursor: "e.0", data: 1 });
  transport.last.receiver.gap({ ...room, reason: "epoch", oldest: "f.1" });
  transport.last.end(); // cut between gap and snapshot: not told
  await clock.advance(500);
  expect(seen).toEqual([]);
  expect(transport.last.starts).toEqual({ rooms: { cursor: "e.0" } });
  transport.last.hello("f.1");
  transport.last.receiver.gap({ ...room, reason: "epoch", oldest: "f.1" });
  transport.last.receiver.snapshot({ ...room, cursor: "f.2", data: 2 });
  transport.last.event("f.3", 3, room);
  await settle();
  expect(seen).toEqual([{ reason: "epoch", oldest: "f.1", snapshot: 2 }, 3]);
});

test("a gap does not wait for a snapshot that does not come, nor for a bad one", async () => {
  const { client, transport, errors } = createHarness();
  const seen: unknown[] = [];
  const channel = client.channels.rooms(room.params);
  channel.onGap((gap) => void seen.push(gap));
  channel.on("ticked", (n) => void seen.push(n));
  await settle();
  const { receiver } = transport.last.hello("e.0");
  receiver.gap({ ...room, reason: "retention", oldest: "e.5" });
  transport.last.event("e.6", 6, room);
  receiver.gap({ ...room, reason: "retention", oldest: "e.8" });
  receiver.heartbeat({ cursor: "e.8" });
  receiver.gap({ ...room, reason: "retention", oldest: "e.9" });
  receiver.snapshot({ ...room, cursor: "e.9", data: "no integer" });
  await settle();
  expect(seen).toEqual([
    { reason: "retention", oldest: "e.5" },
    6,
    { reason: "retention", oldest: "e.8" },
    { reason: "retention", oldest: "e.9" },
  ]);
  expect(errors).toMatchObject([{ code: "invalid_payload" }]);
});

test("two gaps with nothing between them are one", async () => {
  const { client, transport } = createHarness();
  const seen: unknown[] = [];
  const channel = client.channels.rooms(room.params);
  channel.onGap((gap) => void seen.push(gap));
  channel.on("ticked", (n) => void seen.push(n));
  await settle();
  const { receiver } = transport.last.hello("e.0");
  receiver.gap({ ...room, reason: "retention", oldest: "e.5" });
  receiver.gap({ ...room, reason: "epoch", oldest: "f.1" });
  receiver.snapshot({ ...room, cursor: "f.2", data: 2 });
  await settle();
  expect(seen).toEqual([{ reason: "epoch", oldest: "f.1", snapshot: 2 }]);
});
