/** From the subscriptions that were asked for to a reader's beginning. */
import { channelSpec, resolveAddress } from "./address.js";
import type { Gate } from "./authorize.js";
import { formatCursor, parseCursor } from "./cursor.js";
import type { Log, Offset } from "../engine/engine.js";
import type { Hub } from "./hub.js";
import {
  type GapReason,
  PROTOCOL_VERSION,
  type SubscribeRequest,
  type SubscribeResult,
  type WireError,
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
  readonly heartbeatMs: number;
}

type Allowed =
  | {
      readonly ok: true;
      readonly subscription: Subscription;
      readonly asked: SubscribeRequest;
    }
  | { readonly ok: false; readonly error: WireError };

interface Begun {
  /** Absent: now. */
  readonly after?: Offset;
  readonly recovered: boolean;
  readonly reason?: GapReason;
}

const FRESH: Begun = { recovered: false };

/**
 * Checks and authorises each subscription, finds where it begins, and calls
 * `start` in the same step as it looked at the tail; refused as a whole where
 * every subscription is.
 * @throws {EngineUnavailable}
 */
export async function subscribe<Identity>(
  context: SubscribeContext<Identity>,
  principal: Principal<Identity>,
  requests: readonly SubscribeRequest[],
  start: (beginning: Beginning) => void,
): Promise<WireError | undefined> {
  const { hub, contract, heartbeatMs } = context;
  const seen = new Set<string>();
  const allowed = await Promise.all(
    requests.map((asked) => allow(context, principal, asked, seen)),
  );
  if (!allowed.some(({ ok }) => ok)) return allowed.find(isRefused)?.error;
  const begun = await Promise.all(
    allowed.map((one) => one.ok && begin(context, one.subscription, one.asked)),
  );

  const now = hub.head; // nothing is awaited from here on
  const subscriptions: Subscription[] = [];
  const gaps: { subscription: Subscription; reason: GapReason }[] = [];
  const channels = allowed.map((one, index): SubscribeResult => {
    const { channel, params } = requests[index]!;
    if (!one.ok) return { channel, params, ok: false, error: one.error };
    const { subscription } = one;
    const { after = now, recovered, reason } = begun[index] || FRESH;
    subscription.after = after;
    subscription.wantsSnapshot = subscription.snapshots && !recovered;
    subscriptions.push(subscription);
    if (reason) gaps.push({ subscription, reason });
    const cursor = formatCursor(hub.epoch, after);
    return { channel, params, ok: true, cursor, recovered };
  });
  const position = Math.min(...subscriptions.map(({ after }) => after));
  const resumed = channels.filter(
    (_, index) => cursorOf(requests[index]!) !== undefined,
  );
  start({
    subscriptions,
    position,
    gaps,
    hello: {
      protocol: PROTOCOL_VERSION,
      schema: contract.hash,
      cursor: formatCursor(hub.epoch, position),
      recovered:
        resumed.length > 0 && resumed.every((one) => one.ok && one.recovered),
      heartbeatMs,
      channels,
    },
  });
  return undefined;
}

function isRefused(one: Allowed): one is Allowed & { ok: false } {
  return !one.ok;
}

const refuse = (error: WireError) => ({ ok: false, error }) as const;

async function allow<Identity>(
  { contract, gate }: SubscribeContext<Identity>,
  principal: Principal<Identity>,
  asked: SubscribeRequest,
  seen: Set<string>,
): Promise<Allowed> {
  const spec = channelSpec(contract, asked.channel);
  if (!spec) {
    return refuse(wireError("unknown_channel", `no channel ${asked.channel}`));
  }
  const cursor = cursorOf(asked);
  if (cursor !== undefined && !parseCursor(cursor)) {
    return refuse(wireError("bad_request", "malformed cursor"));
  }
  const resolved = resolveAddress(spec, asked.params);
  if (!resolved.ok) {
    return refuse(invalid(`params of ${spec.name}`, resolved.issues));
  }
  const { address, params } = resolved;
  if (seen.has(address)) {
    return refuse(wireError("bad_request", `${address} is subscribed twice`));
  }
  seen.add(address);
  const permission = await gate.allow(principal, {
    action: "subscribe",
    channel: spec.name,
    params,
    scopes: [],
  });
  if (!permission.ok) return permission;
  const subscription: Subscription = {
    spec,
    params,
    address,
    span: permission.span,
    after: 0,
    snapshots: asked.snapshot === true && spec.snapshot !== undefined,
    wantsSnapshot: false,
  };
  return { ok: true, subscription, asked };
}

/** Where a subscription begins, and whether it may have missed something. */
async function begin<Identity>(
  { hub, log }: SubscribeContext<Identity>,
  { address }: Subscription,
  { start }: SubscribeRequest,
): Promise<Begun> {
  if (start === "now") return FRESH;
  if (typeof start === "object" && "last" in start) {
    return { after: await log.before(address, start.last), recovered: false };
  }
  const { lost, expired } = await log.floor(address);
  const oldest = Math.max(lost, expired);
  if (start === "earliest") return { after: oldest, recovered: false };
  const gap = (reason: GapReason): Begun => ({
    after: oldest,
    recovered: false,
    reason,
  });
  // Of another log nothing is known: all that there is may be new.
  const { epoch, offset } = parseCursor(start.cursor)!;
  if (epoch !== hub.epoch) return gap("epoch");
  if (offset > hub.head) {
    const { head } = await log.bounds(); // it may be ahead of our tail
    if (offset > head) return gap("ahead");
  }
  if (offset < lost) return gap("retention");
  if (offset < expired) return gap("expired");
  return { after: offset, recovered: true };
}

function cursorOf({ start }: SubscribeRequest): string | undefined {
  return typeof start === "object" && "cursor" in start
    ? start.cursor
    : undefined;
}
