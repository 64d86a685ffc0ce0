/** A server of the ticks contract in a process of its own, which a test may kill; see child.ts. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createNodeServer } from "../../../templates/runtime/http/node.js";
import { engines } from "../engines.js";
import { techniques } from "../techniques.js";
import { type TicksChannels, ticksContract } from "../ticks-contract.js";
import type { Command, Report, Setup } from "./protocol.js";

const setup = JSON.parse(process.argv[2]!) as Setup;
const technique = techniques.find(({ id }) => id === setup.technique)!;
const engine = engines.find(({ id }) => id === setup.engine)!;
const report = (told: Report): void => void process.send!(told);

const { rooms, ticks } = ticksContract.channels;
const server = createNodeServer<{ id: string }, TicksChannels>(
  {
    ...ticksContract,
    channels: {
      ticks: ticks!,
      rooms: { ...rooms!, history: { maxEvents: 20_000, maxAgeMs: 600_000 } },
    },
  },
  {
    engine: engine.make(setup.folder),
    authenticate: () => ({ identity: { id: "ada" } }),
    authorize: () => true,
    handlers: { ticks: { reset: (n: number) => n + 1, poke: () => {} } },
    snapshots: { rooms: () => 0 },
    heartbeatMs: 1_000,
  },
  [technique.server()],
);
const http = createServer(server.requestListener);
server.attach(http);

async function publish(room: number, n: number): Promise<void> {
  try {
    await server.channels
      .rooms({ room: `${room}`, floor: "1" })
      .publish("ticked", n, { id: `${room}-${n}` });
    report({ is: "published", room, n });
  } catch (error) {
    report({ is: "failed", message: String(error) });
  }
}

async function stats(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await sleep(20);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  report({
    is: "stats",
    heap: heapUsed + external,
    rss,
    connections: server.runtime.connections,
    cpu: user + system,
  });
}

process.on("message", async (command: Command) => {
  switch (command.do) {
    case "publish":
      for (let n = command.from; n < command.to; n++) {
        void publish(command.room, n);
      }
      return;
    case "stats":
      return stats();
    case "close":
      await server.close({ graceMs: 100 });
      return process.exit(0);
    default:
      return command satisfies never;
  }
});
process.on("disconnect", () => process.exit(0));
http.listen(setup.port, "127.0.0.1", () =>
  report({ is: "ready", port: (http.address() as AddressInfo).port }),
);
