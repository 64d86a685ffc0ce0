/** What a connection has subscribed to, and where it begins. */
import type { Span } from "./authorize.js";
import type { GapReason, Hello } from "../core/protocol.js";
import type { ChannelSpec, Params } from "../core/spec.js";
import type { Entry, Offset } from "../engine/engine.js";

/** One subscription of a connection. */
export interface Subscription {
  readonly spec: ChannelSpec;
  readonly params: Params;
  readonly address: string;
  readonly span: Span;
  /** Entries up to here are not for it: its beginning, or what it was told is lost. */
  after: Offset;
  readonly snapshots: boolean;
  /** A snapshot is due as soon as the reader has caught up. */
  wantsSnapshot: boolean;
}

/** How a connection begins: `gaps` are told right after the hello. */
export interface Beginning {
  readonly subscriptions: readonly Subscription[];
  readonly position: Offset;
  readonly hello: Hello;
  readonly gaps: readonly {
    readonly subscription: Subscription;
    readonly reason: GapReason;
  }[];
}

/** Whether an entry of its address is for a subscription. */
export function covers(
  { after, span }: Subscription,
  { offset, time }: Entry,
): boolean {
  return offset > after && time >= span.since && time < span.until;
}
