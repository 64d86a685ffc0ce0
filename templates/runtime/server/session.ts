/**
 * What the core gives to a technique's server half, and what it asks of it.
 * A technique turns requests into these calls and these calls into frames; it
 * knows no log, no cursor arithmetic and no authorisation.
 */
import type { Entry } from "../engine/engine.js";
import type { Instance } from "../core/instance.js";
import type {
  Answer,
  Gap,
  Hello,
  Inbound,
  Outcome,
  Snapshot,
  SubscribeRequest,
  SubscribeResult,
  Unsubscribed,
  WireError,
} from "../core/protocol.js";

/** What is known of a caller before it is believed. */
export interface Credentials {
  readonly token: string | undefined;
  readonly headers: Headers;
  readonly ip: string | undefined;
  readonly origin: string | undefined;
  /** The technique's id, such as `sse`. */
  readonly transport: string;
}

/** A caller that was authenticated. */
export interface Principal<Identity = unknown> {
  readonly identity: Identity;
  /** Milliseconds since 1970: the connection ends then, and the client comes back with a new token. */
  readonly expiresAt?: number;
  readonly credentials: Credentials;
}

export type Admission<Identity = unknown> =
  | { readonly ok: true; readonly principal: Principal<Identity> }
  | { readonly ok: false; readonly error: WireError };

export type CloseReason = "drain" | "expired" | "revoked" | "stalled";

/**
 * One connection's way out. Calls come in order, never after `close`. The
 * core writes only while `writable` holds, but for control messages, and
 * goes on when the technique calls {@link Connection.drained}.
 */
export interface Sink {
  /** Whether the socket takes more without buffering beyond the technique's limit. */
  readonly writable: boolean;
  /** Bytes that wait in the socket, and bytes it was given in all: what left is progress. */
  readonly waiting: number;
  readonly written: number;
  /**
   * Of a technique that answers once and comes back, such as polling: what
   * the answer has room for. Its readers are nobody's presence, and wait for
   * no log that fails: they end as `stalled`.
   */
  readonly room?: Room;
  /**
   * There is no more to tell for now, or no more room for it; snapshots that
   * are due came before.
   */
  rested?(standing: Standing): void;
  hello(hello: Hello): void;
  /**
   * Events in log order, each with the cursor it completes. The same array
   * goes to all readers that are due the same events, so that a technique
   * may keep the encoded bytes with it (`WeakMap`): one encoding, many sockets.
   */
  events(batch: Batch): void;
  heartbeat(cursor: string): void;
  gap(gap: Gap, cursor: string): void;
  snapshot(snapshot: Snapshot): void;
  /** A subscription is no longer allowed; the others go on. */
  unsubscribed?(unsubscribed: Unsubscribed): void;
  /** The token ends soon; where a technique has no way to take a new one, the client comes back with it. */
  expiring?(inMs: number): void;
  close(reason: CloseReason, retryAfterMs?: number): void;
}

/** What an answer still takes; one event always fits into an empty one. */
export interface Room {
  readonly entries: number;
  /** Characters of their data. */
  readonly chars: number;
}

/** Where a reader stands, for one that goes on from there. */
export interface Standing {
  /** Everything up to here was told, but of subscriptions that begin later. */
  readonly cursor: string;
  /** Where each goes on, in the order asked, without those refused. */
  readonly cursors: readonly string[];
  /** Whether it has caught up with the log. */
  readonly caughtUp: boolean;
}

/** Events as one array, so that its identity can key an encoding. */
export interface Batch {
  readonly epoch: string;
  readonly entries: readonly Entry[];
}

