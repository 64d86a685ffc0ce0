/// <reference types="node" />
/**
 * One client's way in. A client that sends too fast, or more than can be
 * handled at once, or does not take its answers, is not read from until it
 * can go on: nothing is dropped, and nothing piles up here.
 */
import type { WebSocket } from "ws";
import type { ServerClock } from "../server/server-clock.js";
import type { Connection, Session } from "../server/session.js";
import type { Timed, Wheel } from "../server/wheel.js";
import { Calls } from "./calls.js";
import { parseFrame } from "./inbound.js";
import { CLOSE_CODE } from "./protocol.js";
import type { PeerSettings } from "./settings.js";
import type { WebSocketSink } from "./sink.js";
import { TokenBucket } from "../server/token-bucket.js";

/** What the peers of a server share. */
export interface PeerContext<Identity> {
  readonly session: Session<Identity>;
  readonly clock: ServerClock;
  readonly wheel: Wheel;
  readonly settings: PeerSettings;
}

/** What an idle client does not need is made when it first says something. */
export class Peer<Identity> implements Timed {
  slot: Set<Timed> | undefined;

  readonly #ws: WebSocket;
  readonly #sink: WebSocketSink;
  readonly #connection: Connection<Identity>;
  readonly #context: PeerContext<Identity>;
  /** Heard of since it was last asked. */
  #alive = true;
  #calls: Calls<Identity> | undefined;
  /** Messages that came in one piece with those that were enough. */
  #inbox: Buffer[] | undefined;
  #rate: TokenBucket | undefined;
  /** Too fast: not read before the rate allows it. */
  #early = false;

  constructor(
    ws: WebSocket,
    sink: WebSocketSink,
    connection: Connection<Identity>,
    context: PeerContext<Identity>,
  ) {
    this.#ws = ws;
    this.#sink = sink;
    this.#connection = connection;
    this.#context = context;
    const { wheel, clock, settings } = context;
    wheel.add(this, clock.now() + settings.pingIntervalMs);
  }

  /** One message, as `ws` has put it together. */
  message(data: Buffer, isBinary: boolean): void {
    if (this.#isOver) return;
    this.signal();
    if (isBinary) return this.end(CLOSE_CODE.binary, "text frames only");
    if (this.#inbox) this.#inbox.push(data);
    else if (this.#isBusy) this.#inbox = [data];
    else this.#take(data);
    this.#pace();
  }

  /** A ping or a pong: each costs as much as a message. */
  signal(): void {
    this.#alive = true;
    const { clock, settings } = this.#context;
    const { messagesPerSecond } = settings;
    if (messagesPerSecond === Infinity) return;
    const now = clock.now();
    this.#rate ??= new TokenBucket(messagesPerSecond, messagesPerSecond, now);
    const wait = this.#rate.spend(now);
    if (wait === 0 || this.#early) return;
    this.#early = true;
    this.#pace();
    clock.after(wait, () => {
      this.#early = false;
      this.#pace();
    });
  }

  drained(): void {
    this.#connection.drained();
    this.#calls?.drained();
    this.goOn();
  }

  /** Something that was in the way is gone. */
  goOn(): void {
    const inbox = this.#inbox ?? [];
    let taken = 0;
    while (taken < inbox.length && !this.#isBusy && !this.#isOver) {
      this.#take(inbox[taken++]!);
    }
    inbox.splice(0, taken);
    if (inbox.length === 0) this.#inbox = undefined;
    this.#pace();
  }

  /** It did what it must not. */
  end(code: number, why: string): void {
    this.#sink.end(code, why);
    this.closed();
  }

  /** The socket is gone, or about to go. */
  closed(): void {
    this.#context.wheel.remove(this);
    this.#inbox = undefined;
    this.#calls?.end();
    this.#connection.end();
  }

  /** Asks whether it is there; ends it where nothing came since it was last asked. */
  check(now: number): number {
    if (this.#ws.readyState !== this.#ws.OPEN) return Infinity;
    if (this.#connection.ended) {
      // The core gave it up without a word: something of ours threw.
      this.end(CLOSE_CODE.internal, "internal error");
      return Infinity;
    }
    // Not read, it cannot be heard; behind bytes that wait, it was not asked.
    if (this.#ws.isPaused || this.#sink.waiting > 0) this.#alive = true;
    else if (this.#alive) {
      this.#alive = false;
      this.#ws.ping();
    } else {
      this.#ws.terminate();
      return Infinity;
    }
    return now + this.#context.settings.pingIntervalMs;
  }

  get #isOver(): boolean {
    return this.#connection.ended || this.#ws.readyState !== this.#ws.OPEN;
  }

  get #isBusy(): boolean {
    return (this.#calls?.isFull ?? false) || !this.#sink.writable;
  }

  /** Reads or does not. */
  #pace(): void {
    if (this.#isOver) return;
    const paused = this.#early || this.#inbox !== undefined || this.#isBusy;
    if (paused === this.#ws.isPaused) return;
    if (paused) this.#ws.pause();
    else this.#ws.resume();
  }

  #take(data: Buffer): void {
    let value: unknown;
    try {
      value = JSON.parse(data.toString());
    } catch {
      return this.end(CLOSE_CODE.malformed, "not JSON");
    }
    this.#calls ??= new Calls(
      this.#connection,
      this.#sink,
      this.#context,
      this,
    );
    this.#calls.make(parseFrame(value));
  }
}
