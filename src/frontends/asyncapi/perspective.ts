/**
 * AsyncAPI documents are written from either end, and nothing in them says
 * from which: `send` is what the described application sends. A wrong guess
 * swaps every type and still compiles, so where operations look like the
 * other end's, a warning names both readings.
 */
import type { Direction } from "../../contract/model.js";
import type { Operation } from "./operations.js";

export type Perspective = "server" | "client";

export function directionOf(
  action: Operation["action"],
  perspective: Perspective,
): Direction {
  return (action === "send") === (perspective === "server")
    ? "serverToClient"
    : "clientToServer";
}

/** Why the operations look like those of a client; `undefined`: they do not. */
export function looksLikeClient(
  operations: readonly Operation[],
): string | undefined {
  const sends = operations.filter(({ action }) => action === "send");
  const receives = operations.filter(({ action }) => action === "receive");
  const asks = sends.filter(({ reply }) => reply).length;
  const answers = receives.filter(({ reply }) => reply).length;
  // Servers answer; who only asks is a client.
  if (asks > answers) return `${asks} of its "send" operations expect a reply`;
  if (answers > 0) return undefined;
  // Subscribing is what clients do, even with a message of its own.
  const subscribes = sends.filter(({ name }) => /^(un)?subscribe/i.test(name));
  if (subscribes.length > 0) {
    return `it sends "${subscribes[0]?.name}"`;
  }
  // Servers have more kinds of messages to tell than clients have to say.
  const [sent, received] = [countOf(sends), countOf(receives)];
  if (received > sent) {
    return `it receives ${received} messages and sends ${sent}`;
  }
  return undefined;
}

/** Messages, each counted once for each channel. */
export function countOf(operations: readonly Operation[]): number {
  const seen = new Set(operations.flatMap(({ messages }) => messages));
  return seen.size;
}
