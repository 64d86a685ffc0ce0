/** The client half of long polling: a request that the server answers when something happens; see WIRE.md. */
import { DEFAULTS } from "../client/client-options.js";
import { createCall } from "../client/http-client.js";
import { createHttpSend } from "../client/http-send.js";
import type { readParts } from "../client/read-parts.js";
import { sleep } from "../client/scope.js";
import type { Transport } from "../client/transport.js";
import { type PollOptions, polls } from "../polling/polls.js";

export interface LongPollingOptions extends PollOptions {
  /**
   * How long the server is to wait for something to happen before it answers
   * that nothing did, in milliseconds: at most 55,000, and less than what
   * proxies on the way allow. Default 25,000.
   */
  readonly waitMs?: number;
}

/** After an answer that says nothing and came before its time: whoever gave it does not wait. */
const EARLY_MS = 1_000;

/** @param parts where the contract has answers in parts */
export function longPollingTransport(
  options: LongPollingOptions,
  parts?: typeof readParts,
): Transport {
  const { clock = DEFAULTS.clock, waitMs = 25_000 } = options;
  const call = createCall(options);
  return {
    send: createHttpSend(call, parts),
    open: (attempt, hear) =>
      polls(
        options,
        call,
        "long-polling",
        attempt,
        hear,
        ({ isEarly, retryAfterMs }) => {
          const ms = Math.max(retryAfterMs, isEarly ? EARLY_MS : 0);
          return ms > 0
            ? sleep(clock, attempt.signal, ms * (1 + clock.random() / 4))
            : undefined;
        },
        waitMs,
      ),
  };
}
