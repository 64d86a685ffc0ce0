/**
 * What a technique's client half is to the client core. The core owns
 * reconnecting, cursors, deduplication, dispatch and state; a transport makes
 * one attempt at a connection and tells what it heard.
 */
import type {
  Close,
  EventMeta,
  Gap,
  Heartbeat,
  Hello,
  Inbound,
  Outcome,
  Snapshot,
  SubscribeRequest,
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

export interface Attempt {
  readonly subscriptions: readonly SubscribeRequest[];
  /** Fresh for every attempt. */
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

export interface Transport {
  /**
   * One connection, until the server ends it (resolves) or it fails
   * (rejects): with a RemoteError, which says what to do about it, or with
   * anything else, which counts as a failure of the network and is tried again.
   */
  open(attempt: Attempt, hear: Hear): Promise<void>;
  /** One try at sending; rejects, as `open` does, when no answer came. */
  send(
    message: Inbound,
    token: string | undefined,
    signal: AbortSignal,
  ): Promise<Outcome>;
  close?(): void;
}
