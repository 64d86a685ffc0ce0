/**
 * Fan-out of one channel to many SSE clients, against node:http written by
 * hand and better-sse: server and load in processes of their own, all kinds
 * in one run, so that the ratios mean something.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Command, Reply } from "./fanout-protocol.js";

export interface FanoutRow {
  readonly kind: string;
  readonly clients: number;
  /** Server CPU per delivered event, in microseconds. */
  readonly burstCpu: number;
  readonly pacedCpu: number;
  /** Events delivered per second in bursts. */
  readonly rate: number;
  /** Publish to arrival, in milliseconds, paced. */
  readonly p50: number;
  readonly p99: number;
  /** Of an idle connection, in KB. */
  readonly rssKb: number;
  readonly heapKb: number;
}

const KINDS = ["raw", "better-sse", "ours"];
const PATHS: Readonly<Record<string, string>> = {
  ours: "/realtime/sse?subscribe=feed",
};
const MARK = Buffer.from('\ndata: {"id"');
const BETTER = Buffer.from('\ndata:{"id"');

class Server {
  readonly #child: ChildProcess;
  readonly #waiting: ((reply: Reply) => void)[] = [];

  constructor(script: string, kind: string) {
    this.#child = fork(script, [kind], { execArgv: ["--expose-gc"] });
    this.#child.on("message", (reply: Reply) => this.#waiting.shift()?.(reply));
  }

  tell(command: Command): void {
    this.#child.send(command);
  }

  reply<Is extends Reply["is"]>(is: Is): Promise<Extract<Reply, { is: Is }>> {
    return new Promise((resolve, reject) =>
      this.#waiting.push((reply) =>
        reply.is === is
          ? resolve(reply as Extract<Reply, { is: Is }>)
          : reject(new Error(`expected ${is}`)),
      ),
    );
  }

  stats(gc = false): Promise<Extract<Reply, { is: "stats" }>> {
    this.tell({ do: "stats", gc });
    return this.reply("stats");
  }

  stop(): void {
    this.#child.disconnect();
  }
}

/** Counts events without parsing more than it must: the load is not the subject. */
class Client {
  count = 0;
  readonly socket: Socket;
  readonly #onEvents: (count: number, chunk: Buffer) => void;
  #mark = MARK;
  #rest: Buffer = Buffer.alloc(0);

  constructor(
    port: number,
    kind: string,
    onEvents: (count: number, chunk: Buffer) => void,
  ) {
    this.#onEvents = onEvents;
    if (kind === "better-sse") this.#mark = BETTER;
    this.socket = connect(port, "127.0.0.1");
    this.socket.setNoDelay(true);
    const path = PATHS[kind] ?? "/sse";
    this.socket.write(
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n`,
    );
    this.socket.on("data", (chunk: Buffer) => this.#data(chunk));
    this.socket.on("error", () => {});
  }

  #data(chunk: Buffer): void {
    const all = this.#rest.length ? Buffer.concat([this.#rest, chunk]) : chunk;
    let found = 0;
    let end = 0;
    for (let at = all.indexOf(this.#mark); at >= 0;) {
      found++;
      end = at + this.#mark.length;
      at = all.indexOf(this.#mark, end);
    }
    this.#rest = all.subarray(
      Math.max(end, all.length - this.#mark.length + 1),
    );
    this.count += found;
    if (found > 0) this.#onEvents(found, chunk);
  }
}

const micros = (): number => Number(process.hrtime.bigint() / 1_000n);
const round = (value: number): number => Math.round(value * 100) / 100;

async function measure(
  script: string,
  kind: string,
  count: number,
): Promise<FanoutRow> {
  const server = new Server(script, kind);
  const { port } = await server.reply("ready");
  const before = await server.stats(true);
  let total = 0;
  let ackEvery = 0;
  let acked = 0;
  let latencies: number[] | undefined;
  const onEvents = (events: number, chunk: Buffer): void => {
    total += events;
    if (latencies) {
      const at = chunk.indexOf('"t":');
      if (at >= 0) {
        const sent = parseInt(chunk.toString("latin1", at + 4, at + 20), 10);
        latencies.push(micros() - sent);
      }
    } else if (ackEvery > 0) {
      const done = Math.floor(total / count);
      if (done - acked >= ackEvery) {
        acked = done;
        server.tell({ do: "ack", count: done });
      }
    }
  };
  const clients: Client[] = [];
  for (let i = 0; i < count; i++) {
    clients.push(new Client(port, kind, onEvents));
    if (i % 50 === 49) await sleep(20);
  }
  for (let tries = 0; clients.some(({ count: got }) => got === 0); tries++) {
    if (tries > 50) throw new Error(`${kind}: not all clients hear events`);
    server.tell({ do: "publish" });
    await sleep(count >= 1_000 ? 300 : 100);
  }
  await sleep(500);
  const idle = await server.stats(true);

  const size = count >= 1_000 ? 4 : count >= 100 ? 20 : 200;
  await sleep(200);
  total = acked = 0;
  ackEvery = size / 2;
  server.tell({ do: "window", size });
  await sleep(500);
  const burstFrom = await server.stats();
  const [from, begun] = [total, performance.now()];
  await sleep(2_000);
  const burstTo = await server.stats();
  const [to, ended] = [total, performance.now()];
  ackEvery = 0;
  server.tell({ do: "window", size: 0 });
  await sleep(300);

  const rate = count >= 1_000 ? 5 : count >= 100 ? 50 : 200;
  const events = count >= 1_000 ? 15 : count >= 100 ? 150 : 600;
  latencies = [];
  total = 0;
  const pacedFrom = await server.stats();
  server.tell({ do: "paced", rate, count: events });
  await server.reply("paced");
  const all = (): boolean => total >= events * count;
  while (!all()) await sleep(20);
  const pacedTo = await server.stats();
  const pacedTotal = total;
  const sorted = latencies.sort((a, b) => a - b);
  latencies = undefined;

  for (const { socket } of clients) socket.destroy();
  server.stop();
  const at = (part: number): number =>
    round((sorted[Math.floor(sorted.length * part)] ?? 0) / 1_000);
  return {
    kind,
    clients: count,
    burstCpu: round((burstTo.cpu - burstFrom.cpu) / (to - from)),
    pacedCpu: round((pacedTo.cpu - pacedFrom.cpu) / pacedTotal),
    rate: Math.round(((to - from) / (ended - begun)) * 1_000),
    p50: at(0.5),
    p99: at(0.99),
    rssKb: round((idle.rss - before.rss) / count / 1_024),
    heapKb: round((idle.heap - before.heap) / count / 1_024),
  };
}

/** Every round of every kind; kinds take turns, so that what else runs hits all alike. */
export async function fanout(
  clients: number,
  rounds: number,
): Promise<readonly FanoutRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "fanout-"));
  const script = join(folder, "server.mjs");
  await build({
    entryPoints: [
      fileURLToPath(new URL("./fanout-server.ts", import.meta.url)),
    ],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
  });
  const rows: FanoutRow[] = [];
  try {
    for (let i = 0; i < rounds; i++) {
      for (const kind of KINDS) rows.push(await measure(script, kind, clients));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return rows;
}
