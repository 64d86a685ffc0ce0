/** An event as one JSON text, the same over WebSocket and in a page. */
import type { Entry } from "../engine/engine.js";
import { metaFields } from "./event-meta.js";

export function eventText(entry: Entry, epoch: string): string {
  const { offset, type, data } = entry;
  return `{"type":${JSON.stringify(type)},"data":${data},"meta":{${metaFields(entry)},"cursor":"${epoch}.${offset}"}}`;
}
