/** The test contract behind node:http with WebSockets, on a free port. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import {
  createNodeServer,
  type NodeServer,
} from "../../../templates/runtime/http/node.js";
import type { ServerOptions } from "../../../templates/runtime/http/server.js";
import type { Runtime } from "../../../templates/runtime/server/realtime.js";
import { sse } from "../../../templates/runtime/sse/server.js";
import {
  websocket,
  type WebSocketServerOptions,
} from "../../../templates/runtime/websocket/server.js";
import { type PeerOptions, WsPeer } from "../../support/ws-peer.js";
import { handlers, type Me, TestClock } from "../runtime-server/harness.js";
import { wiredContract } from "./contract.js";

export interface Wired {
  readonly server: NodeServer<Me, Runtime<Me>["channels"]>;
  readonly http: Server;
  readonly port: number;
  readonly detach: () => void;
  open(options?: PeerOptions): Promise<WsPeer>;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export function cleanUp(run: () => unknown): void {
  cleanups.push(run);
}

/** Handlers of the streaming channel. */
export function chat(
  count: (
    signal: AbortSignal,
    data: { to: number },
  ) => AsyncIterable<unknown> = countTo,
): object {
  return {
    count: (data: { to: number }, { signal }: { signal: AbortSignal }) =>
      count(signal, data),
    wait: () => undefined,
  };
}

async function* countTo(
  _: AbortSignal,
  { to }: { to: number },
): AsyncIterable<unknown> {
  for (let n = 1; n <= to; n++) yield { n };
}

export async function wired(
  options: Partial<ServerOptions<Me>> = {},
  settings: WebSocketServerOptions = {},
): Promise<Wired> {
  const server = createNodeServer<Me, Runtime<Me>["channels"]>(
    wiredContract,
    {
      authenticate: ({ token }) =>
        token === "t" || token === "t2" ? { identity: { id: "me" } } : null,
      authorize: () => true,
      engine: memoryEngine({ epoch: "e1" }),
      handlers: {
        ...handlers,
        chat: chat(),
      },
      snapshots: { board: () => ({ sum: 7 }) },
      hooks: { onError() {} },
      ...options,
    },
    [sse(), websocket(settings)],
  );
  const http = createServer(server.requestListener);
  const detach = server.attach(http);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const peers: WsPeer[] = [];
  cleanUp(async () => {
    for (const { ws } of peers) ws.terminate();
    const closing = server.close({ graceMs: 0 });
    if (options.clock instanceof TestClock) await options.clock.advance(1);
    await closing;
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  return {
    server,
    http,
    port,
    detach,
    async open(more) {
      const peer = await WsPeer.open(port, more);
      peers.push(peer);
      return peer;
    },
  };
}

/** A frame that is answered tells that what was sent before it has been read. */
export async function settled(peer: WsPeer): Promise<void> {
  peer.send({ type: "rt.nope", data: {} });
  await peer.next("rt.error");
}
