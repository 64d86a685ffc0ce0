import { createCall, type HttpOptions } from "../client/http-client.js";

/**
 * Asks the server for a ticket, for the client's option `ticket`: good for
 * half a minute, and for one origin. Pages use it where a token must not
 * travel as a subprotocol, which some proxies log.
 *
 * @throws {RemoteError} the server refused
 */
export async function fetchTicket(options: HttpOptions): Promise<string> {
  const response = await createCall(options)("websocket/ticket", {});
  const { ticket } = (await response.json()) as { readonly ticket: string }; // as WIRE.md has it
  return ticket;
}
