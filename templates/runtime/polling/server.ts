/** Polling: `GET` and `POST /polling`, and `POST /messages`; see WIRE.md. */
import {
  errorReply,
  type HttpReply,
  type HttpTechnique,
} from "../http/http.js";
import { messagesRoute } from "../http/messages-route.js";
import { Tags } from "./etag.js";
import {
  pageReply,
  type Poll,
  pollRoute,
  type PollServerOptions,
  standingHeaders,
} from "./route.js";

export interface PollingServerOptions extends PollServerOptions {
  /** Clients are told to ask no more often than this. Default: they go by their own interval. */
  readonly intervalMs?: number;
}

/** Private, and asked about each time: who may hear what may change. */
const CACHE_CONTROL = "private, no-cache";
const VARY = "authorization, cookie, last-event-id";
const HEADERS: HttpReply["headers"] = {
  "cache-control": CACHE_CONTROL,
  vary: VARY,
};
const AT_ONCE = { waitMs: 0, batchMs: 0 };

export function polling(options: PollingServerOptions = {}): HttpTechnique {
  const { intervalMs } = options;

  async function answer(poll: Poll): Promise<HttpReply> {
    const tags = tagsOf(poll);
    const known = tags?.ofNothing;
    const quiet = known && (await poll.quiet());
    if (known && quiet) return unchanged(known, quiet);
    const told = await poll.read(AT_ONCE);
    if (!told.ok) return errorReply(told.error);
    const { standing, isPlain, isEmpty, last } = told;
    const hintMs = standing.caughtUp ? intervalMs : undefined;
    // What an answer says beside events must not be missed for a tag.
    if (!tags || !isPlain) return pageReply(told, HEADERS, hintMs);
    if (known && isEmpty) return unchanged(known, standing.cursor);
    const tag = tags.of(last);
    return tags.isGiven(tag)
      ? unchanged(tag, standing.cursor)
      : pageReply(told, { ...HEADERS, etag: tag }, hintMs);
  }

  function unchanged(etag: string, cursor: string): HttpReply {
    const headers: Record<string, string> = standingHeaders(cursor, intervalMs);
    headers["cache-control"] = CACHE_CONTROL;
    headers["vary"] = VARY;
    headers["etag"] = etag;
    return { status: 304, headers };
  }

  return {
    id: "polling",
    routes: (session, routeOptions) => [
      pollRoute("polling", session, routeOptions, options, HEADERS, answer),
      messagesRoute(session, "polling", routeOptions),
    ],
  };
}

/** Of a GET with a cursor. */
function tagsOf({ request, subscriptions, question }: Poll): Tags | undefined {
  const { start } = subscriptions[0]!; // the same for all
  return question !== undefined &&
    typeof start === "object" &&
    "cursor" in start
    ? new Tags(question, start.cursor, request.header("if-none-match"))
    : undefined;
}
