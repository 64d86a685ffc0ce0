/** What of a contract the chosen techniques cannot carry. */
import type { TransportId } from "../advice/choices.js";
import type { Channel, Contract } from "../contract/model.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { Origin } from "../source/source-file.js";
import type { Capabilities } from "./transport.js";
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
  const technique = techniques.map(({ title }) => title).join(" or ");
  const isLacking = (one: keyof Capabilities): boolean =>
    !techniques.some(({ capabilities }) => capabilities[one]);
  if (isLacking("reply")) {
    const able = ableTo("reply");
    for (const { serverToClient } of channels) {
      for (const { name: message, reply } of serverToClient) {
        if (!reply) continue;
        const params = { message, technique, able };
        diagnostics.report("transport-no-reply", keyOf(reply.origin), params);
      }
    }
  }
  if (isLacking("live")) {
    const able = ableTo("live");
    for (const { what, origin } of channels.flatMap(notKept)) {
      const params = { what, technique, able };
      diagnostics.report("transport-not-live", keyOf(origin), params);
    }
  }
}

function notKept({ name, history, serverToClient, origin }: Channel) {
  if (serverToClient.length > 0 && history.kind === "none") {
    return [{ what: `channel "${name}" keeps no history`, origin }];
  }
  return serverToClient
    .filter(({ ephemeral }) => ephemeral)
    .map((one) => ({ what: `"${one.name}" is ephemeral`, origin: one.origin }));
}

const keyOf = (origin: Origin) => ({ ...origin, part: "key" }) as const;

function ableTo(what: keyof Capabilities): string {
  return Object.values(transports)
    .filter(({ capabilities }) => capabilities[what])
    .map(({ id }) => id)
    .join(" or ");
}
