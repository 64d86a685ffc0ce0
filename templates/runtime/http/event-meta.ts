/** What travels beside an event's payload, as JSON text. */
import type { Entry } from "../engine/engine.js";
import { parseInstance } from "../core/instance.js";

/** The fields of {@link EventMeta}, without the braces around them. */
export function metaFields({ id, address, time, headers }: Entry): string {
  const iso = time === lastTime ? lastIso : isoOf(time);
  const quoted = /^[\w-]+$/.test(id) ? `"${id}"` : JSON.stringify(id);
  const rest = headers === undefined ? "" : `,"headers":${headers}`;
  return `"id":${quoted},${whereOf(address)},"time":"${iso}"${rest}`;
}

/** Many events share a millisecond. */
let lastTime = NaN;
let lastIso = "";

function isoOf(time: number): string {
  lastTime = time;
  return (lastIso = new Date(time).toISOString());
}

/** `"channel":…,"params":…` of the addresses last seen: many events share one. */
const wheres = new Map<string, string>();
const MAX_WHERES = 1_000;

function whereOf(address: string): string {
  let where = wheres.get(address);
  if (where === undefined) {
    const { channel, params } = parseInstance(address) ?? {
      channel: address,
      params: {},
    };
    where = `"channel":${JSON.stringify(channel)},"params":${JSON.stringify(params)}`;
    if (wheres.size >= MAX_WHERES) wheres.clear();
    wheres.set(address, where);
  }
  return where;
}