/** A paced reader, from the technique's side. */
export interface Connection<Identity = unknown> {
  /** Who it is now: {@link Connection.renew} changes it. */
  readonly principal: Principal<Identity>;
  /**
   * More subscriptions; never rejects. `told` hears the results in the same
   * step in which they begin: nothing of theirs has been sent before.
   */
  subscribe(
    subscriptions: readonly SubscribeRequest[],
    told: (results: readonly SubscribeResult[]) => void,
  ): Promise<void>;
  /** Fewer subscriptions; what is not subscribed to is left alone. */
  unsubscribe(instances: readonly Instance[]): void;
  /**
   * Goes on with a new token of the same identity. Every subscription is
   * authorised anew; those that are refused end, which the sink is told.
   * Refused where the token is, or is another identity's.
   */
  renew(
    credentials: Credentials,
  ): Promise<
    { readonly ok: true } | { readonly ok: false; readonly error: WireError }
  >;
  /**
   * A client's answer to a message that asked for one; ignored where none is
   * waited for, or it is not subscribed. Resolves when it is where it belongs,
   * which may be another process; never rejects.
   */
  answer(answer: Answer): Promise<void>;
  /** The socket has drained. */
  drained(): void;
  /** Sends what is due, and has the sink told where it stands now. */
  rest(): void;
  /** The client went away; idempotent. */
  end(): void;
  readonly ended: boolean;
}

/** The core, as a technique's server half sees it. */
export interface Session<Identity = unknown> {
  /** Never rejects: a throwing authenticator is `unavailable`. */
  admit(credentials: Credentials): Promise<Admission<Identity>>;
  /**
   * Opens a reader over the subscriptions, or without any where the technique
   * can add some later; the sink hears `hello` first. Refused as a whole when
   * every subscription is refused, or on a limit.
   */
  connect(
    principal: Principal<Identity>,
    subscriptions: readonly SubscribeRequest[],
    sink: Sink,
    signal?: AbortSignal,
  ): Promise<
    | { readonly ok: true; readonly connection: Connection<Identity> }
    | { readonly ok: false; readonly error: WireError }
  >;
  /**
   * The cursor to go on from, where it is known that no subscription has
   * missed anything since the cursor that it starts from, and all are
   * allowed; `undefined` where {@link Session.connect} is to find out. Never rejects.
   */
  quiet(
    principal: Principal<Identity>,
    subscriptions: readonly SubscribeRequest[],
  ): Promise<string | undefined>;
  /** Validates, authorises, claims, runs the handler; never rejects. */
  handle(principal: Principal<Identity>, message: Inbound): Promise<Outcome>;
  /** Whether a message is answered in parts: then {@link Session.stream} takes it. */
  streams(message: Pick<Inbound, "channel" | "type">): boolean;
  /** As {@link Session.handle}, up to the handler's first step; never rejects. */
  stream(
    principal: Principal<Identity>,
    message: Inbound,
  ): Promise<
    | { readonly ok: true; readonly parts: Parts }
    | { readonly ok: false; readonly error: WireError }
  >;
  /** A stable name for an identity. */
  identify(identity: Identity): string;
  readonly limits: Limits;
  readonly heartbeatMs: number;
}

/**
 * The parts of an answer, each checked, and at the end its outcome. The
 * handler makes the next part when it is asked for: a technique asks when
 * its socket, and its client, have room. `return` cancels: the handler's
 * signal aborts. Never rejects.
 */
export type Parts = AsyncGenerator<unknown, Outcome, undefined>;

/** Bounds of what one peer may use; every technique keeps them. */
export interface Limits {
  /** Bytes of one client-to-server message. Default 1 MiB. */
  readonly maxMessageBytes: number;
  /** Subscriptions of one connection. Default 100. */
  readonly maxSubscriptions: number;
  /** Connections of the process. Default 50,000. */
  readonly maxConnections: number;
  /** A socket that took nothing for so long is ended. Default 30 s. */
  readonly stallTimeoutMs: number;
  /** Bytes that may wait in a socket before its reader pauses. Default 64 KiB. */
  readonly highWaterMark: number;
  /** Handlers that run at once for one identity. Default 32. */
  readonly maxHandlersPerIdentity: number;
  /** Handlers that run at once in the process. Default 1,000. */
  readonly maxHandlers: number;
  /** Events that wait for the log. Default 10,000. */
  readonly maxPendingEvents: number;
  /** Characters that wait for the log. Default 64 Mi. */
  readonly maxPendingBytes: number;
}
