/**
 * One poll after the other, each from where the answer before it ended, for
 * as long as the connection lasts: what the client cores of polling and of
 * long polling take for a connection.
 */
import { type ClientOptions, DEFAULTS } from "../client/client-options.js";
import type { Call, HttpOptions } from "../client/http-client.js";
import { scoped } from "../client/scope.js";
import type { Attempt, Hear, Message } from "../client/transport.js";
import { RemoteError } from "../core/errors.js";
import type { SubscribeRequest } from "../core/protocol.js";
import { ask } from "./ask.js";
import { CURSOR_HEADER, type PageHead, RETRY_HEADER } from "./protocol.js";

export interface PollOptions extends ClientOptions, HttpOptions {
  /** The most events of one answer. Default 100. */
  readonly limit?: number;
  /** How long an answer may take, beyond what it is to wait, in milliseconds. Default 10,000. */
  readonly requestTimeoutMs?: number;
}

/** How a poll went. */
export interface Polled {
  /** Nothing has happened. */
  readonly isEmpty: boolean;
  /** That was said though there was time left to wait. */
  readonly isEarly: boolean;
  /** The server asks not to come back before, in milliseconds. */
  readonly retryAfterMs: number;
}

interface Page extends PageHead {
  readonly events: readonly Message[];
}

/**
 * Asks again at once where there is more, else after `pause`. The first
 * answer is not waited for: it says that the connection is there.
 * @param waitMs absent where the technique does not wait
 */
export async function polls(
  { clock = DEFAULTS.clock, limit, requestTimeoutMs = 10_000 }: PollOptions,
  call: Call,
  path: string,
  { subscriptions, signal }: Attempt,
  hear: Hear,
  pause: (polled: Polled) => Promise<void> | undefined,
  waitMs?: number,
): Promise<void> {
  let asked = subscriptions;
  let tag: string | undefined;
  for (let patience = 0; ; patience = waitMs ?? 0) {
    const since = clock.now();
    const { page, headers } = await scoped(
      clock,
      [signal],
      patience + requestTimeoutMs,
      new RemoteError({ code: "silent" }, "retry"),
      async (end) => {
        const wait = waitMs === undefined ? undefined : patience / 1000;
        const question = { subscriptions: asked, limit, wait };
        const response = await ask(call, path, question, end, tag);
        const has = response.status === 304;
        return {
          headers: response.headers,
          page: has ? undefined : ((await response.json()) as Page), // as WIRE.md has it
        };
      },
    );
    tag = headers.get("etag") ?? undefined;
    if (page !== undefined) await told(page);
    else await reached(headers.get(CURSOR_HEADER));
    if (page?.hasMore) continue;
    const isEmpty = !page?.events.length;
    await pause({
      isEmpty,
      isEarly: isEmpty && clock.now() - since < patience / 2,
      retryAfterMs: page?.retryAfterMs ?? Number(headers.get(RETRY_HEADER)),
    });
  }

  async function told(page: Page): Promise<void> {
    const { channels, cursor, events } = page;
    const isFirst = asked === subscriptions;
    asked = asked.flatMap((one, index) => {
      const { next } = channels[index]!; // of something that is no page it throws
      return next === undefined ? [] : from(one, next);
    });
    if (isFirst)
      // Silence is ours to notice: between two answers it is no failure.
      await hear({
        type: "rt.hello",
        data: { ...page, heartbeatMs: Infinity },
      });
    else
      for (const result of channels)
        if (!result.ok) await hear({ type: "rt.unsubscribed", data: result });
    for (const event of events) await hear(event);
    if (channels.every(({ next = cursor }) => next === cursor))
      await hear({ type: "rt.heartbeat", data: { cursor } });
  }

  /** A 304: nothing has happened up to there. */
  async function reached(cursor: string | null): Promise<void> {
    if (!cursor) return; // of a server that does not expose it: ask from the old one
    asked = asked.map((one) => from(one, cursor));
    await hear({ type: "rt.heartbeat", data: { cursor } });
  }
}

function from(one: SubscribeRequest, cursor: string): SubscribeRequest {
  return { ...one, start: { cursor } };
}
