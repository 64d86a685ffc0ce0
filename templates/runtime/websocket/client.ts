/** The client half of WebSocket: one socket for both directions; see WIRE.md. */
import { type ClientOptions, DEFAULTS } from "../client/client-options.js";
import { endpoint } from "../client/endpoint.js";
import { type Recovery, RemoteError } from "../core/errors.js";
import { createExchanges } from "./exchanges.js";
import type { Expiring, Outcome, Part, WireError } from "../core/protocol.js";
import { CLOSE_CODE } from "./protocol.js";
import {
  type Connect,
  openSocket,
  type Socket,
  type SocketConstructor,
  type SocketOptions,
  standardConnect,
} from "./socket.js";
import type { Message, Transport } from "../client/transport.js";

export interface WebSocketOptions extends ClientOptions, SocketOptions {
  /** In place of the global one. */
  readonly webSocket?: SocketConstructor;
  /**
   * Events that may wait for a handler or be in one. A WebSocket cannot be
   * told to wait: at more the client unsubscribes, and when they are handled
   * it subscribes again from its cursors. Default 1,000.
   */
  readonly maxWaitingEvents?: number;
}

/** What the server says that is not for the client core. */
interface Controls {
  "rt.reply": Outcome;
  "rt.part": Part;
  "rt.expiring": Expiring;
  "rt.error": { readonly error: WireError };
}

type Frame =
  | Message
  | {
      [Type in keyof Controls]: {
        readonly type: Type;
        readonly data: Controls[Type];
        readonly meta?: undefined;
      };
    }[keyof Controls];

/** `connect` is another way to a socket than the standard one. */
export function websocketTransport(
  options: WebSocketOptions,
  connect: Connect = standardConnect(options.webSocket),
): Transport {
  const {
    token,
    onError = DEFAULTS.onError,
    maxWaitingEvents = 1000,
  } = options;
  const address = endpoint(options.url, "websocket", "ws");
  let socket: Socket | undefined; // from its hello to its end
  let used = false; // for a message, since the last heartbeat
  const write = (text: string): void => {
    used = true;
    socket?.send(text);
  };
  const control = (name: string, data: object): void =>
    socket?.send(JSON.stringify({ type: `rt.${name}`, data }));
  const exchanges = createExchanges(write, control);

  return {
    send: exchanges.send,
    answer: (answer) => control("answer", answer),
    duplex: {
      maxWaiting: maxWaitingEvents,
      busy: () => used || exchanges.size > 0,
      change(channels, subscriptions) {
        if (channels.length) control("unsubscribe", { channels });
        if (subscriptions.length) control("subscribe", { subscriptions });
      },
    },
    async open({ signal }, hear) {
      const opened = await openSocket(options, address, connect, signal);
      try {
        await new Promise<void>((_, fail) => {
          const end = (): void => fail(signal.reason);
          signal.addEventListener("abort", end);
          opened.addEventListener("close", (event) => fail(closed(event)));
          // A browser says nothing here, and closes.
          opened.addEventListener("error", ({ error }) => error && fail(error));
          opened.addEventListener("message", ({ data }) => {
            try {
              if (!signal.aborted) receive(JSON.parse(data as string));
            } catch (error) {
              fail(error); // not as WIRE.md has it
            }
          });
        });
      } catch (failure) {
        const { recovery = "retry" }: Partial<RemoteError> = failure ?? {};
        exchanges.lost(failure, recovery !== "retry");
        throw failure;
      } finally {
        socket = undefined;
        used = false;
        opened.close(1000);
      }

      function receive(frame: Frame): void {
        exchanges.alive();
        if (frame.meta) return void hear(frame);
        switch (frame.type) {
          case "rt.hello":
            socket = opened;
            hear(frame);
            if (!signal.aborted) exchanges.resend();
            return;
          case "rt.heartbeat":
            hear(frame);
            used = false;
            return;
          case "rt.reply":
            exchanges.reply(frame.data);
            break;
          case "rt.part":
            exchanges.part(frame.data);
            break;
          case "rt.expiring":
            renew().catch(onError);
            break;
          case "rt.error":
            onError(new RemoteError(frame.data.error));
            break;
          case "rt.close": // the code that follows says the rest
            hear({ type: "rt.retry", data: frame.data.retryAfterMs ?? 0 });
            break;
          default:
            hear(frame);
            return;
        }
        hear();
      }
    },
  };

  /** A token that cannot change runs out: then the server ends the connection. */
  async function renew(): Promise<void> {
    if (typeof token !== "function") return;
    const next = await token();
    if (next !== undefined) control("token", { token: next });
  }
}

/** Whether the client comes back: RFC 6455, section 7.4, and our own codes. */
function closed(event: { code: number; reason: string }): RemoteError {
  const { code, reason } = event;
  const recovery: Recovery =
    code === CLOSE_CODE.revoked
      ? "authenticate"
      : code === CLOSE_CODE.done ||
          code === CLOSE_CODE.abuse ||
          (code >= 4000 && code !== CLOSE_CODE.expired)
        ? "stop"
        : "retry";
  return new RemoteError(
    { code: `close_${code}`, ...(reason && { message: reason }) },
    recovery,
  );
}
