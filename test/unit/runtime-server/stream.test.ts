import { describe, expect, test } from "vitest";
import type { Inbound } from "../../../templates/runtime/core/protocol.js";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import type { HandlerContext } from "../../../templates/runtime/server/handler-table.js";
import type { CreateOptions } from "../../../templates/runtime/server/realtime.js";
import type { Parts } from "../../../templates/runtime/server/session.js";
import { channel, has, TooLate } from "./contract.js";
import { harness, me, type Me, settle } from "./harness.js";

const answers: ContractSpec = {
  name: "llm",
  version: "1",
  hash: "h1",
  channels: {
    chat: channel("chat", {
      clientToServer: {
        prompt: {
          check: has("text", "string"),
          reply: has("token", "string"),
          stream: true,
          errors: { too_late: { check: has("at", "string"), error: TooLate } },
        },
        stop: { check: has("text", "string") },
      },
    }),
  },
};
const prompt: Inbound = {
  id: "m1",
  channel: "chat",
  params: {},
  type: "prompt",
  data: { text: "hi" },
};

type Handler = (
  data: unknown,
  context: HandlerContext<Me>,
) => AsyncIterable<unknown>;

function withHandler(handler: Handler, more: Partial<CreateOptions<Me>> = {}) {
  const errors: string[] = [];
  const codes: string[] = [];
  const made = harness(
    {
      handlers: { chat: { prompt: handler, stop: () => undefined } },
      snapshots: {},
      hooks: {
        onError: ({ where }) => errors.push(where),
        onHandle: ({ code }) => codes.push(code),
      },
      ...more,
    },
    answers,
  );
  const stream = (message: Partial<Inbound> = {}) =>
    made.runtime.session.stream(me, { ...prompt, ...message });
  const open = async (message: Partial<Inbound> = {}): Promise<Parts> => {
    const streamed = await stream(message);
    if (!streamed.ok) throw new Error(streamed.error.code);
    return streamed.parts;
  };
  return { ...made, errors, codes, stream, open };
}

async function* tokens(...all: unknown[]): AsyncGenerator<unknown> {
  for (const token of all) yield { token };
}

async function drain(parts: Parts): Promise<unknown[]> {
  const all: unknown[] = [];
  for (;;) {
    const { done, value } = await parts.next();
    all.push(value);
    if (done) return all;
  }
}

