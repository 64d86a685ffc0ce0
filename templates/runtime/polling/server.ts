/** Polling: `GET` and `POST /polling`, and `POST /messages`; see WIRE.md. */
import {
  errorReply,
  type HttpReply,
  type HttpTechnique,
} from "../http/http.js";
import { messagesRoute } from "../http/messages-route.js";
import { tagOf } from "./etag.js";
import {
  pageReply,
  pollRoute,
  type PollServerOptions,
  unchangedReply,
} from "./route.js";

export interface PollingServerOptions extends PollServerOptions {
  /** Clients are told to ask no more often than this. Default: they go by their own interval. */
  readonly intervalMs?: number;
}

/** Private, and asked about each time: who may hear what may change. */
const HEADERS: HttpReply["headers"] = {
  "cache-control": "private, no-cache",
  vary: "authorization, cookie, last-event-id",
};
const AT_ONCE = { waitMs: 0, batchMs: 0 };

export function polling(options: PollingServerOptions = {}): HttpTechnique {
  const { intervalMs } = options;
  return {
    id: "polling",
    routes: (session, routeOptions) => [
      pollRoute(
        "polling",
        session,
        routeOptions,
        options,
        HEADERS,
        async (poll) => {
          const told = await poll.read(AT_ONCE);
          if (!told.ok) return errorReply(told.error);
          const hintMs = told.standing.caughtUp ? intervalMs : undefined;
          const tagged = tagOf(poll, told);
          const headers = tagged ? { ...HEADERS, etag: tagged.tag } : HEADERS;
          return tagged?.isKnown
            ? unchangedReply(told, headers, hintMs)
            : pageReply(told, headers, hintMs);
        },
      ),
      messagesRoute(session, "polling", routeOptions),
    ],
  };
}
