/** The techniques that promise the same, for suites that hold each of them to it. */
import { createClient } from "../../templates/runtime/client/client.js";
import type { ClientOptions } from "../../templates/runtime/client/client-options.js";
import { createSend } from "../../templates/runtime/client/send.js";
import type { Transport } from "../../templates/runtime/client/transport.js";
import type { HttpTechnique } from "../../templates/runtime/http/http.js";
import { sseTransport } from "../../templates/runtime/sse/client.js";
import { sse } from "../../templates/runtime/sse/server.js";
import { nodeWebsocketTransport } from "../../templates/runtime/websocket/client.node.js";
import { websocket } from "../../templates/runtime/websocket/server.js";
import { type TicksClient, ticksContract } from "./ticks-contract.js";

export interface TechniqueUnderTest {
  readonly id: "sse" | "websocket";
  server(): HttpTechnique;
  client(options: TestClientOptions): Transport;
}

export interface TestClientOptions extends ClientOptions {
  readonly url: string;
}

export const techniques: readonly TechniqueUnderTest[] = [
  {
    id: "sse",
    server: () => sse({ retryMs: 1 }),
    client: (options) => sseTransport(options),
  },
  {
    id: "websocket",
    server: () => websocket(),
    client: (options) => nodeWebsocketTransport(options),
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
