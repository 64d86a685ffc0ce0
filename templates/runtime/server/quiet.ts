/** Whether a caller that comes back has missed nothing: found out without a reader. */
import {
  channelSpec,
  type Place,
  resolvePlace,
  selectionOf,
} from "./address.js";
import { formatCursor, parseCursor } from "./cursor.js";
import type { Principal } from "./session.js";
import { mayHear, type SubscribeContext } from "./subscribe.js";
import type { SubscribeRequest } from "../core/protocol.js";
import type { Offset, Selection } from "../engine/engine.js";

/** A subscription that comes back. */
interface Returning {
  readonly place: Place;
  readonly selection: Selection;
  readonly since: Offset;
}

/**
 * The cursor to go on from, where all subscriptions are allowed and it is
 * known that nothing has happened to them since theirs; `undefined` where it
 * may be otherwise: a reader finds out.
 */
export async function quiet<Identity>(
  context: SubscribeContext<Identity>,
  principal: Principal<Identity>,
  requests: readonly SubscribeRequest[],
): Promise<string | undefined> {
  const { gate, hub } = context;
  const returning: Returning[] = [];
  for (const request of requests) {
    const one = returningOf(context, request);
    if (!one || !hub.isQuiet(one.selection, one.since)) return undefined;
    returning.push(one);
  }
  const permissions = await Promise.all(
    returning.map(({ place }) => mayHear(gate, principal, place)),
  );
  return permissions.every(({ ok }) => ok) &&
    returning.every(({ selection, since }) => hub.isQuiet(selection, since))
    ? formatCursor(hub.epoch, hub.head)
    : undefined;
}

function returningOf<Identity>(
  { contract, hub }: SubscribeContext<Identity>,
  { channel, params, start }: SubscribeRequest,
): Returning | undefined {
  if (typeof start === "string" || !("cursor" in start)) return undefined;
  const cursor = parseCursor(start.cursor);
  const spec = channelSpec(contract, channel);
  if (!spec || cursor?.epoch !== hub.epoch) return undefined;
  const resolved = resolvePlace(spec, params);
  if (!resolved.ok) return undefined;
  const { place } = resolved;
  return { place, selection: selectionOf(place), since: cursor.offset };
}
