/**
 * What happens inside, for logging, metrics and presence. A hook that throws
 * or rejects is harmless. No event holds a payload or a token.
 */
import type { CloseReason } from "./session.js";
import type { GapReason } from "../core/protocol.js";
import type { Params } from "../core/spec.js";

/** One subscription of a connection. */
export interface Subscribed {
  readonly channel: string;
  /** Without those left open. */
  readonly params: Params;
}

export interface ConnectionEvent<Identity> {
  /** Unique within the process. */
  readonly connection: number;
  readonly identity: Identity;
  /** The technique's id, such as `sse`. */
  readonly transport: string;
  readonly channels: readonly Subscribed[];
}

export interface DisconnectEvent<Identity> extends ConnectionEvent<Identity> {
  /** `client`: the other end went away. */
  readonly reason: CloseReason | "client";
  readonly durationMs: number;
}

/** A subscription that began or ended while its connection was open. */
export interface SubscriptionEvent<Identity> extends Subscribed {
  readonly connection: number;
  readonly identity: Identity;
  readonly transport: string;
}

export interface PublishEvent {
  readonly channel: string;
  readonly params: Params;
  readonly type: string;
  readonly id: string;
  readonly cursor: string;
  readonly duplicate: boolean;
  /** Characters of the payload as JSON. */
  readonly size: number;
}

export interface DeliverEvent {
  readonly events: number;
  readonly connections: number;
  /** Milliseconds between the log's time of the oldest event and now. */
  readonly lagMs: number;
}

export interface GapEvent<Identity> extends Subscribed {
  readonly connection: number;
  readonly identity: Identity;
  readonly reason: GapReason;
}

export interface HandleEvent<Identity> extends Subscribed {
  readonly type: string;
  readonly id: string;
  readonly identity: Identity;
  /** `ok`, or the code of the error that was answered. */
  readonly code: string;
  readonly durationMs: number;
}

export interface DenyEvent {
  /** `connect`: authentication failed; otherwise what `authorize` refused. */
  readonly action: "connect" | "subscribe" | "send";
  readonly code: string;
  readonly transport: string;
  readonly ip: string | undefined;
  readonly origin: string | undefined;
  readonly channel?: string;
  readonly message?: string;
}

/** Which of the user's functions, or of our parts, failed. */
export interface ErrorEvent {
  readonly where:
    | "authenticate"
    | "authorize"
    | "delivery"
    | "engine"
    | "handler"
    | "reply"
    | "snapshot";
  /** What was thrown: may hold anything, think before logging it. */
  readonly error: unknown;
  readonly channel?: string;
  readonly message?: string;
}

export interface Hooks<Identity = unknown> {
  /** A connection opened; with {@link Hooks.onDisconnect}, presence. Requests that poll are none, and have neither. */
  onConnect?(event: ConnectionEvent<Identity>): unknown;
  /** Once for every {@link Hooks.onConnect}. */
  onDisconnect?(event: DisconnectEvent<Identity>): unknown;
  /** On techniques that change subscriptions on an open connection; those of its beginning come with {@link Hooks.onConnect}. */
  onSubscribe?(event: SubscriptionEvent<Identity>): unknown;
  onUnsubscribe?(event: SubscriptionEvent<Identity>): unknown;
  onPublish?(event: PublishEvent): unknown;
  /** Once for a batch of events that went out to so many connections together. */
  onDeliver?(event: DeliverEvent): unknown;
  onGap?(event: GapEvent<Identity>): unknown;
  onHandle?(event: HandleEvent<Identity>): unknown;
  onDeny?(event: DenyEvent): unknown;
  /** By default a line on the console, without the error's message. */
  onError?(event: ErrorEvent): unknown;
}

type EventOf<Identity, Name extends keyof Hooks<Identity>> = Parameters<
  NonNullable<Hooks<Identity>[Name]>
>[0];

/** The hooks, safe to call. */
export interface Emit<Identity> {
  <Name extends keyof Hooks<Identity>>(
    name: Name,
    event: EventOf<Identity, Name>,
  ): void;
  /** Whether anyone listens: saves making the event. */
  has(name: keyof Hooks<Identity>): boolean;
}

export function emitter<Identity>(hooks: Hooks<Identity>): Emit<Identity> {
  const all: Hooks<Identity> = { onError: warn, ...hooks };
  function emit<Name extends keyof Hooks<Identity>>(
    name: Name,
    event: EventOf<Identity, Name>,
  ): void {
    const hook = all[name] as
      ((event: EventOf<Identity, Name>) => unknown) | undefined;
    try {
      const result = hook?.call(all, event);
      if (result instanceof Promise) result.catch(() => {});
    } catch {
      // A hook observes: it must not change what it observes.
    }
  }
  emit.has = (name: keyof Hooks<Identity>) => all[name] !== undefined;
  return emit;
}

/** Says that, and where, but not what: a message may hold a payload. */
function warn({ where, error, channel, message }: ErrorEvent): void {
  const at = [channel, message].filter(Boolean).join(" ");
  const kind = error instanceof Error ? error.name : typeof error;
  console.error(
    `realtime: ${where}${at && ` of ${at}`} failed with ${kind}; see the onError hook`,
  );
}
