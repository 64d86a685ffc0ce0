/** What a request subscribes to: a GET says it in its query, a POST in its body. */
import type { HttpRequest, RouteOptions } from "./http.js";
import { jsonBody } from "./json-body.js";
import { parseInstance } from "../core/instance.js";
import type { Start, SubscribeRequest, WireError } from "../core/protocol.js";
import {
  isFields,
  own,
  type Parsed,
  parseSubscriptions,
} from "../server/inbound.js";
import type { Session } from "../server/session.js";
import { wireError } from "../server/wire-error.js";

export type Asked =
  | {
      readonly ok: true;
      /** At least one. */
      readonly subscriptions: readonly SubscribeRequest[];
      /** A number beside them; `NaN` where it is none. */
      number(name: string): number | undefined;
    }
  | { readonly ok: false; readonly error: WireError };

export async function subscribeRequest(
  request: HttpRequest,
  { limits }: Pick<Session, "limits">,
  { bodyTimeoutMs }: Pick<RouteOptions, "bodyTimeoutMs">,
): Promise<Asked> {
  let asked: Parsed<readonly SubscribeRequest[]>;
  let number: (name: string) => number | undefined;
  if (request.method === "GET") {
    const { query } = request;
    asked = parseQuery(query, request.header("last-event-id"));
    number = (name) => decimal(query.get(name));
  } else {
    const { maxMessageBytes } = limits;
    const body = await jsonBody(request, maxMessageBytes, bodyTimeoutMs);
    if (!body.ok) return body;
    const { value } = body;
    asked = parseSubscriptions(value);
    number = (name) => {
      const given = isFields(value) ? own(value, name) : undefined;
      return given === undefined || typeof given === "number" ? given : NaN;
    };
  }
  if (!asked.ok) return bad(asked.message);
  if (asked.value.length === 0) return bad("no subscriptions");
  return { ok: true, subscriptions: asked.value, number };
}

function decimal(text: string | null): number | undefined {
  if (text === null) return undefined;
  return /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
}

const bad = (message: string): Asked => ({
  ok: false,
  error: wireError("bad_request", message),
});

/** One start for all: a URL has room for one cursor. */
function parseQuery(
  query: URLSearchParams,
  lastEventId: string | undefined,
): Parsed<readonly SubscribeRequest[]> {
  const start = startOf(query, lastEventId);
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

/** The header of a client that comes back wins over the query of its URL. */
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
