/** A page as the text of WIRE.md, section Polling. */
import type { Hello } from "../core/protocol.js";
import type { Standing } from "../server/session.js";
import type { PageHead } from "./protocol.js";

export function pageText(
  { protocol, schema, recovered, channels }: Hello,
  { cursor, cursors, caughtUp }: Standing,
  retryAfterMs: number | undefined,
  texts: readonly string[],
): string {
  let at = 0;
  const head: PageHead = {
    cursor,
    hasMore: !caughtUp,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    protocol,
    schema,
    recovered,
    channels: channels.map((result) =>
      result.ok ? { ...result, next: cursors[at++]! } : result,
    ),
  };
  return `${JSON.stringify(head).slice(0, -1)},"events":[${texts.join(",")}]}`;
}
