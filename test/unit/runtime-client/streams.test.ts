import { expect, test } from "vitest";
import { createHarnessOf } from "../../support/client-harness.js";
import {
  type DevicesClient,
  devicesContract,
} from "../../support/devices-contract.js";
import { settle } from "../../support/fake-clock.js";

function start() {
  const harness = createHarnessOf<DevicesClient>(devicesContract);
  const device = harness.client.channels.devices({ site: "a", device: "1" });
  return { ...harness, device };
}

test("a part is handled when the next one is asked for", async () => {
  const { device, transport, client } = start();
  const parts = device.stream("count", 2, { headers: { trace: "x" } });
  await settle();
  const [send] = transport.sends;
  expect(send?.message).toMatchObject({
    type: "count",
    data: 2,
    headers: { trace: "x" },
  });
  let handled = false;
  void send?.part(1)?.then(() => (handled = true));
  expect(await parts.next()).toEqual({ done: false, value: 1 });
  await settle();
  expect(handled).toBe(false);
  const next = parts.next();
  await settle();
  expect(handled).toBe(true);
  void send?.part(2);
  send?.answer({ ok: true });
  expect(await next).toEqual({ done: false, value: 2 });
  expect(await parts.next()).toEqual({ done: true, value: undefined });
  await client.close();
});

test("the limit is one of silence, and none while the consumer is busy", async () => {
  const { device, transport, clock } = start();
  const parts = device.stream("count", 2);
  await settle();
  const [send] = transport.sends;
  void send?.hear?.(); // such as a comment
  await clock.advance(29_999);
  void send?.part(1);
  await parts.next();
  await clock.advance(100_000); // busy
  const next = parts.next();
  await clock.advance(29_999);
  void send?.hear?.();
  await Promise.all([
    expect(next).rejects.toMatchObject({ code: "reply_timeout" }),
    clock.advance(30_000),
  ]);
  expect([transport.sends.length, send?.signal.aborted]).toEqual([1, true]);
  expect(clock.pending).toBe(0);
});

test("tried again with the same id before the first part, not after it", async () => {
  const { device, transport, clock } = start();
  const parts = device.stream("count", 2, { id: "mine" });
  await settle();
  transport.sends[0]?.fail(new TypeError("fetch failed"));
  await clock.advance(500);
  expect(transport.sends[1]?.message.id).toBe("mine");
  void transport.sends[1]?.part(1);
  transport.sends[1]?.fail(new TypeError("terminated"));
  expect((await parts.next()).value).toBe(1);
  await expect(parts.next()).rejects.toMatchObject({ code: "interrupted" });
  expect(transport.sends).toHaveLength(2);
});

test("an error of the handler after parts is told as it is", async () => {
  const { device, transport } = start();
  const parts = device.stream("count", 2);
  await settle();
  void transport.sends[0]?.part(1);
  const error = { code: "unavailable", message: "later", kind: "realtime" };
  transport.sends[0]?.answer({ ok: false, error } as never);
  expect((await parts.next()).value).toBe(1);
  await expect(parts.next()).rejects.toMatchObject({ code: "unavailable" });
  expect(transport.sends).toHaveLength(1); // no other try
});

test("closing the client ends it", async () => {
  const { device, transport, client } = start();
  const parts = device.stream("count", 2);
  await settle();
  const next = parts.next();
  await client.close();
  await expect(next).rejects.toMatchObject({ code: "closed" });
  expect(transport.sends[0]?.signal.aborted).toBe(true);
});

test("a signal that is aborted already sends nothing", async () => {
  const { device, transport } = start();
  const signal = AbortSignal.abort(new Error("never"));
  const parts = device.stream("count", 2, { signal });
  await expect(parts.next()).rejects.toThrow("never");
  expect(transport.sends[0]?.signal.aborted ?? true).toBe(true);
});
