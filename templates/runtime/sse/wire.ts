/**
 * The frames of WIRE.md, section SSE, as text. Each is whole: it ends with a
 * blank line, so that a stream cut anywhere loses no more than the last.
 */
import type { Entry } from "../engine/engine.js";
import { parseInstance } from "../core/instance.js";
import type { Gap, Hello, Snapshot } from "../core/protocol.js";
import type { CloseReason } from "../server/session.js";

export const STREAM_TYPE = "text/event-stream";

export const STREAM_HEADERS: Readonly<Record<string, string>> = {
  "content-type": STREAM_TYPE,
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

/** `native`: the message's name is the event type; `envelope`: it is inside the data. */
export type Form = "native" | "envelope";

export function helloFrame(hello: Hello, retryMs: number): string {
  return `retry: ${Math.round(retryMs)}\n${control("rt.hello", hello, hello.cursor)}`;
}

export function heartbeatFrame(cursor: string): string {
  return control("rt.heartbeat", { cursor }, cursor);
}

export function gapFrame(gap: Gap, cursor: string): string {
  return control("rt.gap", gap, cursor);
}

export function snapshotFrame(snapshot: Snapshot): string {
  return control("rt.snapshot", snapshot, snapshot.cursor);
}

export function closeFrame(reason: CloseReason, retryAfterMs?: number): string {
  const frame = control("rt.close", { reason, retryAfterMs });
  return retryAfterMs === undefined
    ? frame
    : `retry: ${Math.round(retryAfterMs)}\n${frame}`;
}

export function eventFrame(entry: Entry, epoch: string, form: Form): string {
  const { offset, type, data } = entry;
  const id = `id: ${epoch}.${offset}\n`;
  const meta = metaOf(entry);
  return form === "native"
    ? `${id}event: ${oneLine(type)}\nmeta: ${meta}\n${dataLines(data)}\n`
    : `${id}${dataLines(`{"type":${JSON.stringify(type)},"data":${data},"meta":${meta}}`)}\n`;
}

function control(name: string, data: unknown, cursor?: string): string {
  const id = cursor === undefined ? "" : `id: ${cursor}\n`;
  return `${id}event: ${name}\n${dataLines(JSON.stringify(data))}\n`;
}

/** JSON has no line breaks but between its tokens; a reader puts the lines together again. */
function dataLines(json: string): string {
  return json.includes("\n") || json.includes("\r")
    ? `data: ${json.split(/\r\n|\r|\n/).join("\ndata: ")}\n`
    : `data: ${json}\n`;
}

/** A line break would end the field and begin another of the sender's choice. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- NUL is what it is about
  return /[\r\n\0]/.test(text) ? text.replace(/[\r\n\0]+/g, " ") : text;
}

function metaOf({ id, address, time, headers }: Entry): string {
  const iso = time === lastTime ? lastIso : isoOf(time);
  const rest = headers === undefined ? "" : `,"headers":${oneLine(headers)}`;
  const quoted = /^[\w-]+$/.test(id) ? `"${id}"` : JSON.stringify(id);
  return `{"id":${quoted},${whereOf(address)},"time":"${iso}"${rest}}`;
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
