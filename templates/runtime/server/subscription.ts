/** What a connection has subscribed to, and where it begins. */
import type { Place } from "./address.js";
import type { Span } from "./authorize.js";
import type { Instance } from "../core/instance.js";
import type { GapReason, SubscribeResult } from "../core/protocol.js";
import type { Entry, Offset, Selection } from "../engine/engine.js";

/** One subscription of a connection; known by its place's name. */
export interface Subscription {
  readonly place: Place;
  readonly selection: Selection;
  span: Span;
  /** Entries up to here are not for it: its beginning, or what it was told is lost. */
  after: Offset;
  /**
   * Losses up to here are known: told, or from before it began. Of several
   * addresses some have entries from before what others have lost.
   */
  known: Offset;
  readonly snapshots: boolean;
  /** A snapshot is due as soon as the reader has caught up. */
  wantsSnapshot: boolean;
}

/** How subscriptions begin: `gaps` are told right after the results. */
export interface Beginning {
  readonly subscriptions: readonly Subscription[];
  /** Of all that were asked for, in that order. */
  readonly results: readonly SubscribeResult[];
  readonly gaps: readonly {
    readonly subscription: Subscription;
    readonly reason: GapReason;
  }[];
}

/** As clients and hooks know it. */
export function instanceOf({ place }: Subscription): Instance {
  return { channel: place.spec.name, params: place.params };
}

/** Whether an address is one of the selection's. */
export function selects(
  selection: Selection,
  address: string,
  family: string | undefined,
): boolean {
  return selection.family === undefined
    ? selection.address === address
    : selection.family === family && selection.includes(address);
}

/** Whether an entry of its selection is for a subscription. */
export function covers(
  { after, span }: Subscription,
  { offset, time }: Entry,
): boolean {
  return offset > after && time >= span.since && time < span.until;
}
