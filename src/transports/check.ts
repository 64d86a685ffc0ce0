/** What of a contract the chosen techniques cannot carry. */
import type { TransportId } from "../advice/choices.js";
import type { Contract } from "../contract/model.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { transports } from "./transports.js";

/**
 * One technique that can is enough: clients of the others hear the message,
 * and leave the answer to those that can.
 *
 * @param chosen of all outputs together
 */
export function checkTransports(
  { channels }: Contract,
  chosen: readonly TransportId[],
  diagnostics: Diagnostics,
): void {
  const techniques = [...new Set(chosen)].map((id) => transports[id]);
  if (techniques.some(({ capabilities }) => capabilities.reply)) return;
  const technique = techniques.map(({ title }) => title).join(" or ");
  const able = Object.values(transports)
    .filter(({ capabilities }) => capabilities.reply)
    .map(({ id }) => id)
    .join(" or ");
  for (const { serverToClient } of channels) {
    for (const { name: message, reply } of serverToClient) {
      if (!reply) continue;
      const target = { ...reply.origin, part: "key" } as const;
      const params = { message, technique, able };
      diagnostics.report("transport-no-reply", target, params);
    }
  }
}
