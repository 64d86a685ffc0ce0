/**
 * The control messages and envelopes that all techniques share; WIRE.md is
 * their reference. Names that begin with `rt.` are reserved in schemas.
 */
import type { Params } from "./spec.js";

/** Goes up when a foreign client of an older version could no longer follow. */
export const PROTOCOL_VERSION = 1;

/** Where a subscription begins. */
export type Start =
  "now" | "earliest" | { readonly last: number } | { readonly cursor: string };

export interface SubscribeRequest {
  readonly channel: string;
  /** Of a channel with `wildcard`, some or all may be left out: they are open. */
  readonly params: Params;
  readonly start: Start;
  /** Ask for `rt.snapshot` after a fresh hello or a gap. */
  readonly snapshot?: boolean;
}

/** The result of one subscription, in the order asked. */
export type SubscribeResult =
  | {
      readonly channel: string;
      readonly params: Params;
      readonly ok: true;
      /** Where the subscription begins: events after it follow. */
      readonly cursor: string;
      /** Whether it goes on from the cursor asked for, with nothing missed. */
      readonly recovered: boolean;
    }
  | {
      readonly channel: string;
      readonly params: Params;
      readonly ok: false;
      readonly error: WireError;
    };

/** The first frame of every connection. */
export interface Hello {
  readonly protocol: number;
  /** The server contract's hash. */
  readonly schema: string;
  readonly cursor: string;
  /** Whether every subscription that gave a cursor goes on from it. */
  readonly recovered: boolean;
  readonly heartbeatMs: number;
  readonly channels: readonly SubscribeResult[];
}

/** The results of what was asked for on a connection that is open already. */
export interface Subscribed {
  readonly channels: readonly SubscribeResult[];
}

/** A subscription is over: it was asked to be, or, with an error, is no longer allowed. */
export interface Unsubscribed {
  readonly channel: string;
  readonly params: Params;
  readonly error?: WireError;
}

/** The token ends soon; the connection goes on where the client sends a new one. */
export interface Expiring {
  readonly inMs: number;
}

/** Everything up to the cursor has been sent on this connection. */
export interface Heartbeat {
  readonly cursor: string;
}

export type GapReason =
  /** Retention removed events before this reader came to them. */
  | "retention"
  /** The log began anew: what came after the cursor cannot be known. */
  | "epoch"
  /** The cursor is older than the log remembers losses. */
  | "expired"
  /** The cursor is beyond the log's end: it comes from a log that was lost. */
  | "ahead"
  /** An event in history no longer fits the schema. */
  | "schema";

/** Events of this subscription may have been missed. */
export interface Gap {
  readonly channel: string;
  readonly params: Params;
  readonly reason: GapReason;
  /** The subscription goes on from here. */
  readonly oldest: string;
}

/** The state of a channel instance; events after `cursor` follow. */
export interface Snapshot {
  readonly channel: string;
  readonly params: Params;
  readonly cursor: string;
  readonly data: unknown;
}

/** The server ends the connection; the client comes back, after `retryAfterMs` where it is given. */
export interface Close {
  readonly reason: "drain" | "expired" | "revoked" | "stalled";
  readonly retryAfterMs?: number;
}

/** What travels beside an event's payload. */
export interface EventMeta {
  readonly id: string;
  readonly channel: string;
  readonly params: Params;
  /** ISO 8601, by the engine's clock. */
  readonly time: string;
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** A message from client to server, whatever carries it. */
export interface Inbound {
  /** The idempotency key: resent with the same id until answered. */
  readonly id: string;
  readonly channel: string;
  readonly params: Params;
  readonly type: string;
  readonly data: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** The answer to one {@link Inbound}. */
export type Outcome =
  | { readonly id: string; readonly ok: true; readonly data?: unknown }
  | { readonly id: string; readonly ok: false; readonly error: WireError };

/** One of the parts of an answer that comes in parts; the last is followed by its {@link Outcome}. */
export interface Part {
  readonly id: string;
  readonly data: unknown;
}

/** A client's answer to a message from the server that asks for one. */
export type Answer = {
  /** The event's. */
  readonly id: string;
  readonly channel: string;
  readonly params: Params;
  readonly type: string;
} & (
  | { readonly ok: true; readonly data?: unknown }
  | { readonly ok: false; readonly error: WireError }
);

/** An error as it travels: never a stack, never a value of the sender's. */
export interface WireError {
  readonly code: ErrorCode | (string & {});
  readonly message: string;
  /** `application`: one of the contract's typed errors, with its payload. */
  readonly kind: "application" | "realtime";
  readonly payload?: unknown;
  readonly issues?: readonly { path: string; code: string; message: string }[];
  /** When trying again may help, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** The runtime's own error codes, the same on every technique. */
export type ErrorCode =
  | "bad_request"
  | "invalid_payload"
  | "unknown_channel"
  | "unknown_message"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "method_not_allowed"
  | "conflict"
  | "too_large"
  | "unsupported_media_type"
  | "too_many"
  | "handler_failed"
  | "handler_timeout"
  | "invalid_reply"
  /** For hooks alone: who asked has left. */
  | "cancelled"
  | "unavailable"
  | "shutting_down";

/** The HTTP status of each code, on techniques over HTTP. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  invalid_payload: 422,
  unknown_channel: 404,
  unknown_message: 404,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  too_many: 429,
  handler_failed: 500,
  handler_timeout: 504,
  invalid_reply: 500,
  cancelled: 499,
  unavailable: 503,
  shutting_down: 503,
};
