/**
 * What a technique's client half is to the client core. The core owns
 * reconnecting, cursors, deduplication, dispatch and state; a transport makes
 * one attempt at a connection, authenticated by its own options, and tells
 * what it heard.
 */
import type {
  Answer,
  Close,
  EventMeta,
  Gap,
  Heartbeat,
  Hello,
  Inbound,
  Outcome,
  Part,
  Snapshot,
  Subscribed,
  SubscribeRequest,
  Unsubscribed,
} from "../core/protocol.js";

/** What comes beside an event: what the sender said, and the position after it. */
export interface ReceivedMeta extends EventMeta {
  readonly cursor: string;
}

export interface ReceivedEvent {
  readonly type: string;
  /** Parsed JSON as it came, not yet validated; `undefined` where it was no JSON. */
  readonly data: unknown;
  readonly meta: ReceivedMeta;
}

/** The control messages, by their names in WIRE.md. */
interface Controls {
  "rt.hello": Hello;
  "rt.heartbeat": Heartbeat;
  "rt.gap": Gap;
  "rt.snapshot": Snapshot;
  "rt.subscribed": Subscribed;
  "rt.unsubscribed": Unsubscribed;
  "rt.close": Close;
  /** The transport's own: wait so many milliseconds before the next attempt. */
  "rt.retry": number;
}

/** Only events have `meta`. */
export type ControlMessage = {
  [Type in keyof Controls]: {
    readonly type: Type;
    readonly data: Controls[Type];
    readonly meta?: undefined;
  };
}[keyof Controls];

export type Message = ReceivedEvent | ControlMessage;

/**
 * What one connection hears, in order, `rt.hello` first; without a message:
 * something came, such as a comment, or a part of a message. All of it feeds
 * the inactivity watchdog. What is neither an event nor a control message of
 * this version is ignored.
 *
 * Returns what resolves when there is room for more: events whose handlers
 * still run are bounded, and a transport that waits here stops reading its
 * socket; while it does, silence is no failure.
 */
export type Hear = (message?: Message) => Promise<void> | undefined;

/** As {@link Hear}, of one answer that comes in parts. */
export type HearPart = (part?: Part) => Promise<void> | undefined;

export interface Attempt {
  /** None where the transport is a {@link Duplex}. */
  readonly subscriptions: readonly SubscribeRequest[];
  readonly signal: AbortSignal;
}

export interface Transport {
  /**
   * One connection, until the server ends it (resolves) or it fails
   * (rejects): with a RemoteError, which says what to do about it, or with
   * anything else, which counts as a failure of the network and is tried again.
   */
  open(attempt: Attempt, hear: Hear): Promise<void>;
  /**
   * One try at sending; rejects, as `open` does, when no answer came. With
   * `hear`, the answer comes in parts: the outcome is what followed the last.
   * Where the signal aborts before, the server is told, if it can be.
   */
  send(
    message: Inbound,
    signal: AbortSignal,
    hear?: HearPart,
  ): Promise<Outcome>;
  /** To a message that asks for one; lost where the connection is. */
  answer?(answer: Answer): void;
  readonly duplex?: Duplex;
}

/** A subscription, by what it asks for. */
export type Instance = Pick<SubscribeRequest, "channel" | "params">;

/**
 * Of a transport whose one connection carries both directions. Sends need it
 * open, so it is opened for them too; subscriptions come and go on it; and
 * what the server sends cannot be held back but by subscribing to less.
 */
export interface Duplex {
  /** Events that may wait before the client unsubscribes until they are handled. */
  readonly maxWaiting: number;
  /** Whether it is to stay open though nothing is subscribed to. */
  busy(): boolean;
  /**
   * Asked for between `rt.hello` and the end; answered with `rt.subscribed`
   * where there is something to subscribe to.
   */
  change(
    unsubscribe: readonly Instance[],
    subscribe: readonly SubscribeRequest[],
  ): void;
}
