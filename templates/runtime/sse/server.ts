/** Server-sent events: `GET` and `POST /sse`, and `POST /messages`; see WIRE.md. */
import { STREAM_HEADERS } from "../http/event-stream.js";
import {
  errorReply,
  type HttpReply,
  type HttpRequest,
  type HttpTechnique,
  type RouteOptions,
} from "../http/http.js";
import { type Parsed, parseSubscriptions } from "../server/inbound.js";
import { parseInstance } from "../core/instance.js";
import { jsonBody } from "../http/json-body.js";
import { messagesRoute } from "../http/messages-route.js";
import type { Start, SubscribeRequest } from "../core/protocol.js";
import type { Principal, Session } from "../server/session.js";
import { wireError } from "../server/wire-error.js";
import { SseEncoder } from "./encoder.js";
import { SseSink } from "./sink.js";
import type { Form } from "./wire.js";

export interface SseServerOptions {
  /** How long a native EventSource waits before it comes back. Default 1,000 ms. */
  readonly retryMs?: number;
  /** `true` answers 204, which tells this client to stop and not to come back. */
  readonly dismiss?: (principal: Principal) => boolean;
}

export function sse({
  retryMs = 1_000,
  dismiss,
}: SseServerOptions = {}): HttpTechnique {
  return {
    id: "sse",
    routes: (session, options) => {
      const encoders = {
        native: new SseEncoder("native", options.encode),
        envelope: new SseEncoder("envelope", options.encode),
      };
      return [
        {
          path: "/sse",
          methods: ["GET", "POST"],
          transport: "sse",
          async handle(request, principal) {
            if (dismiss?.(principal)) return { status: 204, headers: {} };
            if (request.method === "HEAD") {
              return { status: 200, headers: STREAM_HEADERS };
            }
            const encoder = encoders[formOf(request)];
            return open(session, request, principal, options, () => {
              return new SseSink(encoder, retryMs);
            });
          },
        },
        messagesRoute(session, "sse", options),
      ];
    },
  };
}

async function open<Identity>(
  session: Session<Identity>,
  request: HttpRequest,
  principal: Principal<Identity>,
  options: RouteOptions,
  newSink: () => SseSink,
): Promise<HttpReply> {
  let asked: Parsed<readonly SubscribeRequest[]>;
  if (request.method === "GET") {
    asked = subscriptionsOf(request);
  } else {
    const { maxMessageBytes } = session.limits;
    const body = await jsonBody(
      request,
      maxMessageBytes,
      options.bodyTimeoutMs,
    );
    if (!body.ok) return errorReply(body.error);
    asked = parseSubscriptions(body.value);
  }
  if (!asked.ok) return errorReply(wireError("bad_request", asked.message));
  if (asked.value.length === 0) {
    return errorReply(wireError("bad_request", "no subscriptions"));
  }
  const sink = newSink();
  const connected = await session.connect(principal, asked.value, sink);
  if (!connected.ok) return errorReply(connected.error);
  const { connection } = connected;
  if (request.closed) connection.end();
  else request.onClose(() => connection.end());
  return {
    status: 200,
    headers: STREAM_HEADERS,
    stream(body) {
      sink.open(body);
      connection.drained();
      return () => connection.drained();
    },
  };
}

function formOf({ query }: HttpRequest): Form {
  return query.get("envelope") === "1" ? "envelope" : "native";
}

/** One start for all: a URL has room for one cursor. */
function subscriptionsOf(
  request: HttpRequest,
): Parsed<readonly SubscribeRequest[]> {
  const { query } = request;
  const start = startOf(query, request.header("last-event-id"));
  if (start === undefined) {
    return { ok: false, message: "start must be now, earliest or last:<n>" };
  }
  const snapshot = query.get("snapshot") === "1";
  const requests: SubscribeRequest[] = [];
  for (const text of query.getAll("subscribe")) {
    const instance = parseInstance(text);
    if (!instance) return { ok: false, message: "malformed subscribe" };
    requests.push({ ...instance, start, snapshot });
  }
  return { ok: true, value: requests };
}

/** The header of a reconnect wins over the query of the URL it goes back to. */
function startOf(
  query: URLSearchParams,
  lastEventId: string | undefined,
): Start | undefined {
  const cursor = lastEventId || query.get("last_event_id");
  if (cursor) return { cursor };
  const start = query.get("start") ?? "now";
  if (start === "now" || start === "earliest") return start;
  const last = /^last:(\d{1,9})$/.exec(start);
  return last ? { last: Number(last[1]) } : undefined;
}
