import { describe, expect, test } from "vitest";
import type { Answer } from "../../../templates/runtime/core/protocol.js";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import type { Engine } from "../../../templates/runtime/engine/engine.js";
import { createPublisher } from "../../../templates/runtime/server/publisher.js";
import { anything, channel, contract, has } from "./contract.js";
import { harness, settle, TestClock, type TestSink } from "./harness.js";

const devices: ContractSpec = {
  ...contract,
  channels: {
    devices: channel("devices", {
      params: { device: anything },
      wildcard: true,
      serverToClient: {
        reboot: { check: has("delay", "number"), reply: has("ok", "boolean") },
        tick: { check: anything },
      },
    }),
  },
};
const params = { device: "1" };
const on = { channel: "devices", params };

function asking(more: Parameters<typeof harness>[0] = {}) {
  const errors: string[] = [];
  const made = harness(
    {
      handlers: {},
      snapshots: {},
      hooks: { onError: ({ where }) => errors.push(where) },
      ...more,
    },
    devices,
  );
  const request = (options?: object) =>
    made.runtime.channels.devices!(params).request(
      "reboot",
      { delay: 1 },
      options,
    );
  return { ...made, errors, request };
}

function answerTo(sink: TestSink, more: object = {}): Answer {
  const { id } = sink.events_.at(-1)!;
  const answer = { id, ...on, type: "reboot", ok: true, data: { ok: true } };
  return { ...answer, ...more } as Answer;
}

describe("messages that ask for an answer", () => {
  test("resolve to the first answer of a client that hears them", async () => {
    const { connect, request } = asking();
    const { sink, connection } = await connect([on]);
    const answered = request();
    await settle();
    connection.answer(answerTo(sink));
    connection.answer(answerTo(sink, { data: { ok: false } }));
    expect(await answered).toEqual({ ok: true });
  });

  test("hear those who are subscribed with open parameters", async () => {
    const { connect, request } = asking();
    const { sink, connection } = await connect([{ ...on, params: {} }]);
    const answered = request();
    await settle();
    connection.answer(answerTo(sink));
    expect(await answered).toEqual({ ok: true });
  });

  test("a client's error rejects, as one that trying again does not mend", async () => {
    const { connect, request } = asking();
    const { sink, connection } = await connect([on]);
    const answered = request();
    await settle();
    const error = { code: "handler_failed", message: "no", kind: "realtime" };
    connection.answer(answerTo(sink, { ok: false, error }));
    await expect(answered).rejects.toMatchObject({
      code: "handler_failed",
      recovery: "stop",
    });
  });

  test("one that does not fit does not count, and is told", async () => {
    const { connect, request, errors } = asking();
    const { sink, connection } = await connect([on]);
    const answered = request();
    await settle();
    connection.answer(answerTo(sink, { data: {} }));
    connection.answer(answerTo(sink));
    expect(await answered).toEqual({ ok: true });
    expect(errors).toEqual(["reply"]);
  });

  test("who does not hear it cannot answer, nor anybody what was not asked", async () => {
    const { connect, request, clock } = asking();
    const { sink } = await connect([on]);
    const stranger = await connect([{ ...on, params: { device: "2" } }]);
    const answered = request({ timeoutMs: 100 });
    await settle();
    stranger.connection.answer(answerTo(sink));
    stranger.connection.answer(answerTo(sink, { channel: "__proto__" }));
    stranger.connection.answer(answerTo(sink, { type: "constructor" }));
    await Promise.all([
      expect(answered).rejects.toMatchObject({ code: "reply_timeout" }),
      clock.advance(101),
    ]);
  });

  test("time and a signal end the waiting", async () => {
    const { request } = asking();
    const abort = new AbortController();
    const answered = request({ signal: abort.signal });
    await Promise.all([
      expect(answered).rejects.toThrow("enough"),
      settle().then(() => abort.abort(new Error("enough"))),
    ]);
    await expect(request({ signal: abort.signal })).rejects.toThrow("enough");
  });

  test("what is wrong with the message is told at once", async () => {
    const { runtime, clock } = asking();
    const publisher = runtime.channels.devices!(params);
    await expect(publisher.request("reboot", {})).rejects.toMatchObject({
      code: "invalid_payload",
    });
    await expect(publisher.request("tick", {})).rejects.toMatchObject({
      code: "unknown_message",
    });
    expect(clock.pending).toBe(0);
  });

  test("an answer may come to another process of the same log", async () => {
    const { asks, serves } = shared();
    await asks.runtime.start();
    const { sink, connection } = await serves.connect([on]);
    const answered = asks.request();
    await settle();
    await connection.answer(answerTo(sink));
    expect(await answered).toEqual({ ok: true });
  });

  test("other processes hear only of answers that may be theirs", async () => {
    const { asks, engine } = shared();
    const { sink, connection } = await asks.connect([on]);
    const answered = asks.request();
    await settle();
    const { head } = await engine.log.bounds();
    await connection.answer(answerTo(sink, { data: {} }));
    await connection.answer(answerTo(sink));
    await connection.answer(answerTo(sink, { data: { ok: false } }));
    expect(await answered).toEqual({ ok: true });
    await connection.answer(answerTo(sink, { data: { ok: false } }));
    await connection.answer(answerTo(sink, { id: "else", data: {} }));
    expect((await engine.log.bounds()).head).toBe(head);
  });

  test("one that is nested too deeply to be handed on is nobody's fall", async () => {
    const { serves } = shared();
    const { sink, connection } = await serves.connect([on]);
    const depth = 100_000;
    const deep: unknown = JSON.parse("[".repeat(depth) + "]".repeat(depth));
    const error = {
      code: "x",
      message: "",
      kind: "application",
      payload: deep,
    };
    await connection.answer({
      ...({ id: "A1", ...on, type: "reboot" } as const),
      ok: false,
      error: error as never,
    });
    expect(serves.errors).toEqual([]);
    expect(sink.kinds).toEqual(["hello"]);
  });
});

/** Two servers of one log. */
function shared() {
  const clock = new TestClock();
  const engine: Engine = {
    ...memoryEngine({ clock, epoch: "e1" }),
    durability: "process",
    async close() {},
  };
  const asks = asking({ clock, engine });
  return { asks, serves: asking({ clock, engine }), engine };
}

describe("a publisher without a server", () => {
  test("publishes into the log of one, checked, until it is closed", async () => {
    const clock = new TestClock();
    const engine = memoryEngine({ clock, epoch: "e1" });
    const { connect } = asking({ clock, engine });
    const { sink } = await connect([on]);
    const publisher = createPublisher<{
      devices(of: object): {
        publish(type: string, data: unknown): Promise<{ cursor: string }>;
      };
    }>(devices, { engine, clock });
    const { publish } = publisher.channels.devices(params);
    expect(await publish("tick", { n: 1 })).toMatchObject({ cursor: "e1.1" });
    await expect(publish("reboot", {})).rejects.toMatchObject({
      code: "invalid_payload",
    });
    await settle();
    expect(sink.events_).toMatchObject([{ event: "tick", data: { n: 1 } }]);
    await publisher.close();
    await publisher.close();
    await expect(publish("tick", {})).rejects.toMatchObject({
      code: "unavailable",
    });
  });
});
