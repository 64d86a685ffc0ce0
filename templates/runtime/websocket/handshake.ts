/** Whether a request is a WebSocket handshake of ours: RFC 6455, section 4.2.1. */
import { errorReply, type HttpReply } from "../http/http.js";
import { wireError } from "../server/wire-error.js";
import { SUBPROTOCOL } from "./protocol.js";

/** What the handshake is asked for. */
export interface Handshake {
  readonly method: string;
  header(name: string): string | undefined;
}

const VERSION = "13";
const KEY = /^[+/0-9A-Za-z]{22}==$/;
/** RFC 9110, section 5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** The subprotocols offered, or why there will be no WebSocket. */
export function readHandshake(
  handshake: Handshake,
):
  | { readonly ok: true; readonly protocols: readonly string[] }
  | { readonly ok: false; readonly reply: HttpReply } {
  if (handshake.method !== "GET") {
    const error = wireError("method_not_allowed", "a handshake is a GET");
    return no(errorReply(error), { allow: "GET" });
  }
  if (handshake.header("sec-websocket-version") !== VERSION) {
    return no(versionReply("only version 13 of WebSocket"), {
      connection: "upgrade, close",
      upgrade: "websocket",
      "sec-websocket-version": VERSION,
    });
  }
  if (!KEY.test(handshake.header("sec-websocket-key") ?? "")) {
    return bad("no valid sec-websocket-key");
  }
  const offered = handshake.header("sec-websocket-protocol") ?? "";
  const protocols = offered.split(",").map((one) => one.trim());
  if (!protocols.includes(SUBPROTOCOL)) {
    return bad(`the subprotocol ${SUBPROTOCOL} must be offered`);
  }
  const isValid = protocols.every((one) => TOKEN.test(one));
  return isValid && new Set(protocols).size === protocols.length
    ? { ok: true, protocols }
    : bad("malformed sec-websocket-protocol");
}

/** There is no code of its own for 426. */
export function versionReply(message: string): HttpReply {
  return { ...errorReply(wireError("bad_request", message)), status: 426 };
}

function no(
  reply: HttpReply,
  headers: Readonly<Record<string, string>>,
): { readonly ok: false; readonly reply: HttpReply } {
  return {
    ok: false,
    reply: { ...reply, headers: { ...reply.headers, ...headers } },
  };
}

function bad(message: string) {
  return no(errorReply(wireError("bad_request", message)), {});
}
