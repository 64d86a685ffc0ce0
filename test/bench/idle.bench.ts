/**
 * Ten thousand idle connections on one process: what each weighs, and how
 * long one publish takes to reach the last of them.
 *
 *   CLIENTS=1000 KINDS=websocket/ours npm run bench -- idle
 *   KINDS=websocket/ours,websocket/socket.io npm run bench -- idle
 */
import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { Child } from "./child.js";
import { chosen } from "./chosen.js";
import { Load } from "./load/load.js";
import type { LoadCommand, LoadReply } from "./load/protocol.js";
import { peers } from "./peers.js";
import type { Turn } from "./race.js";
import { clientsOf, type Column, raceRows } from "./race-rows.js";
import { median, type Row } from "./row.js";
import { scripts } from "./scripts.js";
import { cpuBetween, ServerProcess } from "./server-process.js";
import type { StartOptions } from "./servers/protocol.js";

type Idle = {
  /** KB per connection. */
  readonly rss: number;
  readonly heap: number;
  /** Of one publish: to the last client, in milliseconds; the server's CPU per client, in microseconds. */
  readonly last: number;
  readonly cpu: number;
  /** The server's CPU per connection that is opened, in microseconds. */
  readonly open: number;
};

const KINDS = ["sse/ours", "sse/raw", "websocket/ours", "websocket/raw"];
/** Measured where they are asked for. */
const LIBRARIES = [
  "sse/better-sse",
  "sse/trpc",
  "websocket/socket.io",
  "websocket/trpc",
];
const STARTS = 3;
const LOADS = 2;
const WARM = 1_000;
const PUBLISHES = 7;
const SETTLED_MS = 500;

const COLUMNS: readonly Column<Idle>[] = [
  {
    name: "memory per idle connection",
    unit: "KB",
    key: "rss",
    libraries: true,
    goal: "<= 1.5",
  },
  { name: "heap of it, collected", unit: "KB", key: "heap" },
  { name: "one publish to the last client", unit: "ms", key: "last" },
  { name: "CPU of it per client", unit: "µs", key: "cpu" },
  { name: "CPU per connection opened", unit: "µs", key: "open" },
];

export async function run(): Promise<readonly Row[]> {
  const clients = Number(process.env["CLIENTS"] ?? 10_000);
  const files = Number(execFileSync("sh", ["-c", "ulimit -n"]).toString());
  if (files < clients + 100) {
    throw new Error(`ulimit -n is ${files}: too few for ${clients} clients`);
  }
  const isAsked = process.env["KINDS"] !== undefined;
  const kinds = chosen("KINDS", isAsked ? [...KINDS, ...LIBRARIES] : KINDS);
  const found = isAsked ? await peers() : undefined;
  const adapters = found?.ok ? { adapters: found.adapters } : {};
  const built = await scripts("servers/main.ts", "load/main.ts");
  const [server, load] = built.paths;
  const turns: Turn<Idle>[] = [];
  try {
    for (let start = 0; start < STARTS; start++) {
      for (const kind of kinds) {
        const measured = await measure(
          server!,
          load!,
          { kind, ...adapters },
          clients,
        );
        turns.push({ kind, ...measured });
      }
    }
  } finally {
    await built.remove();
  }
  return ["sse", "websocket"].flatMap((technique) => {
    const these = kinds.filter((kind) => kind.startsWith(technique));
    return raceRows(turns, these, COLUMNS, clientsOf(clients));
  });
}

async function measure(
  script: string,
  loadScript: string,
  options: StartOptions,
  clients: number,
): Promise<Idle> {
  const { kind } = options;
  const server = new ServerProcess(script, options);
  const port = await server.ready();
  // What the first connections cost, such as compiled code, is no other's weight.
  const first = await Load.open(port, kind, WARM);
  first.close();
  await sleep(SETTLED_MS);
  const before = await server.stats(true);
  const loads = Array.from(
    { length: LOADS },
    () => new Child<LoadCommand, LoadReply>(loadScript, [], "load"),
  );
  const opened = loads.map((one) => one.reply("opened"));
  for (const one of loads) {
    one.tell({ do: "open", port, kind, clients: clients / LOADS });
  }
  await Promise.all(opened);
  await sleep(SETTLED_MS);
  const connected = await server.stats();
  const idle = await server.stats(true);

  const lasts: number[] = [];
  const cpus: number[] = [];
  for (let i = 0; i < PUBLISHES; i++) {
    const hearing = loads.map((one) => one.reply("hearing"));
    for (const one of loads) one.tell({ do: "hear" });
    await Promise.all(hearing);
    const from = await server.stats();
    const heard = loads.map((one) => one.reply("heard"));
    server.tell({ do: "publish", count: 1 });
    const ends = await Promise.all(heard);
    cpus.push(cpuBetween(from, await server.stats()) / clients);
    lasts.push(Math.max(...ends.map(({ last }) => last)) / 1_000);
  }
  await server.stop();
  for (const one of loads) await one.stop();
  return {
    rss: (idle.rss - before.rss) / clients / 1_024,
    heap: (idle.heap - before.heap) / clients / 1_024,
    last: median(lasts),
    cpu: median(cpus),
    open: cpuBetween(before, connected) / clients,
  };
}
