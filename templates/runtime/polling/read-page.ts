/** Opens a reader for one answer, lets it fill, and ends it. */
import type { HttpRequest } from "../http/http.js";
import type { Hello, SubscribeRequest, WireError } from "../core/protocol.js";
import type { Principal, Session, Standing } from "../server/session.js";
import { wireError } from "../server/wire-error.js";
import type { Page } from "./page.js";

export interface Patience {
  /** How long to wait where there is nothing yet. */
  readonly waitMs: number;
  /** How long to wait for more when something has come. */
  readonly batchMs: number;
}

/** A page that is complete. */
export interface Told {
  readonly ok: true;
  readonly hello: Hello;
  readonly standing: Standing;
  /** Events, gaps and snapshots as JSON, in order. */
  readonly texts: readonly string[];
  /** The cursor of the last event. */
  readonly last: string | undefined;
  /** Nothing is said but events: no gap, no snapshot, no refusal. */
  readonly isPlain: boolean;
  /** Nor those. */
  readonly isEmpty: boolean;
  /** The server shuts down: come back so much later, on another connection. */
  readonly drainMs: number | undefined;
}

export type PageResult =
  Told | { readonly ok: false; readonly error: WireError };

/** What a client should wait when the log failed. */
const RETRY_AFTER_MS = 1_000;

/**
 * Resolves when the page is complete: it has caught up with the log, or is
 * full, or was waited for long enough. The reader hears the log's tail before
 * it reads, so that nothing falls between.
 */
export async function readPage<Identity>(
  session: Session<Identity>,
  principal: Principal<Identity>,
  subscriptions: readonly SubscribeRequest[],
  request: Pick<HttpRequest, "closed" | "onClose">,
  page: Page,
  { waitMs, batchMs }: Patience,
): Promise<PageResult> {
  const connected = await session.connect(principal, subscriptions, page);
  if (!connected.ok) return connected;
  const { connection } = connected;
  const { texts } = page;
  const leave = (): void => page.close("client");
  if (request.closed) leave();
  else if (waitMs > 0) request.onClose(leave);

  await page.until(() => page.standing !== undefined || !!page.closed);
  if (waitMs > 0 && texts.length === 0) {
    await page.until(() => texts.length > 0 || !!page.closed, waitMs);
    if (texts.length > 0) await page.until(() => !page.writable, batchMs);
    connection.rest();
  }
  connection.end();

  const { greeting: hello, standing, last, closed, retryAfterMs } = page;
  if (!hello || !standing || closed === "stalled") {
    const error = wireError("unavailable", "the log is not available", {
      retryAfterMs: retryAfterMs ?? RETRY_AFTER_MS,
    });
    return { ok: false, error };
  }
  const isPlain = !page.hasControls && hello.channels.every(({ ok }) => ok);
  const isEmpty = isPlain && texts.length === 0 && standing.caughtUp;
  return {
    ok: true,
    hello,
    standing,
    texts,
    last,
    isPlain,
    isEmpty,
    drainMs: retryAfterMs,
  };
}
