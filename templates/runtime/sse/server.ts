/** Server-sent events: `GET` and `POST /sse`, and `POST /messages`; see WIRE.md. */
import { STREAM_HEADERS } from "../http/event-stream.js";
import {
  errorReply,
  type HttpReply,
  type HttpRequest,
  type HttpTechnique,
  type RouteOptions,
} from "../http/http.js";
import { messagesRoute } from "../http/messages-route.js";
import { subscribeRequest } from "../http/subscribe-request.js";
import type { Principal, Session } from "../server/session.js";
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
  const asked = await subscribeRequest(request, session, options);
  if (!asked.ok) return errorReply(asked.error);
  const sink = newSink();
  const connected = await session.connect(principal, asked.subscriptions, sink);
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
