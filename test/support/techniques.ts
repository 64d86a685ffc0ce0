/** The techniques that promise the same, for suites that hold each of them to it. */
import { createClient } from "../../templates/runtime/client/client.js";
import type { ClientOptions } from "../../templates/runtime/client/client-options.js";
import { createSend } from "../../templates/runtime/client/send.js";
import type { Transport } from "../../templates/runtime/client/transport.js";
import type { HttpTechnique } from "../../templates/runtime/http/http.js";
import { longPollingTransport } from "../../templates/runtime/long-polling/client.js";
import { longPolling } from "../../templates/runtime/long-polling/server.js";
import { pollingTransport } from "../../templates/runtime/polling/client.js";
import { polling } from "../../templates/runtime/polling/server.js";
import { sseTransport } from "../../templates/runtime/sse/client.js";
import { sse } from "../../templates/runtime/sse/server.js";
import { nodeWebsocketTransport } from "../../templates/runtime/websocket/client.node.js";
import { websocket } from "../../templates/runtime/websocket/server.js";
import { type TicksClient, ticksContract } from "./ticks-contract.js";

export interface TechniqueUnderTest {
  readonly id: "sse" | "websocket" | "polling" | "long-polling";
  /** Its clients have a connection for as long as they listen. */
  readonly stays: boolean;
  server(): HttpTechnique;
  client(options: TestClientOptions): Transport;
}

export interface TestClientOptions extends ClientOptions {
  readonly url: string;
}

export const techniques: readonly TechniqueUnderTest[] = [
  {
    id: "sse",
    stays: true,
    server: () => sse({ retryMs: 1 }),
    client: (options) => sseTransport(options),
  },
  {
    id: "websocket",
    stays: true,
    server: () => websocket(),
    client: (options) => nodeWebsocketTransport(options),
  },
  {
    id: "polling",
    stays: false,
    server: () => polling({ requestsPerSecond: Infinity }),
    client: (options) =>
      pollingTransport({
        minIntervalMs: 5,
        maxIntervalMs: 20,
        requestTimeoutMs: 300,
        ...options,
      }),
  },
  {
    id: "long-polling",
    stays: false,
    server: () => longPolling({ requestsPerSecond: Infinity }),
    client: (options) =>
      longPollingTransport({ waitMs: 150, requestTimeoutMs: 150, ...options }),
  },
];

/** A client of the ticks contract over one of them. */
export function ticksClient(
  technique: TechniqueUnderTest,
  options: TestClientOptions,
): TicksClient {
  const transport = technique.client(options);
  return createClient(ticksContract, transport, { ...options, createSend });
}
