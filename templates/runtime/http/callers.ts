/**
 * Where a caller's token is, and whether cookies may count: the same for
 * requests and for upgrades.
 */
import type { Cors } from "./cors.js";
import type { HttpRequest } from "./http.js";
import type { HttpOptions } from "../server/options.js";

type Caller = Pick<HttpRequest, "header" | "query">;

export interface Callers {
  /** Of `Authorization: Bearer`, else of `?token=` where the server allows that. */
  tokenOf(caller: Caller): string | undefined;
  /** Whether it may rely on cookies: its origin is our own, or allowed, or it is no browser. */
  trusts(caller: Pick<Caller, "header">): boolean;
  /** Pages of every origin may call, if they have a token. */
  readonly anyOrigin: boolean;
}

export const ORIGIN_REFUSED =
  "this origin is not allowed: see the `cors` option";

export function createCallers(
  { queryToken, trustProxy }: HttpOptions,
  cors: Cors,
): Callers {
  return {
    anyOrigin: cors.any,
    tokenOf(caller) {
      const authorization = caller.header("authorization") ?? "";
      const bearer = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
      const token = queryToken ? caller.query.get("token") : null;
      return bearer ?? (token || undefined); // an empty one is none
    },
    trusts(caller) {
      const forwarded = trustProxy
        ? caller.header("x-forwarded-host")
        : undefined;
      return cors.trusts({
        origin: caller.header("origin"),
        host: forwarded ?? caller.header("host"),
        site: caller.header("sec-fetch-site"),
      });
    },
  };
}
