/** The demo's clients: one program, and one import that says how it connects. */
import type { TransportId } from "../advice/choices.js";
import { transports as techniques } from "../transports/transports.js";

export interface ClientImport {
  /** As `src/` sees it, where Node runs it. */
  readonly module: string;
  readonly create: string;
}

const imports: Readonly<Record<TransportId, ClientImport>> = {
  sse: { module: "./realtime/sse/client.js", create: "createSseClient" },
  websocket: {
    // Node 20 has no WebSocket of its own.
    module: "./realtime/websocket/client.node.js",
    create: "createWebSocketClient",
  },
  polling: {
    module: "./realtime/polling/client.js",
    create: "createPollingClient",
  },
  "long-polling": {
    module: "./realtime/long-polling/client.js",
    create: "createLongPollingClient",
  },
};

export interface DemoClient extends ClientImport {
  readonly transport: TransportId;
  /** The technique, as people write it. */
  readonly title: string;
  /** Below the project. */
  readonly path: string;
  /** Runs it. */
  readonly script: string;
}

/** One for each technique; the first has the plain names. */
export function demoClients(
  transports: readonly TransportId[],
): readonly DemoClient[] {
  return transports.map((transport, i) => ({
    ...imports[transport],
    transport,
    title: techniques[transport].title,
    path: i === 0 ? "src/client.ts" : `src/client.${transport}.ts`,
    script: i === 0 ? "client" : `client:${transport}`,
  }));
}

export function clientScripts(
  transports: readonly TransportId[],
): Record<string, string> {
  return Object.fromEntries(
    demoClients(transports).map(({ script, path }) => [script, `tsx ${path}`]),
  );
}
