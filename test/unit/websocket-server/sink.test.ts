/** One client's way out: when frames leave, and when no longer. */
import { Duplex } from "node:stream";
import { expect, test } from "vitest";
import type { WebSocket } from "ws";
import { Corks } from "../../../templates/runtime/websocket/corks.js";
import { FrameEncoder } from "../../../templates/runtime/websocket/encoder.js";
import { WebSocketSink } from "../../../templates/runtime/websocket/sink.js";
import { settle, TestClock } from "../runtime-server/harness.js";
import { entry, received } from "./received.js";

/** Tells every write as the system would see it. */
class FakeSocket extends Duplex {
  readonly writes: Buffer[] = [];
  blocked: (() => void) | undefined;
  block = false;

  override _read(): void {}
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.#take(chunk, done);
  }
  override _writev(
    chunks: readonly { chunk: Buffer }[],
    done: () => void,
  ): void {
    this.#take(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }
  #take(bytes: Buffer, done: () => void): void {
    this.writes.push(bytes);
    if (this.block) this.blocked = done;
    else done();
  }
}

function opened() {
  const clock = new TestClock();
  const socket = new FakeSocket();
  const ends: [number, string][] = [];
  const ws = {
    readyState: 1,
    OPEN: 1,
    close: (...end: [number, string]) => {
      ws.readyState = 2;
      ends.push(end);
    },
  };
  const sink = new WebSocketSink({
    encoder: new FrameEncoder(),
    corks: new Corks(clock),
    highWaterMark: 65_536,
  });
  const open = (): void => sink.open(ws as unknown as WebSocket, socket);
  return { sink, socket, ws, ends, open };
}
const texts = ({ writes }: FakeSocket): string[][] =>
  writes.map((bytes) => received(bytes).map((text) => JSON.parse(text).type));

test("keeps what comes before the upgrade, the end too", () => {
  const { sink, socket, ends, open } = opened();
  expect(sink.writable).toBe(false);
  sink.close("drain", 7);
  open();
  expect(texts(socket)).toEqual([["rt.close"]]);
  expect(ends).toEqual([[1012, "drain"]]);
  sink.heartbeat("e1.1");
  expect(socket.writes).toHaveLength(1);
});

test("sends the answers of one tick at once, and in order with events", async () => {
  const { sink, socket, open } = opened();
  open();
  sink.reply({ id: "1", ok: true });
  sink.events({ epoch: "e1", entries: [entry(1), entry(2)] });
  sink.part({ id: "2", data: null });
  expect(socket.writes).toEqual([]);
  await settle();
  expect(texts(socket)).toEqual([["rt.reply", "tick", "tick", "rt.part"]]);
  sink.events({ epoch: "e1", entries: [entry(3)] });
  expect(texts(socket).at(-1)).toEqual(["tick"]); // no wait where there is nothing to gather
});

test("is full when too much waits, and writes nothing after its end", async () => {
  const { sink, socket, open, ends } = opened();
  open();
  socket.block = true;
  expect(sink.writable).toBe(true);
  sink.events({
    epoch: "e1",
    entries: [entry(1, { data: `"${"x".repeat(70_000)}"` })],
  });
  expect(sink.writable).toBe(false);
  expect(sink.waiting).toBe(sink.written);
  socket.block = false;
  socket.blocked?.();
  await settle();
  expect(sink.writable).toBe(true);
  sink.renewed();
  sink.close("stalled");
  expect(texts(socket).at(-1)).toEqual(["rt.renewed", "rt.close"]);
  expect(ends).toEqual([[1013, "stalled"]]);
  sink.heartbeat("e1.9");
  sink.error({ code: "x", message: "x", kind: "realtime" });
  await settle();
  expect(texts(socket).at(-1)).toEqual(["rt.renewed", "rt.close"]);
});
