import { expect, test } from "vitest";
import { createHarness } from "../../support/client-harness.js";
import { settle } from "../../support/fake-clock.js";

test("an event is finished when the consumer asks for the next", async () => {
  const { client, transport, clock } = createHarness();
  const events = client.channels.ticks().events();
  await settle();
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2);
  expect((await events.next()).value).toMatchObject({
    type: "ticked",
    data: 1,
  });
  transport.last.end();
  await clock.advance(500);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.0" } });
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2);
  expect((await events.next()).value).toMatchObject({ data: 2 });
  transport.last.end();
  await clock.advance(1000);
  expect(transport.last.starts).toEqual({ ticks: { cursor: "e.1" } });
});

test("break, and nothing is subscribed any more", async () => {
  const { client, transport } = createHarness();
  const events = client.channels.ticks().events();
  await settle();
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2);
  for await (const { data } of events) {
    expect(data).toBe(1);
    break;
  }
  await settle();
  expect(client.state).toBe("idle");
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

test("several calls of next are answered in order", async () => {
  const { client, transport } = createHarness();
  const events = client.channels.ticks().events();
  const three = [events.next(), events.next(), events.next()];
  await settle();
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2).event("e.3", 3);
  const results = await Promise.all(three);
  expect(results.map(({ value }) => value?.data)).toEqual([1, 2, 3]);
});

test("a signal ends the loop quietly, before or during it", async () => {
  const { client } = createHarness();
  const controller = new AbortController();
  const events = client.channels.ticks().events({ signal: controller.signal });
  const next = events.next();
  controller.abort();
  expect(await next).toEqual({ done: true, value: undefined });
  const none = client.channels.ticks().events({ signal: controller.signal });
  expect(await none.next()).toEqual({ done: true, value: undefined });
  await settle();
  expect(client.state).toBe("idle");
});

test("a signal ends a handler's subscription", async () => {
  const { client, transport } = createHarness();
  const controller = new AbortController();
  const { signal } = controller;
  client.channels.ticks().on("ticked", () => {}, { signal });
  await settle();
  controller.abort();
  client.channels.ticks().on("ticked", () => {}, { signal });
  await settle();
  expect(transport.last.aborted).toBe(true);
  expect(transport.connections).toHaveLength(1);
});

test("closing ends the loop; refusal makes it throw, once", async () => {
  const { client, transport } = createHarness();
  const ticks = client.channels.ticks().events();
  const rooms = client.channels.rooms({ room: "a", floor: "1" });
  const errors: unknown[] = [];
  rooms.onError((error) => errors.push(error));
  const refused = rooms.events();
  await settle();
  transport.last.hello("e.0", { refuse: { rooms: "forbidden" } });
  await expect(refused.next()).rejects.toMatchObject({ code: "forbidden" });
  expect(await refused.next()).toEqual({ done: true, value: undefined });
  expect(errors).toMatchObject([{ code: "forbidden" }]);
  const next = ticks.next();
  await client.close();
  expect(await next).toEqual({ done: true, value: undefined });
});

test("handlers and loops share one subscription and its pace", async () => {
  const { client, transport } = createHarness();
  const handled: number[] = [];
  const ticks = client.channels.ticks();
  ticks.on("ticked", (n) => void handled.push(n));
  const events = ticks.events();
  await settle();
  expect(transport.last.attempt.subscriptions).toHaveLength(1);
  transport.last.hello("e.0").event("e.1", 1).event("e.2", 2);
  await settle();
  expect(handled).toEqual([1]); // the loop holds the first
  await events.next();
  await settle();
  expect(handled).toEqual([1]);
  void events.next();
  await settle();
  expect(handled).toEqual([1, 2]);
});
