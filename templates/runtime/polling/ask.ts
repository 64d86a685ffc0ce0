/** The request of one poll: a GET where a URL can say it, else a POST. */
import type { Call } from "../client/http-client.js";
import { formatInstance } from "../core/instance.js";
import type { SubscribeRequest } from "../core/protocol.js";

export interface Question {
  readonly subscriptions: readonly SubscribeRequest[];
  /** The most events of the answer. */
  readonly limit: number | undefined;
  /** Seconds; absent where the technique does not wait. */
  readonly wait: number | undefined;
}

/** What every server and proxy takes. */
const MAX_QUERY = 1_800;
/** Nothing for a browser's cache, which would let one answer wait for another. */
const FRESH = { cache: "no-store" } as const;

/** @param tag of the answer that the client has */
export function ask(
  call: Call,
  path: string,
  question: Question,
  signal: AbortSignal,
  tag: string | undefined,
): Promise<Response> {
  const [first] = question.subscriptions;
  const { start } = first!;
  const query = queryOf(question);
  if (query.length > MAX_QUERY || !question.subscriptions.every(isLikeFirst))
    return call(path, question, signal, FRESH);
  // In a header, so that the URL stays the same, and with it its preflight.
  const cursor = typeof start === "object" && "cursor" in start && start.cursor;
  return call(`${path}?${query}`, undefined, signal, {
    ...FRESH,
    headers: {
      ...(cursor && { "last-event-id": cursor }),
      ...(tag && { "if-none-match": tag }),
    },
  });

  /** A URL has room for one start. */
  function isLikeFirst(one: SubscribeRequest): boolean {
    return (
      JSON.stringify([one.start, one.snapshot]) ===
      JSON.stringify([start, first!.snapshot])
    );
  }
}

function queryOf({ subscriptions, limit, wait }: Question): string {
  const query = new URLSearchParams();
  for (const { channel, params } of subscriptions)
    query.append(
      "subscribe",
      formatInstance(channel, params, Object.keys(params)),
    );
  const { start, snapshot } = subscriptions[0]!;
  if (typeof start === "string") query.set("start", start);
  else if ("last" in start) query.set("start", `last:${start.last}`);
  if (snapshot) query.set("snapshot", "1");
  if (limit !== undefined) query.set("limit", `${limit}`);
  if (wait !== undefined) query.set("wait", `${wait}`);
  return String(query);
}
