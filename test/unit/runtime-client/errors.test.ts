import { expect, test } from "vitest";
import { ValidationError } from "../../../templates/runtime/core/errors.js";
import { createHarness } from "../../support/client-harness.js";
import { settle } from "../../support/fake-clock.js";

test("an invalid event goes to onError with its path, and the cursor moves on", async () => {
  const { client, transport, clock } = createHarness();
  const seen: number[] = [];
  const errors: [unknown, unknown][] = [];
  const ticks = client.channels.ticks();
  ticks.on("ticked", (n) => void seen.push(n));
  ticks.on("traced", (n) => void seen.push(n));
  ticks.onError((error, meta) => errors.push([error, meta]));
  await settle();
  transport.last
    .hello("e.0")
    .event("e.1", "no integer")
    .event("e.2", undefined) // was no JSON
    .event("e.3", 3, { type: "traced" }) // lacks a header
    .event("e.4", 4);
  await settle();
  expect(seen).toEqual([4]);
  expect(errors.map(([error]) => (error as ValidationError).issues)).toEqual([
    [{ path: ["n"], code: "type", message: "must be an integer" }],
    [expect.objectContaining({ path: [] })],
    [{ path: ["trace"], code: "required", message: "must be there" }],
  ]);
  expect(errors[0]?.[0]).toBeInstanceOf(ValidationError);
  expect(errors[0]?.[1]).toMatchObject({ id: "id-e.1", cursor: "e.1" });
  transport.last.end();
  await clock.advance(500);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.4" } });
});

test("a message that the contract does not know reaches onUnknown", async () => {
  const { client, transport } = createHarness();
  const unknown: unknown[] = [];
  const ticks = client.channels.ticks();
  ticks.on("ticked", () => {});
  ticks.onUnknown((...message) => unknown.push(message));
  const events = ticks.events();
  await settle();
  for (const type of ["tocked", "constructor", "__proto__"])
    transport.last.hello("e.0").event("e.1", 1, { type, id: "x" });
  transport.last.event("e.2", 2);
  expect((await events.next()).value?.data).toBe(2);
  expect(unknown).toEqual(
    ["tocked", "constructor", "__proto__"].map((type) => [
      type,
      1,
      expect.objectContaining({ id: "x" }),
    ]),
  );
});

test("a channel that the contract does not know is no one's", async () => {
  const { client, transport, errors } = createHarness();
  client.channels.ticks().on("ticked", () => {});
  await settle();
  for (const channel of ["toString", "others", "rooms"])
    transport.last.hello("e.0").event("e.1", 1, { channel });
  await settle();
  expect(errors).toEqual([]);
});

test("a handler that throws goes to onError, and the cursor moves on", async () => {
  const { client, transport, clock, errors } = createHarness();
  const broken = new Error("broken");
  const seen: number[] = [];
  const ticks = client.channels.ticks();
  ticks.on("ticked", (n) => {
    if (n === 1) throw broken;
  });
  ticks.on("ticked", async (n) => {
    seen.push(n);
    if (n === 2) throw broken;
  });
  await settle();
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2).event("e.3", 3);
  await settle();
  expect(seen).toEqual([1, 2, 3]);
  expect(errors).toEqual([broken, broken]); // nobody listens: the client's onError
  transport.last.end();
  await clock.advance(500);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.3" } });
});

test("a handler is tried again as often as asked, and holds what follows", async () => {
  const { client, transport, clock, errors } = createHarness({
    handlerRetries: 2,
  });
  const tried: number[] = [];
  client.channels.ticks().on("ticked", (n) => {
    tried.push(n);
    if (n === 1 || tried.length < 6) throw new Error(`no ${n}`);
  });
  await settle();
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2);
  await settle();
  expect(tried).toEqual([1]);
  await clock.advance(500);
  expect(tried).toEqual([1, 1]);
  await clock.advance(1000);
  expect(tried).toEqual([1, 1, 1, 2]);
  expect(errors).toHaveLength(1);
  await clock.advance(1500);
  expect(tried).toEqual([1, 1, 1, 2, 2, 2]);
  expect(errors).toHaveLength(1);
  await client.close();
  expect(clock.pending).toBe(0);
});

test("listeners that throw break nothing", async () => {
  const { client, transport, errors } = createHarness();
  const broken = new Error("broken");
  const seen: number[] = [];
  client.onState(() => {
    throw broken;
  });
  client.channels.ticks().on("ticked", (n) => void seen.push(n));
  client.channels.ticks().onGap(() => {
    throw broken;
  });
  await settle();
  transport.last.hello("e.0");
  transport.last.receiver.gap({
    channel: "ticks",
    params: {},
    reason: "retention",
    oldest: "e.1",
  });
  transport.last.event("e.2", 2);
  await settle();
  expect(seen).toEqual([2]);
  expect(errors).toEqual([broken, broken, broken]); // connecting, open, gap
});

test("a message that is not in the contract cannot be listened for", () => {
  const { client } = createHarness();
  const ticks = client.channels.ticks();
  // @ts-expect-error no such event
  expect(() => ticks.on("tocked", () => {})).toThrow("tocked");
});

test("a check that throws is a bug, and stops nothing", async () => {
  const { client, transport, errors } = createHarness();
  const seen: number[] = [];
  client.channels.ticks().on("ticked", (n) => void seen.push(n));
  await settle();
  transport.last.hello("e.0").event("e.1", null, { type: "traced" });
  transport.last.event("e.2", 1, {
    type: "traced",
    headers: new Proxy(
      {},
      {
        get: () => {
          throw new Error("bug");
        },
      },
    ),
  });
  transport.last.event("e.3", 3);
  await settle();
  expect(seen).toEqual([3]);
  expect(errors).toHaveLength(2);
});
