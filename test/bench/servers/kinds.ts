/** The servers that benches compare, by technique and name. */
import { pathToFileURL } from "node:url";
import { betterSse, rawSse, rawWebSocket } from "./by-hand.js";
import { floor } from "./floor.js";
import type { BenchServer } from "./listening.js";
import { rawLongPolling, rawPolling } from "./polls-by-hand.js";
import { ours } from "./ours.js";
import type { StartOptions } from "./protocol.js";

type Start = (options: StartOptions) => Promise<BenchServer>;

/** As much of the adapters' module as is used; see peers.ts. */
interface Adapters {
  readonly adapters: Readonly<Record<string, { server: Start } | undefined>>;
}

const adapter =
  (name: string): Start =>
  async (options) => {
    if (!options.adapters) throw new Error(`${name} is not installed`);
    const { adapters } = (await import(
      pathToFileURL(options.adapters).href
    )) as Adapters;
    const found = adapters[name];
    if (!found) throw new Error(`there is no adapter ${name}`);
    return found.server(options);
  };

export const kinds: Readonly<Record<string, Start>> = {
  "sse/ours": ours,
  "sse/raw": rawSse,
  "sse/better-sse": betterSse,
  "sse/trpc": adapter("trpc-sse"),
  "sse/floor": floor,
  "polling/ours": ours,
  "polling/raw": rawPolling,
  "long-polling/ours": ours,
  "long-polling/raw": rawLongPolling,
  "websocket/ours": ours,
  "websocket/raw": rawWebSocket,
  "websocket/socket.io": adapter("socket.io"),
  "websocket/trpc": adapter("trpc-ws"),
};
