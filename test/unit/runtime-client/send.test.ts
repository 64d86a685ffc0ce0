import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import {
  ApplicationError,
  RemoteError,
  ReplyTimeout,
  ValidationError,
} from "../../../templates/runtime/core/errors.js";
import type { WireError } from "../../../templates/runtime/core/protocol.js";
import { createHarness } from "../../support/client-harness.js";
import { settle } from "../../support/fake-clock.js";
import { TickError } from "../../support/ticks-contract.js";

const refusal = (
  code: string,
  more: Partial<WireError> = {},
): { ok: false; error: WireError } => ({
  ok: false,
  error: { code, message: code, kind: "realtime", ...more },
});

/** Runs a send that is to fail, to look at its error at leisure. */
function failing(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`was answered: ${String(value)}`);
    },
    (error: unknown) => error,
  );
}

test("sends without a subscription, and returns the reply", async () => {
  const { client, transport, clock } = createHarness({ token: () => "t" });
  const reply = client.channels
    .ticks()
    .send("reset", 5, { headers: { trace: "x" } });
  await settle();
  const [send] = transport.sends;
  expect(send?.message).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    channel: "ticks",
    params: {},
    type: "reset",
    data: 5,
    headers: { trace: "x" },
  });
  expect(send?.token).toBe("t");
  send?.answer({ ok: true, data: 7 });
  expect(await reply).toBe(7);
  expect([transport.connections.length, clock.pending]).toEqual([0, 0]);
});

test("ids differ and sort by time", async () => {
  const { client, transport, clock } = createHarness();
  for (let i = 0; i < 5; i++) {
    void failing(client.channels.ticks().send("poke", i));
    await clock.advance(1);
  }
  const ids = transport.sends.map(({ message }) => message.id);
  expect(new Set(ids).size).toBe(5);
  expect([...ids].sort()).toEqual(ids);
  await client.close();
});

test("data, reply and an error's payload are validated", async () => {
  const { client, transport } = createHarness();
  const ticks = client.channels.ticks();
  const bad = await failing(ticks.send("reset", 1.5));
  expect(bad).toBeInstanceOf(ValidationError);
  expect(transport.sends).toHaveLength(0);

  for (const [index, answer] of [
    { ok: true, data: "seven" },
    refusal("too_late", { kind: "application", payload: "late" }),
  ].entries()) {
    const error = failing(ticks.send("reset", 1));
    await settle();
    transport.sends[index]?.answer(answer as never);
    expect(await error).toBeInstanceOf(ValidationError);
  }
});

test("a typed error is thrown as its class; an unknown one with code and payload", async () => {
  const { client, transport } = createHarness();
  const error = failing(client.channels.ticks().send("reset", 1));
  await settle();
  transport.sends[0]?.answer(
    refusal("too_late", { kind: "application", payload: 3 }),
  );
  expect(await error).toBeInstanceOf(TickError.TooLate);
  expect(await error).toMatchObject({ code: "too_late", payload: 3 });

  for (const [index, code] of ["newer", "constructor"].entries()) {
    const unknown = failing(client.channels.ticks().send("reset", 1));
    await settle();
    transport.sends[index + 1]?.answer(
      refusal(code, { kind: "application", payload: { a: 1 } }),
    );
    expect(await unknown).toBeInstanceOf(ApplicationError);
    expect(await unknown).toMatchObject({ code, payload: { a: 1 } });
  }
});

test("the runtime's own errors carry code and issues", async () => {
  const { client, transport } = createHarness();
  const error = failing(client.channels.ticks().send("poke", 1));
  await settle();
  const issues = [{ path: "/a", code: "type", message: "must be a string" }];
  transport.sends[0]?.answer(refusal("invalid_payload", { issues }));
  expect(await error).toMatchObject({ code: "invalid_payload", issues });
  expect(transport.sends).toHaveLength(1);
});

test("the same id is sent again until it is answered", async () => {
  const { client, transport, clock } = createHarness();
  const reply = client.channels.ticks().send("reset", 1, { id: "mine" });
  await settle();
  transport.sends[0]?.fail(new TypeError("fetch failed"));
  await clock.advance(500);
  transport.sends[1]?.fail(
    new RemoteError({ code: "http_502", message: "" }, "retry"),
  );
  await clock.advance(1000);
  transport.sends[2]?.answer(refusal("unavailable", { retryAfterMs: 3000 }));
  await clock.advance(3000 + 1999);
  expect(transport.sends).toHaveLength(3);
  await clock.advance(1);
  transport.sends[3]?.answer({ ok: true, data: 2 });
  expect(await reply).toBe(2);
  expect(transport.sends.map(({ message }) => message.id)).toEqual(
    Array.from({ length: 4 }, () => "mine"),
  );
});

