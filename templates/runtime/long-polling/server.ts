/** Long polling: `GET` and `POST /long-polling`, and `POST /messages`; see WIRE.md. */
import {
  errorReply,
  type HttpReply,
  type HttpTechnique,
} from "../http/http.js";
import { messagesRoute } from "../http/messages-route.js";
import { MAX_WAIT_SECONDS } from "../polling/protocol.js";
import {
  outOfRange,
  pageReply,
  pollRoute,
  type PollServerOptions,
} from "../polling/route.js";
import { Waiters } from "./waiters.js";

export interface LongPollingServerOptions extends PollServerOptions {
  /** When something comes, so much longer is waited for more: a burst is one answer. Default 5 ms. */
  readonly batchMs?: number;
  /**
   * Requests of one identity that wait at a time. One more is answered at
   * once, and told to come back after a while: it is polling then. Default 100.
   */
  readonly maxWaitersPerIdentity?: number;
}

/** What a client waits where it does not say. */
const DEFAULT_WAIT_SECONDS = 25;
/** When a client comes back for which there was no room to wait. */
const CROWDED_MS = 5_000;

/** Each answer is to one question at one time. */
const HEADERS: HttpReply["headers"] = { "cache-control": "no-store" };

export function longPolling(
  options: LongPollingServerOptions = {},
): HttpTechnique {
  const { batchMs = 5, maxWaitersPerIdentity = 100 } = options;
  return {
    id: "long-polling",
    routes: (session, routeOptions) => {
      const waiters = new Waiters(maxWaitersPerIdentity);
      return [
        pollRoute(
          "long-polling",
          session,
          routeOptions,
          options,
          HEADERS,
          async ({ caller, number, read }) => {
            const wait = number("wait") ?? DEFAULT_WAIT_SECONDS;
            if (!(wait >= 0 && wait <= MAX_WAIT_SECONDS)) {
              return outOfRange(
                `wait must be 0 to ${MAX_WAIT_SECONDS} seconds`,
              );
            }
            const waits = wait > 0 && waiters.enter(caller);
            const waitMs = waits ? wait * 1_000 : 0;
            const told = await read({ waitMs, batchMs }).finally(() => {
              if (waits) waiters.leave(caller);
            });
            if (!told.ok) return errorReply(told.error);
            const isCrowded = wait > 0 && !waits && told.isEmpty;
            return pageReply(told, HEADERS, isCrowded ? CROWDED_MS : undefined);
          },
        ),
        messagesRoute(session, "long-polling", routeOptions),
      ];
    },
  };
}
