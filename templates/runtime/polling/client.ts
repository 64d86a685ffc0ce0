/** The client half of polling: a request now and then; see WIRE.md. */
import { DEFAULTS } from "../client/client-options.js";
import { createCall } from "../client/http-client.js";
import { createHttpSend } from "../client/http-send.js";
import type { readParts } from "../client/read-parts.js";
import type { Transport } from "../client/transport.js";
import { createInterval, type IntervalOptions } from "./interval.js";
import { type PollOptions, polls } from "./polls.js";

export interface PollingOptions extends PollOptions, IntervalOptions {}

/** @param parts where the contract has answers in parts */
export function pollingTransport(
  options: PollingOptions,
  parts?: typeof readParts,
): Transport {
  const call = createCall(options);
  const interval = createInterval(options, options.clock ?? DEFAULTS.clock);
  const send = createHttpSend(call, parts);
  return {
    open: (attempt, hear) =>
      polls(options, call, "polling", attempt, hear, (polled) =>
        interval.pause(polled.isEmpty, polled.retryAfterMs, attempt.signal),
      ),
    /** What is sent is often followed by an event. */
    send: (...message) => send(...message).finally(interval.quicken),
  };
}
