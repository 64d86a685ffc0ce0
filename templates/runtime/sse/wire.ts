/**
 * The frames of WIRE.md, section SSE, as text. Each is whole: it ends with a
 * blank line, so that a stream cut anywhere loses no more than the last.
 */
import type { Entry } from "../engine/engine.js";
import { metaFields } from "../http/event-meta.js";
import { control, dataLines } from "../http/event-stream.js";
import type { Gap, Hello, Snapshot } from "../core/protocol.js";
import type { CloseReason } from "../server/session.js";

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

/** A line break would end the field and begin another of the sender's choice. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- NUL is what it is about
  return /[\r\n\0]/.test(text) ? text.replace(/[\r\n\0]+/g, " ") : text;
}

function metaOf(entry: Entry): string {
  const meta = `{${metaFields(entry)}}`;
  return entry.headers === undefined ? meta : oneLine(meta);
}
