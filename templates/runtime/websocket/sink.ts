/// <reference types="node" />
/** One client's way out: the core's calls, and answers, as frames on its socket. */
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type {
  Gap,
  Hello,
  Outcome,
  Part,
  Snapshot,
  SubscribeResult,
  Unsubscribed,
  WireError,
} from "../core/protocol.js";
import type { Batch, CloseReason, Sink } from "../server/session.js";
import type { Corks } from "./corks.js";
import type { FrameEncoder } from "./encoder.js";
import { textFrame } from "./frame.js";
import { CLOSE_OF, controlText } from "./wire.js";

/** What the sinks of a server share. */
export interface SinkContext {
  readonly encoder: FrameEncoder;
  readonly corks: Corks;
  /** Bytes that may wait before the core pauses; one batch more may. */
  readonly highWaterMark: number;
}

/**
 * Writes frames to the socket itself: `ws`, which makes two buffers of every
 * frame, writes there too, but only whole frames in one step.
 */
export class WebSocketSink implements Sink {
  written = 0;
  readonly #context: SinkContext;
  #ws: WebSocket | undefined;
  #socket: Duplex | undefined;
  #room: number;
  /** What comes before the upgrade: the hello. */
  #early: Buffer[] | undefined = [];
  /** Closed before the upgrade. */
  #end: { readonly code: number; readonly why: string } | undefined;
  #corked = false;

  constructor(context: SinkContext) {
    this.#context = context;
    this.#room = context.highWaterMark;
  }

  get writable(): boolean {
    return this.#open && this.waiting < this.#room;
  }

  get waiting(): number {
    return this.#socket?.writableLength ?? 0;
  }

  /** Whether nothing has been said about the end yet: after that no frame may follow. */
  get #open(): boolean {
    return this.#ws !== undefined && this.#ws.readyState === this.#ws.OPEN;
  }

  /** The connection is a WebSocket now. */
  open(ws: WebSocket, socket: Duplex): void {
    this.#ws = ws;
    this.#socket = socket;
    // Below its own mark a socket would not tell when it has drained.
    this.#room = Math.max(this.#room, socket.writableHighWaterMark);
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const frame of early) socket.write(frame);
    if (this.#end) ws.close(this.#end.code, this.#end.why);
  }

  hello(hello: Hello): void {
    this.#control("rt.hello", hello);
  }

  events(batch: Batch): void {
    this.#write(this.#context.encoder.events(batch));
  }

  heartbeat(cursor: string): void {
    this.#write(this.#context.encoder.heartbeat(cursor));
  }

  gap(gap: Gap): void {
    this.#control("rt.gap", gap);
  }

  snapshot(snapshot: Snapshot): void {
    this.#control("rt.snapshot", snapshot);
  }

  unsubscribed(unsubscribed: Unsubscribed): void {
    this.#control("rt.unsubscribed", unsubscribed);
  }

  expiring(inMs: number): void {
    this.#control("rt.expiring", { inMs: Math.round(inMs) });
  }

  subscribed(channels: readonly SubscribeResult[]): void {
    this.#control("rt.subscribed", { channels });
  }

  renewed(): void {
    this.#control("rt.renewed", {});
  }

  reply(outcome: Outcome): void {
    this.#control("rt.reply", outcome);
  }

  part(part: Part): void {
    this.#control("rt.part", part);
  }

  /** A frame that cannot be answered otherwise was wrong. */
  error(error: WireError): void {
    this.#control("rt.error", { error });
  }

  close(reason: CloseReason, retryAfterMs?: number): void {
    this.#control("rt.close", { reason, retryAfterMs });
    this.end(CLOSE_OF[reason], reason);
  }

  /** A close frame, after what was written. */
  end(code: number, why: string): void {
    this.uncork();
    if (this.#ws) this.#ws.close(code, why);
    else this.#end = { code, why };
  }

  /** Sends what was gathered since the first frame of this tick. */
  uncork(): void {
    if (!this.#corked) return;
    this.#corked = false;
    this.#socket?.uncork();
  }

  #control(name: string, data: object): void {
    const frame = textFrame(controlText(name, data));
    if (this.#open && !this.#corked) {
      this.#corked = true;
      this.#socket?.cork();
      this.#context.corks.add(this);
    }
    this.#write(frame);
  }

  #write(frame: Buffer): void {
    this.written += frame.length;
    if (this.#early) this.#early.push(frame);
    else if (this.#open) this.#socket?.write(frame);
  }
}
