/** What a request subscribes to: a GET says it in its query, a POST in its body. */
import type { HttpRequest, RouteOptions } from "./http.js";
import { jsonBody } from "./json-body.js";
import { queryOf } from "./subscribe-query.js";
import type { SubscribeRequest, WireError } from "../core/protocol.js";
import { isFields, own, parseSubscriptions } from "../server/inbound.js";
import type { Session } from "../server/session.js";
import { wireError } from "../server/wire-error.js";

export type Asked =
  | {
      readonly ok: true;
      /** At least one. */
      readonly subscriptions: readonly SubscribeRequest[];
      /** A number beside them; `NaN` where it is none. */
      number(name: string): number | undefined;
      /** Of a GET with a cursor: the same for the same question from another cursor. */
      readonly question?: string;
    }
  | { readonly ok: false; readonly error: WireError };

export async function subscribeRequest(
  request: HttpRequest,
  { limits }: Pick<Session, "limits">,
  { bodyTimeoutMs }: Pick<RouteOptions, "bodyTimeoutMs">,
): Promise<Asked> {
  if (request.method === "GET") return queryRequest(request);
  const { maxMessageBytes } = limits;
  const body = await jsonBody(request, maxMessageBytes, bodyTimeoutMs);
  if (!body.ok) return body;
  const { value } = body;
  const asked = parseSubscriptions(value);
  if (!asked.ok) return bad(asked.message);
  if (asked.value.length === 0) return bad("no subscriptions");
  return {
    ok: true,
    subscriptions: asked.value,
    number(name) {
      const given = isFields(value) ? own(value, name) : undefined;
      return given === undefined || typeof given === "number" ? given : NaN;
    },
  };
}

/** One start for all: a URL has room for one cursor. */
function queryRequest(request: HttpRequest): Asked {
  const query = queryOf(request);
  const { instances, snapshot, fields } = query;
  if (!instances) return bad("malformed subscribe");
  if (instances.length === 0) return bad("no subscriptions");
  // The header of a client that comes back wins over the query of its URL.
  const cursor = request.header("last-event-id") || query.cursor;
  const start = cursor ? { cursor } : query.start;
  if (!start) return bad("start must be now, earliest or last:<n>");
  return {
    ok: true,
    subscriptions: instances.map(({ channel, params }) => ({
      channel,
      params,
      start,
      snapshot,
    })),
    number: (name) => decimal(fields.get(name)),
    ...(cursor && { question: query.question }),
  };
}

const bad = (message: string): Asked => ({
  ok: false,
  error: wireError("bad_request", message),
});

function decimal(text: string | null): number | undefined {
  if (text === null) return undefined;
  return /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
}
