/**
 * From `publish` to the client's handler, and history replayed, both ends in
 * one process over loopback. No peer resumes, so there is none to compare with.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  ChannelClient,
  RealtimeClient,
} from "../../templates/runtime/core/channel-types.js";
import { createClient } from "../../templates/runtime/client/client.js";
import type { ContractSpec } from "../../templates/runtime/core/spec.js";
import { memoryEngine } from "../../templates/runtime/engine/memory/memory-engine.js";
import { createNodeServer } from "../../templates/runtime/http/node.js";
import { sseTransport } from "../../templates/runtime/sse/client.js";
import { sse } from "../../templates/runtime/sse/server.js";
import type { Row } from "./row.js";

const HISTORY = 50_000;
const PACED = 400;
const GAP_MS = 5;

interface Feed {
  readonly name: "feed";
  readonly params: object;
  readonly events: { readonly "order.created": object };
  readonly commands: object;
  readonly headers: object;
  readonly snapshot: never;
}

interface Client extends RealtimeClient {
  readonly channels: { feed(): ChannelClient<Feed> };
}

const contract: ContractSpec = {
  name: "bench",
  version: "1",
  hash: "bench",
  channels: {
    feed: {
      name: "feed",
      address: "feed",
      params: {},
      history: { maxEvents: HISTORY, maxAgeMs: 3_600_000 },
      serverToClient: { "order.created": { check: () => undefined } },
      clientToServer: {},
    },
  },
};

export async function run(): Promise<readonly Row[]> {
  const realtime = createNodeServer<object, never>(
    contract,
    {
      authenticate: () => ({ identity: {} }),
      authorize: () => true,
      engine: memoryEngine(),
    },
    [sse()],
  );
  const server = createServer(realtime.requestListener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realtime`;
  const publish = (sentAt: number): Promise<unknown> =>
    realtime.runtime.publish("feed", {}, "order.created", {
      sentAt,
      note: "x".repeat(170),
    });
  const open = (): Client =>
    createClient<Client>(contract, sseTransport({ url }));
  try {
    const paced = await latencies(open(), publish);
    for (let i = 0; i < HISTORY; i += 1_000) {
      await Promise.all(Array.from({ length: 1_000 }, () => publish(0)));
    }
    const seconds = await replay(open());
    return [
      { what: "publish to handler, p50", unit: "ms", ours: at(paced, 0.5) },
      { what: "publish to handler, p99", unit: "ms", ours: at(paced, 0.99) },
      {
        what: `replay of ${HISTORY.toLocaleString("en")} events of 200 B`,
        unit: "events/s",
        ours: HISTORY / seconds,
      },
    ];
  } finally {
    server.closeAllConnections();
    server.close();
    await realtime.close({ graceMs: 0 });
  }
}

async function latencies(
  client: Client,
  publish: (sentAt: number) => Promise<unknown>,
): Promise<number[]> {
  const found: number[] = [];
  client.channels.feed().on("order.created", (data) => {
    found.push(performance.now() - (data as { sentAt: number }).sentAt);
  });
  while (client.state !== "open") await sleep(10);
  for (let i = 0; i < PACED; i++) {
    await publish(performance.now());
    await sleep(GAP_MS);
  }
  await client.close();
  return found.sort((a, b) => a - b);
}

async function replay(client: Client): Promise<number> {
  let count = 0;
  const started = performance.now();
  await new Promise<void>((resolve) => {
    const handler = (): void => {
      if (++count === HISTORY) resolve();
    };
    client.channels.feed().on("order.created", handler, { start: "earliest" });
  });
  const seconds = (performance.now() - started) / 1_000;
  await client.close();
  return seconds;
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.floor((sorted.length - 1) * part)]!;
}
