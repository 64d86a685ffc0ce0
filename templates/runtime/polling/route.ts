/** What the endpoints of polling and of long polling have in common: `GET` and `POST`; see WIRE.md. */
import { EntryCache } from "../http/entry-cache.js";
import { eventText } from "../http/event-text.js";
import {
  errorReply,
  type HttpReply,
  type HttpRequest,
  type Route,
  type RouteOptions,
} from "../http/http.js";
import { subscribeRequest } from "../http/subscribe-request.js";
import type { SubscribeRequest } from "../core/protocol.js";
import { Rate } from "../server/rate.js";
import type { Session } from "../server/session.js";
import { wireError } from "../server/wire-error.js";
import { Page } from "./page.js";
import { CURSOR_HEADER, RETRY_HEADER } from "./protocol.js";
import {
  type PageResult,
  type Patience,
  readPage,
  type Told,
} from "./read-page.js";
import { pageText } from "./wire.js";

/** What the servers of both may be told. */
export interface PollServerOptions {
  /** The most events that a client may ask to have in one answer. Default 1,000. */
  readonly maxLimit?: number;
  /** An answer ends with the event that brings its data to so many characters. Default 262,144. */
  readonly maxPageChars?: number;
  /** Requests of one identity, and ten times as many at once; more get 429. Default 100. */
  readonly requestsPerSecond?: number;
}

/** One request that may be answered. */
export interface Poll {
  readonly request: HttpRequest;
  /** The name of its identity. */
  readonly caller: string;
  readonly subscriptions: readonly SubscribeRequest[];
  /** See {@link subscribeRequest}. */
  readonly question: string | undefined;
  /** A number that it gave; `NaN` where it is none. */
  number(name: string): number | undefined;
  read(patience: Patience): Promise<PageResult>;
  /** See {@link Session.quiet}. */
  quiet(): Promise<string | undefined>;
}

/** Events of one answer, where the client does not say. */
const DEFAULT_LIMIT = 100;

export function pollRoute<Identity>(
  id: string,
  session: Session<Identity>,
  routeOptions: RouteOptions,
  options: PollServerOptions,
  headers: HttpReply["headers"],
  answer: (poll: Poll) => Promise<HttpReply>,
): Route<Identity> {
  const { clock } = routeOptions;
  const {
    maxLimit = 1_000,
    maxPageChars: maxChars = 262_144,
    requestsPerSecond = 100,
  } = options;
  const rate = new Rate(requestsPerSecond);
  const encoder = new EntryCache(eventText);
  return {
    path: `/${id}`,
    methods: ["GET", "POST"],
    transport: id,
    async handle(request, principal) {
      if (request.method === "HEAD") return { status: 200, headers };
      const caller = session.identify(principal.identity);
      const lateMs = rate.take(caller, clock.now());
      if (lateMs > 0) {
        const more = { retryAfterMs: lateMs };
        return errorReply(wireError("too_many", "too many requests", more));
      }
      const asked = await subscribeRequest(request, session, routeOptions);
      if (!asked.ok) return errorReply(asked.error);
      const { subscriptions, number, question } = asked;
      const limit = number("limit") ?? Math.min(DEFAULT_LIMIT, maxLimit);
      if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) {
        return outOfRange(`limit must be 1 to ${maxLimit}`);
      }
      return answer({
        request,
        caller,
        subscriptions,
        number,
        question,
        quiet: () => session.quiet(principal, subscriptions),
        read(patience) {
          const page = new Page({ encoder, clock, limit, maxChars });
          return readPage(
            session,
            principal,
            subscriptions,
            request,
            page,
            patience,
          );
        },
      });
    },
  };
}

export function outOfRange(message: string): HttpReply {
  return errorReply(wireError("bad_request", message));
}

/** 200, and the page. */
export function pageReply(
  { hello, standing, texts, drainMs }: Told,
  headers: HttpReply["headers"],
  hintMs: number | undefined,
): HttpReply {
  const retryAfterMs = drainMs ?? hintMs;
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "x-content-type-options": "nosniff",
      ...headers,
      ...standingHeaders(standing.cursor, retryAfterMs),
      // The next request is to find another instance.
      ...(drainMs !== undefined && { connection: "close" }),
    },
    body: pageText(hello, standing, retryAfterMs, texts),
  };
}

/** For answers without a body, and for who looks at none. */
export function standingHeaders(
  cursor: string,
  retryAfterMs: number | undefined,
): Record<string, string> {
  const headers: Record<string, string> = { [CURSOR_HEADER]: cursor };
  if (retryAfterMs !== undefined) {
    headers[RETRY_HEADER] = String(Math.ceil(retryAfterMs));
  }
  return headers;
}
