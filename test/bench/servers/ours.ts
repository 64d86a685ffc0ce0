/** What is measured: a server as generated code would make it, with all techniques. */
import { createServer } from "node:http";
import type { Check } from "../../../templates/runtime/core/validation.js";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import { createNodeServer } from "../../../templates/runtime/http/node.js";
import type { Runtime } from "../../../templates/runtime/server/realtime.js";
import { longPolling } from "../../../templates/runtime/long-polling/server.js";
import { polling } from "../../../templates/runtime/polling/server.js";
import { sse } from "../../../templates/runtime/sse/server.js";
import { websocket } from "../../../templates/runtime/websocket/server.js";
import { newEngine } from "./engine.js";
import { listening, type BenchServer } from "./listening.js";
import type { StartOptions } from "./protocol.js";

/** What a generated validator of the event does, by hand. */
export const check: Check = (value) => {
  const event = value as Record<string, unknown>;
  const data = event["data"] as Record<string, unknown>;
  return typeof event["id"] === "string" &&
    event["id"].length === 36 &&
    typeof event["type"] === "string" &&
    typeof event["seq"] === "number" &&
    typeof event["t"] === "number" &&
    typeof data["orderId"] === "string" &&
    typeof data["status"] === "string" &&
    typeof data["total"] === "number" &&
    typeof data["currency"] === "string"
    ? undefined
    : [{ path: [], code: "type", message: "bad" }];
};

const contract = (maxEvents: number): ContractSpec => ({
  name: "bench",
  version: "1",
  hash: "h",
  channels: {
    feed: {
      name: "feed",
      address: "feed",
      params: {},
      history: { maxEvents, maxAgeMs: 3_600_000 },
      serverToClient: { "order.created": { check } },
      clientToServer: { "order.echo": { check, reply: check } },
    },
  },
});

/** Against rates, which would slow the load down; they are counted all the same. */
const UNBOUNDED = 1_000_000_000;

export async function ours(options: StartOptions): Promise<BenchServer> {
  let callers = 0;
  const { requestListener, attach, channels } = createNodeServer<
    { id: string },
    Runtime<unknown>["channels"]
  >(
    contract(options.history ?? 1_000),
    {
      authenticate: ({ token }) => ({
        identity: { id: token ?? `bench-${++callers}` },
      }),
      authorize: () => true,
      engine: newEngine(options),
      // Generated code gives handlers their types.
      ...({
        handlers: { feed: { "order.echo": (data: unknown) => data } },
      } as object),
    },
    [
      sse(),
      websocket({
        upgradesPerSecond: UNBOUNDED,
        maxPendingUpgrades: UNBOUNDED,
        messagesPerSecond: UNBOUNDED,
      }),
      polling({ requestsPerSecond: UNBOUNDED }),
      longPolling({ requestsPerSecond: UNBOUNDED }),
    ],
  );
  const server = createServer(requestListener);
  attach(server);
  const feed = channels["feed"]!();
  return {
    port: await listening(server),
    publish: (event) => feed.publish("order.created", event),
  };
}
