/** When to try again: for the connection, the outbox and handlers alike. */
import type { ClientContext } from "./client-options.js";
import type { RemoteError } from "../core/errors.js";
import { sleep } from "./scope.js";

/** How one thing that is tried again has fared. */
export interface Tries {
  /** In a row. */
  failures: number;
  /** A new token was asked for since it last worked. */
  refreshed?: boolean;
}

/**
 * Resolves when it is time for the next try, or when the signal aborts;
 * throws the error where trying again cannot mend it. An error that says
 * nothing is the network's.
 *
 * Full jitter, so that a thousand clients that lost one server do not come
 * back in one wave; what the server asked for is a floor to it, never
 * shortened.
 */
export async function retry(
  { clock, token, backoffBaseMs, backoffCapMs }: ClientContext,
  tries: Tries,
  error: Partial<RemoteError> | undefined,
  signal: AbortSignal,
  hintMs = 0,
): Promise<void> {
  const { recovery = "retry", retryAfterMs = hintMs } = error ?? {};
  if (recovery === "retry")
    await sleep(
      clock,
      signal,
      retryAfterMs +
        clock.random() *
          Math.min(backoffCapMs, backoffBaseMs * 2 ** tries.failures++),
    );
  else if (
    recovery === "authenticate" &&
    typeof token === "function" &&
    !tries.refreshed
  )
    tries.refreshed = true;
  else throw error;
}