describe("answers in parts", () => {
  test("come in order, then the outcome", async () => {
    const { open, codes } = withHandler(() => tokens("a", "b"));
    expect(await drain(await open())).toEqual([
      { token: "a" },
      { token: "b" },
      { id: "m1", ok: true },
    ]);
    expect(codes).toEqual(["ok"]);
  });

  test("the handler gets its context, and makes a part only when asked", async () => {
    const made: unknown[] = [];
    const { open } = withHandler(async function* (data, { identity, id }) {
      made.push([data, identity, id]);
      for (const token of ["a", "b"]) {
        made.push(token);
        yield { token };
      }
    });
    const parts = await open();
    expect(made).toEqual([]);
    await parts.next();
    await settle();
    expect(made).toEqual([[{ text: "hi" }, { id: "me" }, "m1"], "a"]);
    await parts.next();
    expect(made.at(-1)).toBe("b");
  });

  test("a typed error of the contract ends them", async () => {
    const { open, errors } = withHandler(async function* () {
      yield { token: "a" };
      throw new TooLate({ at: "noon" });
    });
    expect((await drain(await open())).at(-1)).toMatchObject({
      ok: false,
      error: { code: "too_late", kind: "application", payload: { at: "noon" } },
    });
    expect(errors).toEqual([]);
  });

  test("a failure ends them without its message, and the id may come again", async () => {
    let runs = 0;
    const seen: boolean[] = [];
    const { open, errors } = withHandler(async function* (_, { again }) {
      seen.push(again);
      if (runs++ === 0) throw new Error("secret");
      yield { token: "a" };
    });
    const [failed] = await drain(await open());
    expect(failed).toMatchObject({ error: { code: "handler_failed" } });
    expect(JSON.stringify(failed)).not.toContain("secret");
    expect(errors).toEqual(["handler"]);
    expect((await drain(await open())).at(-1)).toMatchObject({ ok: true });
    expect(seen).toHaveLength(2);
  });

  test("a part that does not fit ends them and the handler", async () => {
    let left = false;
    const { open, errors } = withHandler(async function* () {
      try {
        yield { token: 1 };
      } finally {
        left = true;
      }
    });
    expect(await drain(await open())).toMatchObject([
      { ok: false, error: { code: "invalid_reply" } },
    ]);
    await settle();
    expect([left, errors]).toEqual([true, ["reply"]]);
  });

  test.each([
    ["a function that returns no iterable", () => 5 as never],
    [
      "one that throws at once",
      () => {
        throw new Error("x");
      },
    ],
  ])("%s is a failed handler", async (_, handler) => {
    const { open } = withHandler(handler);
    expect(await drain(await open())).toMatchObject([
      { error: { code: "handler_failed" } },
    ]);
  });

  test("cancelling aborts the handler's signal at once, though it makes a part", async () => {
    let aborted = false;
    const { open, runtime, codes } = withHandler(async function* (
      _,
      { signal },
    ) {
      yield { token: "a" };
      await new Promise<void>((resolve) =>
        signal.addEventListener("abort", () => resolve()),
      );
      aborted = true;
    });
    const parts = await open();
    await parts.next();
    const pending = parts.next();
    await settle();
    await parts.return({ id: "m1", ok: true });
    expect(aborted).toBe(true);
    expect(await pending).toMatchObject({ done: true });
    expect(codes).toEqual(["cancelled"]);
    await runtime.close({ graceMs: 0 });
  });

  test("cancelling before the first part frees the claim and the slot", async () => {
    const { open, codes } = withHandler(() => tokens("a"), {
      limits: { maxHandlers: 1 },
    });
    const first = await open();
    await first.return({ id: "m1", ok: true });
    expect(codes).toEqual(["cancelled"]);
    const parts = await open();
    expect((await drain(parts)).at(-1)).toMatchObject({ ok: true });
  });

  test("a part that takes too long is a timeout, and the handler is told", async () => {
    let signal: AbortSignal | undefined;
    const { open, clock } = withHandler(
      async function* (_, context) {
        signal = context.signal;
        yield { token: "a" };
        await new Promise(() => {});
      },
      { handlerTimeoutMs: 1000 },
    );
    const parts = await open();
    await parts.next();
    const late = parts.next();
    await settle();
    await clock.advance(1001);
    expect(await late).toMatchObject({
      value: { ok: false, error: { code: "handler_timeout" } },
    });
    expect(signal?.aborted).toBe(true);
  });

  test("a resend waits for the one that ends, and one that was answered is not run again", async () => {
    let runs = 0;
    const { open, stream } = withHandler(() => {
      runs++;
      return tokens("a");
    });
    const first = await open();
    await first.next();
    const again = stream();
    await settle();
    await first.return({ id: "m1", ok: true });
    const second = await again;
    expect(second.ok).toBe(true);
    if (second.ok) await drain(second.parts);
    expect(await stream()).toMatchObject({
      ok: false,
      error: { code: "conflict" },
    });
    expect(await stream({ data: { text: "other" } })).toMatchObject({
      ok: false,
      error: { code: "conflict" },
    });
    expect(runs).toBe(2);
  });

  test("a resend waits no longer than for any handler", async () => {
    const { open, stream, clock } = withHandler(() => tokens("a"), {
      handlerTimeoutMs: 1000,
    });
    await open();
    const again = stream();
    await settle();
    await clock.advance(1001);
    expect(await again).toMatchObject({
      ok: false,
      error: { code: "handler_timeout" },
    });
  });

  test("one that is left twice gives back one slot", async () => {
    const { open, stream } = withHandler(() => tokens("a"), {
      limits: { maxHandlersPerIdentity: 2 },
    });
    const parts = await open();
    await open({ id: "m2" });
    const outcome = { id: "m1", ok: true } as const;
    await Promise.all([
      parts.return(outcome),
      parts.return(outcome),
      parts.next(),
    ]);
    await open({ id: "m3" });
    expect(await stream({ id: "m4" })).toMatchObject({
      ok: false,
      error: { code: "too_many" },
    });
  });

  test("too many at once are refused", async () => {
    const { open, stream } = withHandler(() => tokens("a"), {
      limits: { maxHandlersPerIdentity: 1 },
    });
    await open();
    expect(await stream({ id: "m2" })).toMatchObject({
      ok: false,
      error: { code: "too_many" },
    });
  });

  test("what does not fit is refused before the handler", async () => {
    const { stream, codes } = withHandler(() => tokens("a"));
    expect(await stream({ data: {} })).toMatchObject({
      ok: false,
      error: { code: "invalid_payload" },
    });
    expect(codes).toEqual(["invalid_payload"]);
  });

  test("which messages are answered in parts is known, whatever they are called", async () => {
    const { runtime } = withHandler(() => tokens("a"));
    const { session } = runtime;
    const asked = [
      { channel: "chat", type: "prompt" },
      { channel: "chat", type: "stop" },
      { channel: "chat", type: "constructor" },
      { channel: "__proto__", type: "prompt" },
    ];
    expect(asked.map((one) => session.streams(one))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(await session.handle(me, prompt)).toMatchObject({
      ok: false,
      error: { code: "bad_request" },
    });
  });

  test("closing ends those that are under way", async () => {
    const { open, runtime, stream, clock } = withHandler(async function* () {
      yield { token: "a" };
      await new Promise(() => {});
    });
    const parts = await open();
    await parts.next();
    const next = parts.next();
    await settle();
    const closed = runtime.close({ graceMs: 100 });
    await clock.advance(100);
    await closed;
    expect(await next).toMatchObject({
      value: { ok: false, error: { code: "shutting_down" } },
    });
    expect(await stream()).toMatchObject({ error: { code: "shutting_down" } });
  });
});
