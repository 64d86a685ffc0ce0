/** What the client needs of a WebSocket, and how it gets one. */
import { type ClientOptions, tokenOf } from "../client/client-options.js";
import { RealtimeError } from "../core/errors.js";
import { BEARER_SUBPROTOCOL, SUBPROTOCOL } from "./protocol.js";

/** As much of the standard's WebSocket as is used; `ws` has it too. */
export interface Socket {
  send(text: string): void;
  close(code: number): void;
  addEventListener(
    type: "message",
    listener: (event: { readonly data: unknown }) => void,
  ): void;
  addEventListener(
    type: "close",
    listener: (event: {
      readonly code: number;
      readonly reason: string;
    }) => void,
  ): void;
  /** Browsers say nothing of what went wrong. */
  addEventListener(
    type: "error",
    listener: (event: { readonly error?: unknown }) => void,
  ): void;
}

export interface SocketOptions extends Pick<ClientOptions, "token"> {
  /**
   * The server's base, such as `https://api.example.com/realtime`; `wss:` is
   * as good, and in a browser it may be relative.
   */
  readonly url: string | URL;
  /**
   * Gets a ticket for every connection: it travels in the URL, and the token
   * not at all but to renew the open connection; see `fetchTicket`.
   */
  readonly ticket?: () => string | Promise<string>;
}

/** Opens a socket at an address, with a token where there is no ticket in it. */
export type Connect = (address: string, token: string | undefined) => Socket;

export async function openSocket(
  { token, ticket }: SocketOptions,
  endpoint: URL,
  connect: Connect,
  signal: AbortSignal,
): Promise<Socket> {
  const address = new URL(endpoint);
  let bearer: string | undefined;
  if (ticket) address.searchParams.set("ticket", await ticket());
  else bearer = await tokenOf(token);
  signal.throwIfAborted(); // it took too long
  return connect(address.href, bearer);
}

export type SocketConstructor = new (
  address: string,
  protocols: string[],
) => Socket;

/** The token travels as a subprotocol: a browser can send no header. */
export function standardConnect(
  webSocket: SocketConstructor | undefined = (
    globalThis as { readonly WebSocket?: SocketConstructor }
  ).WebSocket,
): Connect {
  if (!webSocket)
    throw new RealtimeError(
      "no_websocket",
      "there is no WebSocket here: pass one as webSocket, or use websocket/client.node",
    );
  return (address, token) =>
    new webSocket(
      address,
      token === undefined
        ? [SUBPROTOCOL]
        : [SUBPROTOCOL, BEARER_SUBPROTOCOL + base64url(token)],
    );
}

function base64url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes)
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
