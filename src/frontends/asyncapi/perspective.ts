/**
 * AsyncAPI documents are written from either end, and nothing in them says
 * from which: `send` (in 2.x `subscribe`, for it is told from the other end)
 * is what the described application sends. A wrong guess swaps every type and
 * still compiles, so where operations look like the other end's, a warning
 * names both readings.
 */
import type { Direction } from "../../contract/model.js";
import type { Fields } from "../../documents/fields.js";
import type { Context } from "./context.js";
import type { Operation } from "./entries.js";

export type Perspective = "server" | "client";

export function directionOf(
  action: Operation["action"],
  perspective: Perspective,
): Direction {
  return (action === "send") === (perspective === "server")
    ? "serverToClient"
    : "clientToServer";
}

export function warnOfClient(
  operations: readonly Operation[],
  root: Fields,
  { diagnostics, version: { major } }: Context,
): void {
  const reason = looksLikeClient(operations, major);
  if (reason === undefined) return;
  const by = (action: Operation["action"]): number =>
    countOf(operations.filter((operation) => operation.action === action));
  const target = root.at(major === 2 ? "channels" : "operations");
  diagnostics.report(
    "asyncapi-perspective",
    { ...target, part: "key" },
    {
      reason,
      word: major === 2 ? "subscribe" : "send",
      toClient: by("send"),
      toServer: by("receive"),
    },
  );
}

/** Why the operations look like those of a client; `undefined`: they do not. */
function looksLikeClient(
  operations: readonly Operation[],
  major: 2 | 3,
): string | undefined {
  const sends = operations.filter(({ action }) => action === "send");
  const receives = operations.filter(({ action }) => action === "receive");
  const asks = sends.filter(({ reply }) => reply).length;
  const answers = receives.filter(({ reply }) => reply).length;
  // Servers answer; who only asks is a client.
  if (asks > answers) return `${asks} of its "send" operations expect a reply`;
  if (answers > 0) return undefined;
  // Subscribing is what clients do, even with a message of its own. In 2.x it
  // is what readers of the document do, from whichever end it is written.
  const subscribes = sends.find(({ name }) =>
    /^(un)?subscribe/i.test(name ?? ""),
  );
  if (major === 3 && subscribes) return `it sends "${subscribes.name}"`;
  // Servers have more kinds of messages to tell than clients have to say.
  const [sent, received] = [countOf(sends), countOf(receives)];
  if (received > sent) {
    return `it receives ${received} messages and sends ${sent}`;
  }
  return undefined;
}

/** Messages, each counted once for each channel. */
function countOf(operations: readonly Operation[]): number {
  const seen = new Set(operations.flatMap(({ messages }) => messages));
  return seen.size;
}
