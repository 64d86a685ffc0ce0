/** Messages from client to server over HTTP: `POST /messages`; see WIRE.md. */
import type { Call } from "./http-client.js";
import type { Outcome } from "../core/protocol.js";
import type { readParts } from "./read-parts.js";
import type { Transport } from "./transport.js";

/** Without `parts`, the contract has no answers that come in parts. */
export function createHttpSend(
  call: Call,
  parts?: typeof readParts,
  maxFrameChars?: number,
): Transport["send"] {
  return async (message, signal, hear) => {
    const response = await call("messages", message, signal);
    return hear
      ? parts!(response, hear, maxFrameChars)
      : (response.json() as Promise<Outcome>); // as WIRE.md has it
  };
}
