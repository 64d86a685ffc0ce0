/// <reference types="node" />
/** What happens to a socket, told to its peer: functions that all sockets share. */
import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import type { RawData, WebSocket } from "ws";

/** Who is told. */
export interface Listener {
  message(data: Buffer, isBinary: boolean): void;
  /** A ping or a pong. */
  signal(): void;
  drained(): void;
  closed(): void;
}

const LISTENER = Symbol("listener");

type Carrier = EventEmitter & { [LISTENER]?: Listener };

export function listen(
  ws: WebSocket & Carrier,
  socket: Duplex & Carrier,
  listener: Listener,
): void {
  ws[LISTENER] = listener;
  socket[LISTENER] = listener;
  ws.on("message", onMessage);
  ws.on("ping", onSignal);
  ws.on("pong", onSignal);
  ws.on("close", onClosed);
  ws.on("error", onClosed); // a frame that broke the rules: `ws` says which with its close code
  socket.on("drain", onDrained);
}

function onMessage(this: Carrier, data: RawData, isBinary: boolean): void {
  this[LISTENER]?.message(data as Buffer, isBinary); // as `ws` has it by default
}

function onSignal(this: Carrier): void {
  this[LISTENER]?.signal();
}

function onClosed(this: Carrier): void {
  this[LISTENER]?.closed();
}

function onDrained(this: Carrier): void {
  this[LISTENER]?.drained();
}
