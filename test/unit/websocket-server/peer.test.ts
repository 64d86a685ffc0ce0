/** One client's way in, with a socket and a core that the test plays. */
import { expect, test } from "vitest";
import type { WebSocket } from "ws";
import type { Connection } from "../../../templates/runtime/server/session.js";
import { Wheel } from "../../../templates/runtime/server/wheel.js";
import { Peer } from "../../../templates/runtime/websocket/peer.js";
import { settingsOf } from "../../../templates/runtime/websocket/settings.js";
import type { WebSocketSink } from "../../../templates/runtime/websocket/sink.js";
import { TestClock } from "../runtime-server/harness.js";

interface Played {
  readonly clock: TestClock;
  readonly peer: Peer<unknown>;
  /** What was done to the socket, in order. */
  readonly done: string[];
  readonly ws: { readyState: number; isPaused: boolean };
  readonly connection: { ended: boolean };
  readonly sink: { waiting: number };
}

function played(): Played {
  const clock = new TestClock();
  const done: string[] = [];
  const ws = {
    readyState: 1,
    OPEN: 1,
    isPaused: false,
    ping: () => done.push("ping"),
    terminate: () => done.push("terminate"),
  };
  const connection = { ended: false, end: () => done.push("end") };
  const sink = {
    waiting: 0,
    end: (code: number) => done.push(`close ${code}`),
  };
  const peer = new Peer(
    ws as unknown as WebSocket,
    sink as unknown as WebSocketSink,
    connection as unknown as Connection,
    {
      session: {} as never,
      clock,
      wheel: new Wheel(clock, 1_000),
      settings: settingsOf({}),
    },
  );
  return { clock, peer, done, ws, connection, sink };
}

const INTERVAL = 26_000; // and the wheel's tick

test("asks whether a client is there, and cuts off who says nothing", async () => {
  const { clock, peer, done } = played();
  await clock.advance(INTERVAL);
  peer.signal();
  await clock.advance(INTERVAL);
  expect(done).toEqual(["ping", "ping"]);
  await clock.advance(INTERVAL);
  expect(done).toEqual(["ping", "ping", "terminate"]);
  await clock.advance(INTERVAL);
  expect(done).toHaveLength(3);
});

test("asks nobody who could not be heard, or has not got what came before", async () => {
  const { clock, done, ws, sink } = played();
  ws.isPaused = true;
  await clock.advance(INTERVAL * 2);
  ws.isPaused = false;
  sink.waiting = 1;
  await clock.advance(INTERVAL * 2);
  expect(done).toEqual([]);
  sink.waiting = 0;
  await clock.advance(INTERVAL);
  expect(done).toEqual(["ping"]);
});

test("ends a socket that the core gave up without a word", async () => {
  const { clock, done, connection } = played();
  connection.ended = true;
  await clock.advance(INTERVAL);
  expect(done).toEqual(["close 1011", "end"]);
  await clock.advance(INTERVAL * 2);
  expect(clock.pending).toBe(0);
});

test("asks nothing once it is closing, and holds no timer then", async () => {
  const { clock, peer, done, ws } = played();
  ws.readyState = 2;
  await clock.advance(INTERVAL);
  peer.closed();
  await clock.advance(INTERVAL);
  expect(done).toEqual(["end"]);
  expect(clock.pending).toBe(0);
});
