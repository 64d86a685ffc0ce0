import { WebSocket } from "ws";
import { createAnswers } from "../../templates/runtime/client/answers.js";
import { createClient } from "../../templates/runtime/client/client.js";
import { createSend } from "../../templates/runtime/client/send.js";
import { createStream } from "../../templates/runtime/client/stream.js";
import type { RealtimeClient } from "../../templates/runtime/core/channel-types.js";
import type { ContractSpec } from "../../templates/runtime/core/spec.js";
import {
  type WebSocketOptions,
  websocketTransport,
} from "../../templates/runtime/websocket/client.js";
import { type TicksClient, ticksContract } from "./ticks-contract.js";

export interface WebSocketHarness<Client> {
  readonly client: Client;
  readonly states: [state: string, error?: unknown][];
  readonly errors: unknown[];
  /** Resolves, with the error, when the client comes to the state, or is in it. */
  reach(state: string): Promise<unknown>;
}

/** A client over real sockets; waits between tries are next to nothing. */
export function createWebSocketHarness<
  Client extends RealtimeClient = TicksClient,
>(
  url: string,
  options: Partial<WebSocketOptions> = {},
  contract: ContractSpec = ticksContract,
): WebSocketHarness<Client> {
  const errors: unknown[] = [];
  const states: [state: string, error?: unknown][] = [];
  const all: WebSocketOptions = {
    url,
    webSocket: WebSocket,
    backoffBaseMs: 2,
    onError: (error) => errors.push(error),
    ...options,
  };
  const client = createClient<Client>(contract, websocketTransport(all), {
    ...all,
    createSend,
    createStream,
    createAnswers,
  });
  client.onState((...change) => states.push(change));
  const reach = (state: string): Promise<unknown> =>
    new Promise((resolve) => {
      if (client.state === state) return resolve(states.at(-1)?.[1]);
      const stop = client.onState((now, error) => {
        if (now !== state) return;
        stop();
        resolve(error);
      });
    });
  return { client, states, errors, reach };
}
