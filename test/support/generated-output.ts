/** Generated output as one sees it who does not know the contract: built, loaded and served. */
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { EngineId, TransportId } from "../../src/advice/choices.js";
import type { Json } from "../../src/source/json.js";

type Channels<Instance> = Readonly<
  Record<string, (params?: object) => Instance>
>;

interface Publisher {
  publish(type: string, data: Json, options?: object): Promise<unknown>;
  /** Where clients of the channel are asked something. */
  request(type: string, data: Json, options?: object): Promise<Json>;
}

export interface Realtime {
  readonly channels: Channels<Publisher>;
  readonly requestListener: RequestListener;
  attach?(server: Server): void;
  close(options: object): Promise<void>;
}

export interface Client {
  readonly channels: Channels<{
    events(
      options: object,
    ): AsyncIterableIterator<{ type: string; data: Json }>;
    on(type: string, handler: () => unknown, options?: object): () => void;
    send(type: string, data: Json, options?: object): Promise<unknown>;
    stream(type: string, data: Json, options?: object): AsyncIterable<Json>;
  }>;
  close(): Promise<void>;
}

export interface Output {
  createRealtime(options: object): Realtime;
  createPublisher(options: object): {
    readonly channels: Channels<Pick<Publisher, "publish">>;
    close(): Promise<void>;
  };
  createEngine(id: EngineId, folder: string): object;
  createClient(id: TransportId, options: { url: string }): Client;
}

/** How each technique's client is made in Node, and each engine. */
const clients = {
  sse: { module: "./sse/client.js", name: "createSseClient" },
  websocket: {
    module: "./websocket/client.node.js",
    name: "createWebSocketClient",
  },
  polling: { module: "./polling/client.js", name: "createPollingClient" },
  "long-polling": {
    module: "./long-polling/client.js",
    name: "createLongPollingClient",
  },
} as const satisfies Record<TransportId, object>;
const engines = {
  memory: () => ({}),
  sqlite: (folder: string) => ({ path: join(folder, "events.db") }),
} as const satisfies Record<EngineId, (folder: string) => object>;

export async function loadOutput(
  folder: string,
  transports: readonly TransportId[],
  engineIds: readonly EngineId[],
): Promise<Output> {
  const outfile = join(folder, "run.mjs");
  const names = engineIds.map((id) => `${id}Engine`);
  await build({
    stdin: {
      contents: [
        'export { createRealtime } from "./server.node.js";',
        `export { createPublisher, ${names.join(", ")} } from "./server.js";`,
        ...transports.map((id) => {
          const { name, module } = clients[id];
          return `export { ${name} } from "${module}";`;
        }),
      ].join("\n"),
      resolveDir: folder,
      loader: "ts",
    },
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    outfile,
  });
  const loaded = (await import(pathToFileURL(outfile).href)) as Record<
    string,
    (options: object) => never
  >;
  return {
    createRealtime: loaded["createRealtime"]!,
    createPublisher: loaded["createPublisher"]!,
    createEngine: (id, home) => loaded[`${id}Engine`]!(engines[id](home)),
    createClient: (id, options) => loaded[clients[id].name]!(options),
  };
}

/** Serves at a free port; gives the base of its URLs, and what ends it. */
export async function serve(
  realtime: Realtime,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(realtime.requestListener);
  realtime.attach?.(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/realtime`,
    async close() {
      await realtime.close({ graceMs: 0 });
      server.closeAllConnections();
      server.close();
    },
  };
}
