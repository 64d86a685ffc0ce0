/** From a request to a technique's endpoint: paths, methods, CORS, authentication. */
import { type Callers, createCallers, ORIGIN_REFUSED } from "./callers.js";
import { createCors } from "./cors.js";
import {
  errorReply,
  type FixedRoute,
  type HttpReply,
  type HttpRequest,
  type HttpTechnique,
  type Route,
  type RouteOptions,
} from "./http.js";
import type { HttpOptions } from "../server/options.js";
import type { WireError } from "../core/protocol.js";
import type { Runtime } from "../server/realtime.js";
import { type ServerClock, serverClock } from "../server/server-clock.js";
import type { Credentials } from "../server/session.js";
import { wireError } from "../server/wire-error.js";

export interface HttpRouter {
  /** The part below the base path; `undefined`: not ours. */
  below(pathname: string): string | undefined;
  readonly callers: Callers;
  /** Never rejects. */
  handle(request: HttpRequest): Promise<HttpReply>;
}

export function createHttpRouter<Identity>(
  { session }: Pick<Runtime<Identity>, "session">,
  techniques: readonly HttpTechnique[],
  options: HttpOptions & { readonly clock?: ServerClock },
  encode: RouteOptions["encode"],
): HttpRouter {
  const base = `/${options.basePath ?? "realtime"}`.replace(/\/+/g, "/");
  const prefix = base.replace(/\/$/, "");
  const cors = createCors(options.cors);
  const callers = createCallers(options, cors);
  const routes = new Map<string, Route<Identity> | FixedRoute>();
  const routeOptions: RouteOptions = {
    bodyTimeoutMs: options.bodyTimeoutMs ?? 10_000,
    encode,
    clock: options.clock ?? serverClock,
  };
  for (const technique of techniques) {
    for (const route of technique.routes(session, routeOptions)) {
      if (!routes.has(route.path)) routes.set(route.path, route);
    }
  }

  async function answer(request: HttpRequest): Promise<HttpReply> {
    const { method, path } = request;
    const route = routes.get(path);
    if (!route) return errorReply(wireError("not_found", `no path ${path}`));
    const { methods } = route;
    const origin = request.header("origin");
    if (method === "OPTIONS") {
      const allowed = cors.preflight(origin, methods);
      if (allowed) return { status: 204, headers: allowed };
      return origin === undefined
        ? {
            status: 204,
            headers: { allow: [...methods, "OPTIONS"].join(", ") },
          }
        : errorReply(wireError("forbidden", ORIGIN_REFUSED));
    }
    const isHead = method === "HEAD" && methods.includes("GET");
    if (!isHead && !methods.includes(method)) {
      const reply = errorReply(
        wireError("method_not_allowed", `no ${method} here`),
      );
      const allow = [...methods, "OPTIONS"].join(", ");
      return { ...reply, headers: { ...reply.headers, allow } };
    }
    if ("reply" in route) return route.reply;
    const credentials = new RequestCredentials(
      callers.tokenOf(request),
      request,
      route.transport,
    );
    if (credentials.token === undefined && !callers.trusts(request)) {
      return errorReply(wireError("forbidden", ORIGIN_REFUSED));
    }
    const admission = await session.admit(credentials);
    if (!admission.ok) return errorReply(admission.error);
    return route.handle(request, admission.principal);
  }

  return {
    callers,
    below(pathname) {
      if (!pathname.startsWith(`${prefix}/`)) return undefined;
      return pathname.slice(prefix.length);
    },
    async handle(request) {
      const origin = request.header("origin");
      const reply = await answer(request).catch(internal);
      const more = cors.headers(origin);
      const headers = { ...reply.headers, ...more };
      const { vary } = reply.headers;
      if (vary && more["vary"] && vary !== more["vary"]) {
        headers["vary"] = `${vary}, ${more["vary"]}`;
      }
      const full = { ...reply, headers };
      if (request.method !== "HEAD") return full;
      const { status } = full; // a HEAD opens nothing and has no body
      return { status, headers };
    },
  };
}

/** A class: each literal with a getter would get a hidden class of its own, and keep its request until a full collection. */
class RequestCredentials implements Credentials {
  readonly token: string | undefined;
  readonly ip: string | undefined;
  readonly origin: string | undefined;
  readonly transport: string;
  readonly #request: HttpRequest;

  constructor(
    token: string | undefined,
    request: HttpRequest,
    transport: string,
  ) {
    this.token = token;
    this.ip = request.ip;
    this.origin = request.header("origin");
    this.transport = transport;
    this.#request = request;
  }

  get headers(): Headers {
    return this.#request.headers;
  }
}

/** Everything that can fail has its own answer; what remains is a fault of ours. */
function internal(): HttpReply {
  const error: WireError = wireError("unavailable", "internal error");
  return errorReply(error);
}
