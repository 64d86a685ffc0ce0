/** The server's messages of WIRE.md, section WebSocket, as text. */
import type { CloseReason } from "../server/session.js";
import { CLOSE_CODE } from "./protocol.js";

/** Names begin with `rt.`. */
export function controlText(name: string, data: object): string {
  return `{"type":"${name}","data":${JSON.stringify(data)}}`;
}

export function heartbeatText(cursor: string): string {
  return controlText("rt.heartbeat", { cursor });
}

/** How a connection ends, by why. */
export const CLOSE_OF: Readonly<Record<CloseReason, number>> = {
  drain: CLOSE_CODE.restart,
  expired: CLOSE_CODE.expired,
  revoked: CLOSE_CODE.revoked,
  stalled: CLOSE_CODE.tryLater,
};
