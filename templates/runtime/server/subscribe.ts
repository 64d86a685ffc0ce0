/** From the subscriptions that were asked for to how they begin. */
import {
  channelSpec,
  type Place,
  resolvePlace,
  selectionOf,
} from "./address.js";
import type { Gate, Permission } from "./authorize.js";
import { formatCursor, parseCursor } from "./cursor.js";
import type { Log, Offset } from "../engine/engine.js";
import type { Hub } from "./hub.js";
import type {
  GapReason,
  SubscribeRequest,
  SubscribeResult,
  WireError,
} from "../core/protocol.js";
import type { Principal } from "./session.js";
import type { Beginning, Subscription } from "./subscription.js";
import type { ContractSpec } from "../core/spec.js";
import { invalid, wireError } from "./wire-error.js";

export interface SubscribeContext<Identity> {
  readonly contract: ContractSpec;
  readonly gate: Gate<Identity>;
  readonly hub: Hub;
  readonly log: Log;
}

type Allowed =
  | { readonly ok: true; readonly subscription: Subscription }
  | { readonly ok: false; readonly error: WireError };

interface Begun {
  /** Absent: now. */
  readonly after?: Offset;
  /** Losses that it makes no claim about; absent: those before its beginning. */
  readonly known?: Offset;
  readonly recovered: boolean;
  readonly reason?: GapReason;
}

const FRESH: Begun = { recovered: false };

/**
 * Checks and authorises each subscription, finds where it begins, and calls
 * `start` in the same step as it looked at the tail.
 * @param taken names of places that the connection has subscribed to already
 * @throws {EngineUnavailable}
 */
export async function subscribe<Identity>(
  context: SubscribeContext<Identity>,
  principal: Principal<Identity>,
  requests: readonly SubscribeRequest[],
  taken: Set<string>,
  start: (beginning: Beginning) => void,
): Promise<void> {
  const { hub } = context;
  const allowed = await Promise.all(
    requests.map((asked) => allow(context, principal, asked, taken)),
  );
  const begun = await Promise.all(
    allowed.map(
      (one, index) =>
        one.ok && begin(context, one.subscription, requests[index]!),
    ),
  );

  const now = hub.head; // nothing is awaited from here on
  const subscriptions: Subscription[] = [];
  const gaps: { subscription: Subscription; reason: GapReason }[] = [];
  const results = allowed.map((one, index): SubscribeResult => {
    const { channel, params } = requests[index]!;
    if (!one.ok) return { channel, params, ok: false, error: one.error };
    const { subscription } = one;
    const { after = now, recovered, reason, known } = begun[index] || FRESH;
    subscription.after = after;
    subscription.known = known ?? after;
    subscription.wantsSnapshot = subscription.snapshots && !recovered;
    subscriptions.push(subscription);
    if (reason) gaps.push({ subscription, reason });
    const cursor = formatCursor(hub.epoch, after);
    return { channel, params, ok: true, cursor, recovered };
  });
  start({ subscriptions, results, gaps });
}

/** Whether every subscription that gave a cursor goes on from it. */
export function recoveredAll(
  requests: readonly SubscribeRequest[],
  results: readonly SubscribeResult[],
): boolean {
  const resumed = results.filter(
    (_, index) => cursorOf(requests[index]!) !== undefined,
  );
  return resumed.length > 0 && resumed.every((one) => one.ok && one.recovered);
}

/** Asks whether a subscription is allowed, on joining and with every new token. */
export function mayHear<Identity>(
  gate: Gate<Identity>,
  principal: Principal<Identity>,
  { spec, params, open }: Place,
): Promise<Permission> {
  return gate.allow(principal, {
    action: "subscribe",
    channel: spec.name,
    params,
    open,
    scopes: [],
  });
}

const refuse = (error: WireError) => ({ ok: false, error }) as const;

async function allow<Identity>(
  { contract, gate }: SubscribeContext<Identity>,
  principal: Principal<Identity>,
  asked: SubscribeRequest,
  taken: Set<string>,
): Promise<Allowed> {
  const spec = channelSpec(contract, asked.channel);
  if (!spec) {
    return refuse(wireError("unknown_channel", `no channel ${asked.channel}`));
  }
  const cursor = cursorOf(asked);
  if (cursor !== undefined && !parseCursor(cursor)) {
    return refuse(wireError("bad_request", "malformed cursor"));
  }
  const resolved = resolvePlace(spec, asked.params);
  if (!resolved.ok) {
    return refuse(invalid(`params of ${spec.name}`, resolved.issues));
  }
  const { place } = resolved;
  if (taken.has(place.name)) {
    return refuse(
      wireError("bad_request", `${place.name} is subscribed twice`),
    );
  }
  taken.add(place.name);
  const permission = await mayHear(gate, principal, place);
  if (!permission.ok) {
    taken.delete(place.name);
    return permission;
  }
  const subscription: Subscription = {
    place,
    selection: selectionOf(place),
    span: permission.span,
    after: 0,
    known: 0,
    snapshots:
      asked.snapshot === true &&
      spec.snapshot !== undefined &&
      place.open.length === 0,
    wantsSnapshot: false,
  };
  return { ok: true, subscription };
}

/** Where a subscription begins, and whether it may have missed something. */
async function begin<Identity>(
  { hub, log }: SubscribeContext<Identity>,
  { selection }: Subscription,
  { start }: SubscribeRequest,
): Promise<Begun> {
  if (start === "now") return FRESH;
  const { lost, expired } = await log.floor(selection);
  const known = Math.max(lost, expired);
  // One address loses its oldest first; of several, others have older ones.
  const oldest = selection.family === undefined ? known : 0;
  if (start === "earliest") return { after: oldest, known, recovered: false };
  if ("last" in start) {
    const after = await log.before(selection, start.last);
    return { after, known: Math.max(known, after), recovered: false };
  }
  const gap = (reason: GapReason, after: Offset): Begun => ({
    after,
    known,
    recovered: false,
    reason,
  });
  // Of another log nothing is known: all that there is may be new.
  const { epoch, offset } = parseCursor(start.cursor)!;
  if (epoch !== hub.epoch) return gap("epoch", oldest);
  if (offset > hub.head) {
    const { head } = await log.bounds(); // it may be ahead of our tail
    if (offset > head) return gap("ahead", oldest);
  }
  const after = Math.max(offset, oldest);
  if (offset < lost) return gap("retention", after);
  if (offset < expired) return gap("expired", after);
  return { after: offset, recovered: true };
}

function cursorOf({ start }: SubscribeRequest): string | undefined {
  return typeof start === "object" && "cursor" in start
    ? start.cursor
    : undefined;
}
