/// <reference types="node" />
/** The client half of WebSocket for Node, over `ws`: Node 20 has no WebSocket of its own. */
import type { IncomingMessage } from "node:http";
import { type ClientOptions as SocketSettings, WebSocket } from "ws";
import { websocketTransport, type WebSocketOptions } from "./client.js";
import { refusal } from "../client/http-client.js";
import { SUBPROTOCOL } from "./protocol.js";
import type { Transport } from "../client/transport.js";

export interface NodeWebSocketOptions extends Omit<
  WebSocketOptions,
  "webSocket"
> {
  /** Sent with every handshake. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What else `ws` takes, such as `agent` and `ca`. */
  readonly socket?: Omit<SocketSettings, "headers">;
}

/** How long the other end may take to agree to a close: we do not wait for it. */
const CLOSE_TIMEOUT_MS = 1_000;
/** Of the body of a refusal. */
const MAX_REFUSAL_BYTES = 65_536;

/** As `websocketTransport`, but the token travels as a header, and a refusal tells why. */
export function nodeWebsocketTransport(
  options: NodeWebSocketOptions,
): Transport {
  return websocketTransport(options, (address, token) => {
    const settings: SocketSettings & { readonly closeTimeout: number } = {
      perMessageDeflate: false,
      closeTimeout: CLOSE_TIMEOUT_MS, // not in the types yet
      ...options.socket,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...options.headers,
      },
    };
    const socket = new WebSocket(address, [SUBPROTOCOL], settings);
    socket.on("unexpected-response", (_, response) => {
      void refused(response).then((error) => {
        socket.emit("error", error);
        socket.terminate();
      });
    });
    return socket;
  });
}

async function refused(response: IncomingMessage): Promise<Error> {
  const { statusCode: status = 500, headers } = response;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      if ((bytes += chunk.length) > MAX_REFUSAL_BYTES) break;
    }
  } catch {
    // what has come is enough
  }
  const after = headers["retry-after"];
  return refusal(
    new Response(status >= 400 ? Buffer.concat(chunks) : null, {
      status,
      headers: after === undefined ? {} : { "retry-after": after },
    }),
  );
}
