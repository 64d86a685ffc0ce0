/** What a message from a client is answered with, before it has the message's id. */
import type { ErrorCode, WireError } from "../core/protocol.js";
import { wireError } from "./wire-error.js";

export type Answer = { readonly ok: true; readonly data?: unknown } | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly error: WireError;
}

/** How a handler's run ended: only what is settled is kept for resends. */
export interface Ended {
  readonly answer: Answer;
  readonly settled: boolean;
}

const RETRY_AFTER_MS = 1_000;

export function refuse(code: ErrorCode, message: string): Refusal {
  const retry = code === "too_many" || code === "unavailable";
  return {
    ok: false,
    error: wireError(
      code,
      message,
      retry ? { retryAfterMs: RETRY_AFTER_MS } : {},
    ),
  };
}
