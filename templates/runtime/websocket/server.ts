/// <reference types="node" />
/** WebSockets: upgrades of `GET /websocket`, and `POST /websocket/ticket`; see WIRE.md. */
import { errorReply, jsonReply, type Route } from "../http/http.js";
import type { NodeTechnique } from "../http/upgrade.js";
import type { ServerClock } from "../server/server-clock.js";
import { wireError } from "../server/wire-error.js";
import { versionReply } from "./handshake.js";
import { settingsOf, type WebSocketServerOptions } from "./settings.js";
import { createTickets, TICKET_MS, type Tickets } from "./ticket.js";
import { createUpgrade } from "./upgrade.js";

export type { WebSocketServerOptions } from "./settings.js";

/** @throws {TypeError} where `ticketSecret` is too short */
export function websocket(options: WebSocketServerOptions = {}): NodeTechnique {
  const settings = settingsOf(options);
  const tickets = createTickets(options.ticketSecret);
  return {
    id: "websocket",
    routes: (_session, { clock }) => [
      {
        path: "/websocket",
        methods: ["GET"],
        reply: versionReply(
          "this is for WebSockets; if you asked for one, `attach` was not called",
        ),
      },
      ticketRoute(tickets, clock),
    ],
    upgrade: (session, shared) =>
      createUpgrade(session, shared, settings, tickets),
  };
}

function ticketRoute<Identity>(
  tickets: Tickets,
  clock: ServerClock,
): Route<Identity> {
  return {
    path: "/websocket/ticket",
    methods: ["POST"],
    transport: "websocket",
    async handle(_request, { credentials }) {
      const { token, origin } = credentials;
      if (token === undefined) {
        const message = "a ticket stands for a token, and there was none";
        return errorReply(wireError("bad_request", message));
      }
      const ticket = tickets.seal(token, origin, clock.now());
      return jsonReply(200, { ticket, expiresInMs: TICKET_MS });
    },
  };
}
