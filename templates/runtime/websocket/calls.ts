/** A client's frames as calls of the core, and what they come to as frames. */
import type { Inbound } from "../core/protocol.js";
import type { ServerClock } from "../server/server-clock.js";
import type { Connection, Credentials, Session } from "../server/session.js";
import { wireError } from "../server/wire-error.js";
import type { ClientFrame } from "./inbound.js";
import { CLOSE_CODE } from "./protocol.js";
import type { PeerSettings } from "./settings.js";
import type { WebSocketSink } from "./sink.js";
import { Streams } from "./streams.js";
import { TokenBucket } from "../server/token-bucket.js";

export interface CallsContext<Identity> {
  readonly session: Session<Identity>;
  readonly clock: ServerClock;
  readonly settings: PeerSettings;
}

/** The client that calls. */
export interface Caller {
  /** A call has ended. */
  goOn(): void;
  /** Ends the connection. */
  end(code: number, why: string): void;
  closed(): void;
}

/** Wrong frames that are forgiven at once, and each second. */
const FORGIVEN = 20;
const FORGIVEN_PER_SECOND = 1;

export class Calls<Identity> {
  readonly #connection: Connection<Identity>;
  readonly #sink: WebSocketSink;
  readonly #context: CallsContext<Identity>;
  readonly #caller: Caller;
  /** Of the upgrade; each token that comes later stands in for its own. */
  readonly #credentials: Credentials;
  #running = 0;
  /** The last change of subscriptions or token. */
  #change: Promise<unknown> = Promise.resolve();
  #streams: Streams<Identity> | undefined;
  #mistakes: TokenBucket | undefined;

  constructor(
    connection: Connection<Identity>,
    sink: WebSocketSink,
    context: CallsContext<Identity>,
    caller: Caller,
  ) {
    this.#connection = connection;
    this.#sink = sink;
    this.#context = context;
    this.#caller = caller;
    this.#credentials = connection.principal.credentials;
  }

  /** Whether the next one has to wait. */
  get isFull(): boolean {
    return this.#running >= this.#context.settings.maxConcurrentMessages;
  }

  drained(): void {
    this.#streams?.drained();
  }

  end(): void {
    this.#streams?.end();
  }

  make(frame: ClientFrame): void {
    const connection = this.#connection;
    switch (frame.kind) {
      case "message":
        return this.#handle(frame.message);
      case "subscribe":
        this.#change = connection.subscribe(frame.subscriptions, (results) =>
          this.#sink.subscribed(results),
        );
        return this.#run(this.#change);
      case "unsubscribe":
        // At once: what comes after it may subscribe again.
        connection.unsubscribe(frame.instances);
        return this.#run(this.#change);
      case "token":
        this.#change = this.#renew(frame.token);
        return this.#run(this.#change);
      case "more":
        return this.#streams?.more(frame.id, frame.parts);
      case "cancel":
        return this.#streams?.cancel(frame.id);
      case "answer":
        return this.#run(connection.answer(frame.answer));
      case "bad":
        return this.#bad(frame.message, frame.id);
      default:
        return frame satisfies never;
    }
  }

  #handle(message: Inbound): void {
    const { session, settings } = this.#context;
    const { principal } = this.#connection;
    if (!session.streams(message)) {
      const handled = session.handle(principal, message);
      return this.#run(handled.then((outcome) => this.#sink.reply(outcome)));
    }
    const { maxStreams } = settings;
    this.#streams ??= new Streams(session, this.#sink, maxStreams);
    const { id } = message;
    if (this.#streams.has(id)) return this.#bad(`the stream ${id} is open`);
    // Not counted as running: it waits for frames that must be read meanwhile.
    void this.#streams.run(principal, message);
  }

  async #renew(token: string): Promise<void> {
    const credentials = this.#credentials;
    const { ip, origin, transport } = credentials;
    const renewed = await this.#connection.renew({
      token,
      get headers() {
        return credentials.headers;
      },
      ip,
      origin,
      transport,
    });
    if (renewed.ok) return this.#sink.renewed();
    const { error } = renewed;
    // Not known is not refused: the old token holds till it ends.
    if (error.code === "unavailable") return this.#sink.error(error);
    this.#sink.close("expired");
    this.#caller.closed();
  }

  #run(call: Promise<unknown>): void {
    this.#running++;
    void call.then(() => {
      this.#running--;
      this.#caller.goOn();
    });
  }

  #bad(message: string, id?: string): void {
    const { clock } = this.#context;
    const now = clock.now();
    this.#mistakes ??= new TokenBucket(FORGIVEN_PER_SECOND, FORGIVEN, now);
    if (this.#mistakes.spend(now) > 0) {
      return this.#caller.end(CLOSE_CODE.abuse, "too many wrong frames");
    }
    const error = wireError("bad_request", message);
    if (id === undefined) this.#sink.error(error);
    else this.#sink.reply({ id, ok: false, error });
  }
}
