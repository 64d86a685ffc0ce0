/**
 * Answers in parts on one connection: the next part is asked for when the
 * socket has room and the client has made room (`rt.more`), so that a slow
 * consumer slows the handler.
 */
import type { Inbound, Outcome, Part } from "../core/protocol.js";
import type { Parts, Principal, Session } from "../server/session.js";
import { wireError } from "../server/wire-error.js";
import { STREAM_WINDOW } from "./protocol.js";

/** Where parts go. */
export interface PartSink {
  readonly writable: boolean;
  part(part: Part): void;
  reply(outcome: Outcome): void;
}

interface Stream {
  /** Parts that the client has room for. */
  window: number;
  parts: Parts | undefined;
  over: boolean;
  /** Waits for room. */
  wake: (() => void) | undefined;
}

/** Room beyond this means nothing more. */
const MAX_WINDOW = 1_000_000;

export class Streams<Identity> {
  readonly #session: Session<Identity>;
  readonly #sink: PartSink;
  readonly #max: number;
  readonly #open = new Map<string, Stream>();
  /** With those that were cancelled and have not ended yet. */
  #running = 0;

  constructor(session: Session<Identity>, sink: PartSink, max: number) {
    this.#session = session;
    this.#sink = sink;
    this.#max = max;
  }

  /** Whether a stream of this id is open. */
  has(id: string): boolean {
    return this.#open.has(id);
  }

  /** Sends the parts and, unless it is cancelled, the outcome; never rejects. */
  async run(principal: Principal<Identity>, message: Inbound): Promise<void> {
    const { id } = message;
    if (this.#running >= this.#max) {
      const error = wireError("too_many", `more than ${this.#max} streams`);
      return this.#sink.reply({ id, ok: false, error });
    }
    const stream: Stream = {
      window: STREAM_WINDOW,
      parts: undefined,
      over: false,
      wake: undefined,
    };
    this.#open.set(id, stream);
    this.#running++;
    const begun = await this.#session.stream(principal, message);
    if (!begun.ok) {
      if (!stream.over) this.#sink.reply({ id, ok: false, error: begun.error });
    } else {
      stream.parts = begun.parts;
      if (stream.over) leave(id, begun.parts);
      else await this.#pump(id, stream, begun.parts);
    }
    this.#running--;
    if (this.#open.get(id) === stream) this.#open.delete(id);
  }

  /** The client has room for so many parts more. */
  more(id: string, parts: number): void {
    const stream = this.#open.get(id);
    if (!stream) return; // it has ended meanwhile
    stream.window = Math.min(stream.window + parts, MAX_WINDOW);
    stream.wake?.();
  }

  /** The client wants no more of it. */
  cancel(id: string): void {
    const stream = this.#open.get(id);
    if (!stream) return;
    this.#open.delete(id);
    this.#end(id, stream);
  }

  /** The socket has room. */
  drained(): void {
    for (const { wake } of this.#open.values()) wake?.();
  }

  /** The client went away. */
  end(): void {
    for (const [id, stream] of this.#open) this.#end(id, stream);
    this.#open.clear();
  }

  async #pump(id: string, stream: Stream, parts: Parts): Promise<void> {
    for (;;) {
      while (!stream.over && (stream.window === 0 || !this.#sink.writable)) {
        await new Promise<void>((wake) => (stream.wake = wake));
      }
      if (stream.over) return;
      const { done, value } = await parts.next();
      if (stream.over) return;
      if (done) return this.#sink.reply(value);
      stream.window--;
      this.#sink.part({ id, data: value });
    }
  }

  #end(id: string, stream: Stream): void {
    stream.over = true;
    if (stream.parts) leave(id, stream.parts);
    stream.wake?.();
  }
}

/** Tells the handler; the outcome is nobody's. */
function leave(id: string, parts: Parts): void {
  void parts.return({ id, ok: true });
}
