/**
 * A thousand requests that wait: what each weighs, and how long one publish
 * takes to reach them; against a handler of node:http by hand.
 *
 *   CLIENTS=100 npm run bench -- long-polling
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Place, Poller } from "./load/polls.js";
import { clientsOf, type Column, raceRows } from "./race-rows.js";
import type { Turn } from "./race.js";
import { median, type Row } from "./row.js";
import { scripts } from "./scripts.js";
import { cpuBetween, ServerProcess } from "./server-process.js";
import { micros } from "./servers/event.js";

type Waiting = {
  /** KB per request that waits, its socket included. */
  readonly rss: number;
  readonly heap: number;
  /** From publish to the answer, in milliseconds. */
  readonly p50: number;
  readonly last: number;
  /** Microseconds of the server's CPU per answer, its next request included. */
  readonly cpu: number;
};

const KINDS = ["long-polling/ours", "long-polling/raw"];
const STARTS = 3;
const WARM_ROUNDS = 20;
const ROUNDS = 15;
/** By then all have asked again. */
const SETTLED_MS = 150;

const COLUMNS: readonly Column<Waiting>[] = [
  { name: "memory per request that waits", unit: "KB", key: "rss" },
  { name: "heap of it, collected", unit: "KB", key: "heap" },
  { name: "publish to answer, p50", unit: "ms", key: "p50" },
  { name: "publish to the last answer", unit: "ms", key: "last" },
  { name: "CPU per answer", unit: "µs", key: "cpu" },
];

export async function run(): Promise<readonly Row[]> {
  const clients = Number(process.env["CLIENTS"] ?? 1_000);
  const built = await scripts("servers/main.ts");
  const turns: Turn<Waiting>[] = [];
  try {
    for (let start = 0; start < STARTS; start++) {
      for (const kind of KINDS) {
        const measured = await measure(built.paths[0]!, kind, clients);
        turns.push({ kind, ...measured });
      }
    }
  } finally {
    await built.remove();
  }
  return raceRows(turns, KINDS, COLUMNS, clientsOf(clients));
}

async function measure(
  script: string,
  kind: string,
  clients: number,
): Promise<Waiting> {
  const server = new ServerProcess(script, { kind });
  const port = await server.ready();
  server.tell({ do: "publish", count: 1 }); // so that first requests have their answer
  // What the first requests cost, such as compiled code, is no other's weight.
  const first = await Crowd.open(port, kind, clients);
  for (let round = 0; round < WARM_ROUNDS; round++) await first.round(server);
  first.close();
  await sleep(SETTLED_MS);
  const before = await server.stats(true);
  const crowd = await Crowd.open(port, kind, clients);
  const idle = await server.stats(true);
  const p50s: number[] = [];
  const lasts: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const times = await crowd.round(server);
    p50s.push(times[times.length >> 1]! / 1_000);
    lasts.push(times.at(-1)! / 1_000);
  }
  const after = await server.stats();
  crowd.close();
  await server.stop();
  return {
    rss: (idle.rss - before.rss) / clients / 1_024,
    heap: (idle.heap - before.heap) / clients / 1_024,
    p50: median(p50s),
    last: median(lasts),
    cpu: cpuBetween(idle, after) / clients / ROUNDS,
  };
}

/** Clients that all wait, but while they are answered. */
class Crowd {
  readonly #clients: readonly Poller[];
  #answers: readonly Promise<number>[] = [];
  readonly #places: readonly Place[];

  private constructor(clients: readonly Poller[], places: readonly Place[]) {
    this.#clients = clients;
    this.#places = places;
  }

  /** Resolves when all wait. */
  static async open(port: number, kind: string, count: number): Promise<Crowd> {
    const clients: Poller[] = [];
    const places: Place[] = [];
    for (let n = 0; n < count; n++) {
      const client = await Poller.open(port);
      const place = new Place(kind, `c${n}`);
      // Where the log stands is told at once.
      place.take(await client.ask(place.path, place.headers));
      clients.push(client);
      places.push(place);
    }
    const crowd = new Crowd(clients, places);
    await crowd.#ask();
    return crowd;
  }

  /** One event: microseconds from its publishing to each answer, in order. */
  async round(server: ServerProcess): Promise<readonly number[]> {
    const sent = micros();
    server.tell({ do: "publish", count: 1 });
    const times = await Promise.all(this.#answers);
    await this.#ask();
    return times.map((time) => time - sent).sort((a, b) => a - b);
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }

  async #ask(): Promise<void> {
    this.#answers = this.#clients.map(async (client, index) => {
      const place = this.#places[index]!;
      const answer = await client.ask(place.path, place.headers);
      const time = micros();
      place.take(answer);
      return time;
    });
    await sleep(SETTLED_MS);
  }
}
