/**
 * HTTP as the techniques see it, whatever serves it: `fetch` handlers and
 * node:http are two small adapters to these shapes.
 */
import type { ErrorCode, WireError } from "../core/protocol.js";
import { STATUS } from "../core/protocol.js";
import type { ServerClock } from "../server/server-clock.js";
import type { Principal, Session } from "../server/session.js";

export interface HttpRequest {
  readonly method: string;
  /** Below the base path, such as `/sse`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query as it came, without the `?`. */
  readonly search: string;
  /** One header, without making a {@link Headers} for it. */
  header(name: string): string | undefined;
  /** All of them, made when first asked for. */
  readonly headers: Headers;
  readonly ip: string | undefined;
  /** Whether the client went away, or the response has ended. */
  readonly closed: boolean;
  onClose(run: () => void): void;
  /** The body as text, at most so many bytes. */
  text(maxBytes: number, timeoutMs: number): Promise<BodyText>;
}

export type BodyText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: WireError };

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Takes over the body, once the headers are on their way; what it returns is called when the body has drained. */
  readonly stream?: (body: ResponseBody) => () => void;
}

/** A response's body under way. */
export interface ResponseBody {
  /** Whether less than the high-water mark waits. */
  readonly writable: boolean;
  /** Bytes that wait. */
  readonly waiting: number;
  /** Leaves at once, whatever stands between. */
  write(bytes: Uint8Array): void;
  end(): void;
}

/** One endpoint of a technique. */
export interface Route<Identity = unknown> {
  /** Below the base path. */
  readonly path: string;
  readonly methods: readonly string[];
  /** The technique that authenticators are told of. */
  readonly transport: string;
  handle(
    request: HttpRequest,
    principal: Principal<Identity>,
  ): Promise<HttpReply>;
}

/** An endpoint that says one thing to everybody, known or not. */
export interface FixedRoute {
  readonly path: string;
  readonly methods: readonly string[];
  readonly reply: HttpReply;
}

/** A technique's server half, over HTTP. */
export interface HttpTechnique {
  readonly id: string;
  routes<Identity>(
    session: Session<Identity>,
    options: RouteOptions,
  ): readonly (Route<Identity> | FixedRoute)[];
}

export interface RouteOptions {
  readonly bodyTimeoutMs: number;
  /** Makes bytes of text in the runtime's quickest way. */
  readonly encode: (text: string) => Uint8Array;
  readonly clock: ServerClock;
}

export function statusOf({ kind, code }: WireError): number {
  return kind === "application" || !Object.hasOwn(STATUS, code)
    ? STATUS.invalid_payload
    : STATUS[code as ErrorCode];
}

/** Headers that every error has by its code. */
function headersOf(error: WireError): Record<string, string> {
  const { code, retryAfterMs } = error;
  return {
    ...(code === "unauthenticated" && { "www-authenticate": "Bearer" }),
    ...(retryAfterMs !== undefined && {
      "retry-after": String(Math.ceil(retryAfterMs / 1_000)),
    }),
  };
}

export function jsonReply(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return {
    status,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    },
    body: JSON.stringify(value),
  };
}

/** `fields` stand beside the error, such as a message's id. */
export function errorReply(error: WireError, fields: object = {}): HttpReply {
  return jsonReply(statusOf(error), { ...fields, error }, headersOf(error));
}
