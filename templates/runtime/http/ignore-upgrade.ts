/// <reference types="node" />
/**
 * Some clients offer another protocol with every request, such as `h2c`. A
 * server may pass over the offer (RFC 9110, section 7.8), and node:http does,
 * until somebody listens for upgrades: then this brings the request back.
 */
import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Attachable } from "./attach.js";

/** False where the request has a body: nobody parses it any more. */
export function ignoreUpgrade(
  server: Attachable,
  request: IncomingMessage,
  socket: Duplex,
): boolean {
  const { headers } = request;
  const length = headers["content-length"] ?? "0";
  if (length !== "0" || headers["transfer-encoding"] !== undefined) {
    return false;
  }
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Socket); // as node's HTTP server has no other kind
  response.once("finish", () => socket.end());
  socket.on("error", () => socket.destroy());
  socket.on("end", () => socket.end());
  socket.resume(); // else the end of it would go unseen
  request.push(null);
  server.emit("request", request, response);
  return true;
}
