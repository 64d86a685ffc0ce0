/** From a request to a technique's endpoint: paths, methods, CORS, authentication. */
import { createCors } from "./cors.js";
import {
  errorReply,
  type HttpReply,
  type HttpRequest,
  type HttpTechnique,
  type Route,
  type RouteOptions,
} from "./http.js";
import type { HttpOptions } from "../server/options.js";
import type { WireError } from "../core/protocol.js";
import type { Runtime } from "../server/realtime.js";
import type { Credentials } from "../server/session.js";
import { wireError } from "../server/wire-error.js";

export interface HttpRouter {
  /** The part below the base path; `undefined`: not ours. */
  below(pathname: string): string | undefined;
  /** Never rejects. */
  handle(request: HttpRequest): Promise<HttpReply>;
}

export function createHttpRouter<Identity>(
  { session }: Pick<Runtime<Identity>, "session">,
  techniques: readonly HttpTechnique[],
  options: HttpOptions,
  encode: RouteOptions["encode"],
): HttpRouter {
  const base = `/${options.basePath ?? "realtime"}`.replace(/\/+/g, "/");
  const prefix = base.replace(/\/$/, "");
  const cors = createCors(options.cors);
  const routes = new Map<string, Route<Identity>>();
  const routeOptions: RouteOptions = {
    bodyTimeoutMs: options.bodyTimeoutMs ?? 10_000,
    encode,
  };
  for (const technique of techniques) {
    for (const route of technique.routes(session, routeOptions)) {
      if (!routes.has(route.path)) routes.set(route.path, route);
    }
  }

  function credentialsOf(request: HttpRequest, transport: string): Credentials {
    const { query, ip } = request;
    const bearer = /^bearer +(\S+) *$/i.exec(
      request.header("authorization") ?? "",
    );
    const token = options.queryToken ? query.get("token") : null;
    return {
      token: bearer?.[1] ?? token ?? undefined,
      get headers() {
        return request.headers;
      },
      ip,
      origin: request.header("origin"),
      transport,
    };
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
        : errorReply(wireError("forbidden", NOT_ALLOWED));
    }
    const isHead = method === "HEAD" && methods.includes("GET");
    if (!isHead && !methods.includes(method)) {
      const reply = errorReply(
        wireError("method_not_allowed", `no ${method} here`),
      );
      const allow = [...methods, "OPTIONS"].join(", ");
      return { ...reply, headers: { ...reply.headers, allow } };
    }
    const credentials = credentialsOf(request, route.transport);
    const forwarded = options.trustProxy
      ? request.header("x-forwarded-host")
      : undefined;
    const trusted = cors.trusts({
      origin,
      host: forwarded ?? request.header("host"),
      site: request.header("sec-fetch-site"),
    });
    if (credentials.token === undefined && !trusted) {
      return errorReply(wireError("forbidden", NOT_ALLOWED));
    }
    const admission = await session.admit(credentials);
    if (!admission.ok) return errorReply(admission.error);
    return route.handle(request, admission.principal);
  }

  return {
    below(pathname) {
      if (!pathname.startsWith(`${prefix}/`)) return undefined;
      return pathname.slice(prefix.length);
    },
    async handle(request) {
      const origin = request.header("origin");
      const reply = await answer(request).catch(internal);
      const headers = { ...reply.headers, ...cors.headers(origin) };
      const full = { ...reply, headers };
      if (request.method !== "HEAD") return full;
      const { status } = full; // a HEAD opens nothing and has no body
      return { status, headers };
    },
  };
}

const NOT_ALLOWED = "this origin is not allowed: see the `cors` option";

/** Everything that can fail has its own answer; what remains is a fault of ours. */
function internal(): HttpReply {
  const error: WireError = wireError("unavailable", "internal error");
  return errorReply(error);
}
