/// <reference types="node" />
/** From the server's `upgrade` event to a technique, or to a plain answer. */
import {
  type IncomingMessage,
  type Server as HttpServer,
  STATUS_CODES,
} from "node:http";
import type { Http2SecureServer, Http2Server } from "node:http2";
import type { Server as HttpsServer } from "node:https";
import type { Duplex } from "node:stream";
import type { clientIp } from "./client-ip.js";
import { errorReply, type HttpReply } from "./http.js";
import { ignoreUpgrade } from "./ignore-upgrade.js";
import { NodeHead } from "./node-request.js";
import type { UpgradeRoute } from "./upgrade.js";
import { wireError } from "../server/wire-error.js";

/** What can be attached to; HTTP/2 upgrades nothing, but may serve HTTP/1.1 beside it. */
export type Attachable =
  HttpServer | HttpsServer | Http2Server | Http2SecureServer;

export interface AttachContext {
  readonly routes: readonly UpgradeRoute[];
  below(pathname: string): string | undefined;
  readonly ipOf: ReturnType<typeof clientIp>;
}

/** Returns what detaches. */
export function attach(
  server: Attachable,
  { routes, below, ipOf }: AttachContext,
): () => void {
  if (routes.length === 0) return () => {}; // a listener keeps node from serving such requests
  const onUpgrade = (
    request: IncomingMessage,
    socket: Duplex,
    rest: Buffer,
  ): void => {
    const target = originForm(request.url ?? "/");
    const path = below(target.split("?", 1)[0]!);
    if (path === undefined && server.listenerCount("upgrade") > 1) return;
    const isWebSocket = request.headers.upgrade?.toLowerCase() === "websocket";
    if (!isWebSocket && ignoreUpgrade(server, request, socket)) return;
    socket.on("error", ignore); // a reset is the client leaving, `close` follows
    const route = routes.find((one) => one.path === path);
    if (!isWebSocket || !route) {
      const error = isWebSocket
        ? wireError("not_found", "no WebSocket here")
        : wireError("bad_request", "no other upgrade than to a WebSocket");
      refuse(socket, errorReply(error));
      return;
    }
    const head = new NodeHead(request, route.path, target, ipOf);
    void route
      .handle({ head, request, socket, rest })
      .then((reply) => reply && refuse(socket, reply))
      .catch(() => socket.destroy()); // somebody else took it too
  };
  server.on("upgrade", onUpgrade);
  return () => void server.off("upgrade", onUpgrade);
}

function ignore(): void {}

/**
 * The path and query of a request's target, which may be absolute (RFC 9112,
 * section 3.2.2), or begin with the slashes that a client put together.
 */
function originForm(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*/i, "").replace(/^\/*/, "/");
}

/** Says no, and closes. */
function refuse(
  socket: Duplex,
  { status, headers, body = "" }: HttpReply,
): void {
  const lines = Object.entries({
    connection: "close",
    "content-length": Buffer.byteLength(body),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
  socket.once("finish", () => socket.destroy());
  socket.end(`${head}${lines.join("")}\r\n${body}`);
}
