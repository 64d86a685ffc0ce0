/** What a poll is answered with, for both ends; see WIRE.md, section Polling. */
import type { SubscribeResult } from "../core/protocol.js";

/** As in `rt.hello`, and where to go on. */
export type PageResult = SubscribeResult & {
  /** Everything of this subscription up to here is in this answer or an earlier one. */
  readonly next?: string;
};

/** The answer but for its events, which are last. */
export interface PageHead {
  /** Everything up to here was told, but of subscriptions with a later `next`. */
  readonly cursor: string;
  /** Whether to ask again at once. */
  readonly hasMore: boolean;
  /** Not to be asked again before. */
  readonly retryAfterMs?: number;
  readonly protocol: number;
  /** The server contract's hash. */
  readonly schema: string;
  /** Whether every subscription that gave a cursor goes on from it. */
  readonly recovered: boolean;
  /** One for each subscription, in the order asked. */
  readonly channels: readonly PageResult[];
}

/** Of a 304, in place of {@link PageHead.cursor} and {@link PageHead.retryAfterMs}. */
export const CURSOR_HEADER = "rt-cursor";
export const RETRY_HEADER = "rt-retry-after-ms";

/** Seconds that an answer of long polling may be waited for: proxies cut at 60. */
export const MAX_WAIT_SECONDS = 55;
