/// <reference types="node" />
/**
 * The node:http form of the server: straight to the response, without web
 * streams in between. For node:http itself and for Express and its kin.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { attach, type Attachable } from "./attach.js";
import { clientIp } from "./client-ip.js";
import type { HttpReply } from "./http.js";
import type { HttpRouter } from "./http-router.js";
import { NodeBody } from "./node-body.js";
import { NodeRequest } from "./node-request.js";
import { assembleServer, type Server, type ServerOptions } from "./server.js";
import type { NodeTechnique } from "./upgrade.js";
import type { ContractSpec } from "../core/spec.js";
import { serverClock } from "../server/server-clock.js";

/**
 * For `http.createServer`, and as a middleware: `next` is called for paths
 * that are not below the base path. Mount it before body parsers.
 */
export type RequestListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

export interface NodeServer<Identity, Channels> extends Server<
  Identity,
  Channels
> {
  readonly requestListener: RequestListener;
  /**
   * Takes WebSocket upgrades below the base path of a server of node:http,
   * node:https, or node:http2 with `allowHTTP1`. Other paths are left to
   * other listeners, and get 404 where there are none. What it returns
   * detaches; until then upgrades get 503 once the runtime closes.
   */
  attach(server: Attachable): () => void;
}

export function createNodeServer<Identity, Channels>(
  contract: ContractSpec,
  options: ServerOptions<Identity, never>,
  techniques: readonly NodeTechnique[],
): NodeServer<Identity, Channels> {
  const { server, router } = assembleServer<Identity, Channels>(
    contract,
    options,
    techniques,
    Buffer.from,
  );
  const { session } = server.runtime;
  const { highWaterMark } = session.limits;
  const ipOf = clientIp(options.trustProxy ?? 0);
  const { below, callers } = router;
  const clock = options.clock ?? serverClock;
  const routes = techniques.flatMap(
    (technique) => technique.upgrade?.(session, { callers, clock }) ?? [],
  );
  return {
    ...server,
    requestListener: createListener(router, highWaterMark, ipOf),
    attach: (to) => attach(to, { routes, below, ipOf }),
  };
}

function createListener(
  router: HttpRouter,
  highWaterMark: number,
  ipOf: ReturnType<typeof clientIp>,
): RequestListener {
  return (request, response, next) => {
    const target = originalUrl(request);
    const path = router.below(target.split("?", 1)[0]!);
    if (path === undefined) {
      if (next) return next();
      response.writeHead(404, { "content-type": "text/plain" });
      response.end("not found");
      return;
    }
    response.on("error", () => {}); // a reset is the client leaving, `close` follows
    void router
      .handle(new NodeRequest(request, response, path, target, ipOf))
      .then((reply) => send(reply, request, response, highWaterMark));
  };
}

/** Express shortens `url` where a middleware is mounted on a path. */
function originalUrl(
  request: IncomingMessage & { readonly originalUrl?: unknown },
): string {
  return typeof request.originalUrl === "string"
    ? request.originalUrl
    : (request.url ?? "/");
}

function send(
  { status, headers, body, stream }: HttpReply,
  request: IncomingMessage,
  response: ServerResponse,
  highWaterMark: number,
): void {
  if (response.destroyed) return;
  if (!stream) {
    const all: Record<string, string> = { ...headers };
    if (body !== undefined) {
      all["content-length"] = String(Buffer.byteLength(body));
    }
    // A body that nobody will read must not hold the connection.
    if (!request.complete) all["connection"] = "close";
    response.writeHead(status, all);
    response.end(body);
    return;
  }
  response.writeHead(status, headers);
  response.flushHeaders();
  // HTTP/2 shares one socket among its streams, and forbids touching it.
  const socket = request.httpVersionMajor === 1 ? response.socket : null;
  socket?.setNoDelay(true);
  socket?.setKeepAlive(true, 60_000);
  const drained = stream(new NodeBody(response, highWaterMark));
  response.on("drain", drained);
  socket?.on("drain", drained);
  response.on("close", () => socket?.off("drain", drained)); // it may serve another
}
