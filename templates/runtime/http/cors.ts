/**
 * Which origins browsers may call from. The origin itself is echoed, never
 * `*` together with cookies; who sends no token must be of an allowed origin.
 */
import type { CorsOptions } from "../server/options.js";

export interface Cors {
  /** Scripts of every origin may read answers, though none of them with cookies. */
  readonly any: boolean;
  /** Response headers for a request of this origin. */
  headers(origin: string | undefined): Readonly<Record<string, string>>;
  /** The answer's headers to a preflight; `undefined` refuses it. */
  preflight(
    origin: string | undefined,
    methods: readonly string[],
  ): Readonly<Record<string, string>> | undefined;
  /** Whether a request may rely on cookies: same origin, allowed, or no browser. */
  trusts(request: {
    readonly origin: string | undefined;
    readonly host: string | undefined;
    /** `Sec-Fetch-Site`, which scripts cannot set. */
    readonly site: string | undefined;
  }): boolean;
}

const ALLOW_HEADERS =
  "authorization, content-type, if-none-match, last-event-id";
const EXPOSED_HEADERS = "etag, retry-after, rt-cursor, rt-retry-after-ms";

export function createCors(options: CorsOptions | undefined): Cors {
  const { origins = [], maxAgeSeconds = 600 } = options ?? {};
  const any = origins === "*";
  const listed = (origin: string): boolean => {
    if (typeof origins === "function") return origins(origin);
    return !any && origins.includes(origin);
  };
  const headers = (
    origin: string | undefined,
  ): Readonly<Record<string, string>> => {
    if (any) {
      return {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": EXPOSED_HEADERS,
      };
    }
    if (origin === undefined || !listed(origin)) return { vary: "origin" };
    return {
      vary: "origin",
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
      "access-control-expose-headers": EXPOSED_HEADERS,
    };
  };
  return {
    any,
    headers,
    preflight(origin, methods) {
      if (origin === undefined || !(any || listed(origin))) return undefined;
      return {
        ...headers(origin),
        "access-control-allow-methods": methods.join(", "),
        "access-control-allow-headers": ALLOW_HEADERS,
        "access-control-max-age": String(maxAgeSeconds),
      };
    },
    trusts({ origin, host, site }) {
      if (origin === undefined) return true; // browsers send it wherever it matters
      if (listed(origin)) return true;
      if (site === "same-origin") return true;
      return host !== undefined && hostOf(origin) === host.toLowerCase();
    },
  };
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined; // `null`, of a sandboxed page
  }
}