test("a try that hangs is given up and sent again", async () => {
  const { client, transport, clock } = createHarness({ tryTimeoutMs: 2000 });
  const reply = client.channels.ticks().send("reset", 1);
  await clock.advance(2000);
  expect(transport.sends[0]?.signal.aborted).toBe(true);
  await clock.advance(500);
  transport.sends[1]?.answer({ ok: true, data: 2 });
  expect(await reply).toBe(2);
});

test("no answer over all tries is a ReplyTimeout", async () => {
  const { client, transport, clock } = createHarness();
  const error = failing(client.channels.ticks().send("reset", 1));
  await clock.advance(29_999);
  expect(transport.sends.length).toBeGreaterThan(1);
  await clock.advance(1);
  expect(await error).toBeInstanceOf(ReplyTimeout);
  expect(transport.sends.every(({ signal }) => signal.aborted)).toBe(true);
  expect(clock.pending).toBe(0);
  const sooner = failing(
    client.channels.ticks().send("reset", 1, { timeoutMs: 100 }),
  );
  await clock.advance(100);
  expect(await sooner).toMatchObject({ code: "reply_timeout" });
});

test("one more token when unauthenticated, then the error", async () => {
  let asked = 0;
  const { client, transport } = createHarness({ token: () => `t${++asked}` });
  const error = failing(client.channels.ticks().send("reset", 1));
  await settle();
  transport.sends[0]?.answer(refusal("unauthenticated"));
  await settle();
  expect(transport.sends.map(({ token }) => token)).toEqual(["t1", "t2"]);
  transport.sends[1]?.answer(refusal("unauthenticated"));
  expect(await error).toMatchObject({ code: "unauthenticated" });
});

test("a signal rejects with its reason and stops the try", async () => {
  const { client, transport, clock } = createHarness();
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error("the user left");
  const error = failing(client.channels.ticks().send("poke", 1, { signal }));
  await settle();
  controller.abort(reason);
  expect(await error).toBe(reason);
  expect(transport.sends[0]?.signal.aborted).toBe(true);
  const never = failing(client.channels.ticks().send("poke", 1, { signal }));
  expect(await never).toBe(reason);
  expect(clock.pending).toBe(0);
});

test("close rejects what is unanswered", async () => {
  const { client, transport, clock } = createHarness();
  const error = failing(client.channels.ticks().send("poke", 1));
  await settle();
  await client.close();
  expect(await error).toMatchObject({ code: "closed" });
  expect(transport.sends[0]?.signal.aborted).toBe(true);
  expect(clock.pending).toBe(0);
});

test("the outbox is bounded in number and size", async () => {
  const { client, transport } = createHarness({
    maxPendingSends: 2,
    maxPendingChars: 1000,
  });
  const ticks = client.channels.ticks();
  const sends = [ticks.send("poke", 1), ticks.send("poke", 2)];
  expect(await failing(ticks.send("poke", 3))).toMatchObject({
    code: "outbox_full",
  });
  await settle();
  for (const send of transport.sends) send.answer({ ok: true });
  await Promise.all(sends);
  expect(await failing(ticks.send("poke", "x".repeat(1000)))).toMatchObject({
    code: "outbox_full",
  });
  const again = ticks.send("poke", 4);
  await settle();
  transport.sends.at(-1)?.answer({ ok: true });
  await again;
});

test("a message that is not in the contract cannot be sent", async () => {
  const { client } = createHarness();
  for (const type of ["reboot", "constructor"])
    expect(
      // @ts-expect-error no such message
      await failing(client.channels.ticks().send(type, 1)),
    ).toMatchObject({ code: "unknown_message" });
});

test("a signal that lives long keeps nothing of the sends it was given to", async () => {
  const { client, transport } = createHarness();
  const { signal } = new AbortController();
  const reply = client.channels.ticks().send("poke", 1, { signal });
  await settle();
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  transport.sends[0]?.answer({ ok: true });
  await reply;
  await settle();
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});
