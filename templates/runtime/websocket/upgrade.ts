/// <reference types="node" />
/**
 * From an upgrade request to an open connection. Who may not connect is told
 * so in HTTP, with a status: after the upgrade there is only a close code.
 */
import { WebSocketServer, type ServerOptions } from "ws";
import { ORIGIN_REFUSED } from "../http/callers.js";
import { errorReply, type HttpReply } from "../http/http.js";
import type { Upgrade, UpgradeOptions, UpgradeRoute } from "../http/upgrade.js";
import type { ErrorCode } from "../core/protocol.js";
import { retryAfterMs } from "../server/retry-after.js";
import type { Connection, Limits, Session } from "../server/session.js";
import { Wheel } from "../server/wheel.js";
import { wireError } from "../server/wire-error.js";
import { Corks } from "./corks.js";
import { UpgradeCredentials, withoutCookies } from "./credentials.js";
import { FrameEncoder } from "./encoder.js";
import { readHandshake } from "./handshake.js";
import { listen } from "./listen.js";
import { Peer, type PeerContext } from "./peer.js";
import { BEARER_SUBPROTOCOL, SUBPROTOCOL } from "./protocol.js";
import type { Settings } from "./settings.js";
import { type SinkContext, WebSocketSink } from "./sink.js";
import type { Tickets } from "./ticket.js";
import { UpgradeRate } from "./upgrade-rate.js";

export function createUpgrade<Identity>(
  session: Session<Identity>,
  { callers, clock }: UpgradeOptions,
  settings: Settings,
  tickets: Tickets,
): UpgradeRoute {
  const { limits } = session;
  const { pingIntervalMs } = settings;
  const server = webSocketServer(limits, settings);
  const rate = new UpgradeRate(settings.upgradesPerSecond);
  const sinks: SinkContext = {
    encoder: new FrameEncoder(),
    corks: new Corks(clock),
    highWaterMark: limits.highWaterMark,
  };
  const peers: PeerContext<Identity> = {
    session,
    clock,
    settings,
    wheel: new Wheel(clock, Math.min(1_000, Math.max(10, pingIntervalMs / 16))),
  };
  let pending = 0;

  /** `undefined`: the ticket is not worth a token. */
  function credentialsOf(
    { head, request }: Upgrade,
    protocols: readonly string[],
    isKnown: boolean,
  ): UpgradeCredentials | undefined {
    let token = bearerOf(protocols) ?? callers.tokenOf(head);
    const ticket = head.query.get("ticket");
    if (ticket !== null) {
      token = tickets.open(ticket, head.header("origin"), clock.now());
      if (token === undefined) return undefined;
    }
    const { rawHeaders } = request;
    const headers = isKnown ? rawHeaders : withoutCookies(rawHeaders);
    return new UpgradeCredentials(head, headers, token);
  }

  /** Cookies count from origins that we know: without one it is no browser, and needs none. */
  function isTrusted(
    { head }: Upgrade,
    hasToken: boolean,
    isKnown: boolean,
  ): boolean {
    return head.header("origin") === undefined
      ? hasToken || head.header("cookie") === undefined
      : isKnown || (callers.anyOrigin && hasToken);
  }

  async function admit(
    upgrade: Upgrade,
    credentials: UpgradeCredentials,
  ): Promise<HttpReply | undefined> {
    const admission = await session.admit(credentials);
    if (!admission.ok) return errorReply(admission.error);
    const { socket } = upgrade;
    if (socket.destroyed) return undefined;
    const sink = new WebSocketSink(sinks);
    const connected = await session.connect(admission.principal, [], sink);
    if (!connected.ok) return errorReply(connected.error);
    open(upgrade, sink, connected.connection);
    return undefined;
  }

  function open(
    { request, socket, rest }: Upgrade,
    sink: WebSocketSink,
    connection: Connection<Identity>,
  ): void {
    let isOpen = false;
    try {
      server.handleUpgrade(request, socket, rest, (ws) => {
        isOpen = true;
        listen(ws, socket, new Peer(ws, sink, connection, peers));
        sink.open(ws, socket);
        connection.drained();
      });
    } finally {
      if (!isOpen) connection.end(); // the client left meanwhile, or somebody else took it
    }
  }

  return {
    path: "/websocket",
    async handle(upgrade) {
      const { head } = upgrade;
      const wait = rate.take(head.ip, clock.now());
      if (wait > 0) return no("too_many", "too many connections at once", wait);
      const handshake = readHandshake(head);
      if (!handshake.ok) return handshake.reply;
      const isKnown = callers.trusts(head);
      const { protocols } = handshake;
      const credentials = credentialsOf(upgrade, protocols, isKnown);
      if (!credentials) return no("unauthenticated", "no valid ticket");
      if (!isTrusted(upgrade, credentials.token !== undefined, isKnown)) {
        return no("forbidden", ORIGIN_REFUSED);
      }
      if (pending >= settings.maxPendingUpgrades) {
        const message = "too many connections are being opened";
        return no("unavailable", message, retryAfterMs(clock));
      }
      pending++;
      try {
        return await admit(upgrade, credentials);
      } finally {
        pending--;
      }
    },
  };
}

function no(code: ErrorCode, message: string, waitMs?: number): HttpReply {
  const more = waitMs === undefined ? {} : { retryAfterMs: waitMs };
  return errorReply(wireError(code, message, more));
}

function bearerOf(protocols: readonly string[]): string | undefined {
  const found = protocols.find((one) => one.startsWith(BEARER_SUBPROTOCOL));
  const encoded = found?.slice(BEARER_SUBPROTOCOL.length);
  return encoded ? Buffer.from(encoded, "base64url").toString() : undefined;
}

/** Pieces that a message may come in may be this small on average. */
const PIECE_BYTES = 256;
const MIN_PIECES = 1_024;

function webSocketServer(
  { maxMessageBytes }: Limits,
  { closeTimeoutMs }: Settings,
): WebSocketServer {
  const pieces = Math.max(MIN_PIECES, Math.ceil(maxMessageBytes / PIECE_BYTES));
  const options: ServerOptions & { readonly closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    // Compressed frames could be neither shared nor written past `ws`.
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL, // never what a client put first: that may be its token
    maxPayload: maxMessageBytes,
    maxFragments: pieces,
    maxBufferedChunks: pieces,
    closeTimeout: closeTimeoutMs, // not in the types yet
  };
  return new WebSocketServer(options);
}
