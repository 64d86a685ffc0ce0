import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Json } from "../../src/source/json.js";
import type { Contract } from "../../src/contract/model.js";
import { sample } from "../../src/project/sample.js";
import { samplesOf } from "../../src/project/samples.js";

/** What generated code looks like to one that does not know the contract. */
interface Output {
  createRealtime(options: object): {
    readonly channels: Record<
      string,
      (params: object) => {
        publish(type: string, data: Json, options?: object): Promise<unknown>;
      }
    >;
    readonly requestListener: Parameters<typeof createServer>[1];
    close(options: object): Promise<void>;
  };
  memoryEngine(): object;
  createSseClient(options: { url: string }): {
    readonly channels: Record<
      string,
      (params: object) => {
        events(options: object): AsyncIterableIterator<{
          type: string;
          data: Json;
        }>;
        send(type: string, data: Json, options?: object): Promise<unknown>;
      }
    >;
    close(): Promise<void>;
  };
}

export interface Passed {
  /** `channel type`, in the order of arrival, with the data as published. */
  readonly events: readonly string[];
  readonly commands: readonly string[];
}

/**
 * Runs a generated output: publishes a sample of every event over a real
 * socket, and sends a sample of every message that has a sample reply.
 */
export async function passEvents(
  folder: string,
  contract: Contract,
): Promise<Passed> {
  const { createRealtime, memoryEngine, createSseClient } = await load(folder);
  // Published before anyone listens: nothing of a channel without history arrives.
  const samples = samplesOf(contract).map(
    ({ channel, params, events, commands }) => ({
      channel,
      params,
      events: channel.history.kind === "none" ? [] : events,
      commands,
    }),
  );
  const replyOf = new Map<string, Json | undefined>();
  const handlers: Record<string, Record<string, () => unknown>> = {};
  const snapshots: Record<string, () => unknown> = {};
  for (const { name, clientToServer, snapshot } of contract.channels) {
    handlers[name] = Object.create(null) as Record<string, () => unknown>;
    for (const { name: type, reply } of clientToServer) {
      const data = reply && sample(reply.payload, contract.definitions);
      if (!reply || data !== undefined) replyOf.set(`${name} ${type}`, data);
      handlers[name][type] = () => data;
    }
    snapshots[name] = () => snapshot && sample(snapshot, contract.definitions);
  }
  const realtime = createRealtime({
    authenticate: () => ({ identity: { id: "test" } }),
    authorize: () => true,
    engine: memoryEngine(),
    handlers,
    snapshots,
  });
  const server = createServer(realtime.requestListener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = createSseClient({ url: `http://127.0.0.1:${port}/realtime` });
  const events: string[] = [];
  const commands: string[] = [];
  try {
    for (const { channel, params, ...of } of samples) {
      const publisher = realtime.channels[channel.name]!(params);
      for (const { message, data, headers } of of.events) {
        await publisher.publish(message.name, data, { headers });
      }
    }
    for (const { channel, params, ...of } of samples) {
      const instance = client.channels[channel.name]!(params);
      const arriving = instance.events({ start: "earliest" });
      for (const { message, data } of of.events) {
        const { value } = (await arriving.next()) as {
          value: { type: string; data: Json };
        };
        if (
          value.type !== message.name ||
          JSON.stringify(value.data) !== JSON.stringify(data)
        ) {
          throw new Error(
            `${channel.name}: published ${message.name}, got ${value.type}`,
          );
        }
        events.push(`${channel.name} ${value.type}`);
      }
      await arriving.return?.();
      for (const { message, data, headers } of of.commands) {
        const key = `${channel.name} ${message.name}`;
        if (!replyOf.has(key)) continue;
        const reply = await instance.send(message.name, data, { headers });
        if (JSON.stringify(reply) !== JSON.stringify(replyOf.get(key))) {
          throw new Error(`${key}: got another reply`);
        }
        commands.push(key);
      }
    }
  } finally {
    await client.close();
    await realtime.close({ graceMs: 0 });
    server.closeAllConnections();
    server.close();
  }
  return { events, commands };
}

async function load(folder: string): Promise<Output> {
  const outfile = join(folder, "run.mjs");
  await build({
    stdin: {
      contents: [
        'export { createRealtime } from "./server.node.js";',
        'export { memoryEngine } from "./server.js";',
        'export { createSseClient } from "./sse/client.js";',
      ].join("\n"),
      resolveDir: folder,
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    outfile,
  });
  return (await import(pathToFileURL(outfile).href)) as Output;
}
