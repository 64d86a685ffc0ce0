/** `POST /messages`: messages from clients, for all techniques over HTTP. */
import {
  errorReply,
  jsonReply,
  type Route,
  type RouteOptions,
} from "./http.js";
import { parseInbound } from "../server/inbound.js";
import { jsonBody } from "./json-body.js";
import { streamReply } from "./stream-reply.js";
import type { Session } from "../server/session.js";
import { wireError } from "../server/wire-error.js";

export function messagesRoute<Identity>(
  session: Session<Identity>,
  transport: string,
  options: RouteOptions,
): Route<Identity> {
  return {
    path: "/messages",
    methods: ["POST"],
    transport,
    async handle(request, principal) {
      const { maxMessageBytes } = session.limits;
      const body = await jsonBody(
        request,
        maxMessageBytes,
        options.bodyTimeoutMs,
      );
      if (!body.ok) return errorReply(body.error, { ok: false });
      const parsed = parseInbound(body.value);
      if (!parsed.ok) {
        const error = wireError("bad_request", parsed.message);
        return errorReply(error, { ok: false });
      }
      const message = parsed.value;
      if (session.streams(message)) {
        const streamed = await session.stream(principal, message);
        const { id } = message;
        return streamed.ok
          ? streamReply(id, streamed.parts, request, session, options.encode)
          : errorReply(streamed.error, { id, ok: false });
      }
      const outcome = await session.handle(principal, message);
      const { id } = outcome;
      return outcome.ok
        ? jsonReply(200, outcome)
        : errorReply(outcome.error, { id, ok: false });
    },
  };
}
