/**
 * A thousand clients that poll, of which few have news: what an answer costs
 * the server, against a handler of node:http by hand.
 *
 *   CLIENTS=100 npm run bench -- polling
 *   PROFILE=<folder> npm run bench -- polling
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Place, Poller } from "./load/polls.js";
import { clientsOf, type Column, raceRows } from "./race-rows.js";
import type { Turn } from "./race.js";
import type { Row } from "./row.js";
import { scripts } from "./scripts.js";
import { selfTimes } from "./self-times.js";
import { cpuBetween, ServerProcess } from "./server-process.js";

type Polling = {
  /** Microseconds of the server's CPU per answer. */
  readonly cpu: number;
  readonly perSecond: number;
  /** Of all answers, in percent. */
  readonly unchanged: number;
};

const KINDS = ["polling/ours", "polling/raw"];
const STARTS = 3;
const TURNS = 4;
const WARM_MS = 3_000;
const TURN_MS = 1_500;

const COLUMNS: readonly Column<Polling>[] = [
  { name: "CPU per answer", unit: "µs", key: "cpu", goal: "<= 1.25" },
  { name: "answers per second", unit: "", key: "perSecond" },
  { name: "304 among them", unit: "%", key: "unchanged" },
];

interface Contestant {
  readonly kind: string;
  readonly server: ServerProcess;
  readonly clients: readonly (readonly [Poller, Place])[];
}

export async function run(): Promise<readonly Row[]> {
  const clients = Number(process.env["CLIENTS"] ?? 1_000);
  const built = await scripts("servers/main.ts");
  const turns: Turn<Polling>[] = [];
  try {
    for (let start = 1; start <= STARTS; start++) {
      const all: Contestant[] = [];
      for (const kind of KINDS) {
        const server = new ServerProcess(built.paths[0]!, { kind });
        const port = await server.ready();
        const opened: Contestant["clients"][number][] = [];
        for (let n = 0; n < clients; n++) {
          opened.push([await Poller.open(port), new Place(kind, `c${n}`)]);
        }
        all.push({ kind, server, clients: opened });
      }
      for (const one of all) await polled(one, WARM_MS);
      for (let turn = 1; turn <= TURNS; turn++) {
        all.reverse(); // who goes first finds the machine as it was left
        for (const one of all) turns.push(await turnOf(one));
      }
      for (const one of all) {
        if (start === STARTS) await profile(one);
        for (const [client] of one.clients) client.close();
        await one.server.stop();
      }
    }
  } finally {
    await built.remove();
  }
  return raceRows(turns, KINDS, COLUMNS, clientsOf(clients));
}

async function turnOf(one: Contestant): Promise<Turn<Polling>> {
  const from = await one.server.stats();
  const { answers, news } = await polled(one, TURN_MS);
  const to = await one.server.stats();
  return {
    kind: one.kind,
    cpu: cpuBetween(from, to) / answers,
    perSecond: (answers * 1_000) / TURN_MS,
    unchanged: 100 * (1 - news / answers),
  };
}

/** Each client asks, takes the answer and asks again; there is one event to hear. */
async function polled(
  { server, clients }: Contestant,
  ms: number,
): Promise<{ readonly answers: number; readonly news: number }> {
  let answers = 0;
  let news = 0;
  const end = performance.now() + ms;
  server.tell({ do: "publish", count: 1 });
  await Promise.all(
    clients.map(async ([client, place]) => {
      while (performance.now() < end) {
        const answer = await client.ask(place.path, place.headers);
        place.take(answer);
        answers++;
        if (answer.status === "200") news++;
      }
    }),
  );
  return { answers, news };
}

async function profile(one: Contestant): Promise<void> {
  const folder = process.env["PROFILE"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${one.kind.replace("/", "-")}.cpuprofile`);
  await one.server.profiled(
    file,
    async () => void (await polled(one, TURN_MS)),
  );
  console.log(`\n${one.kind}\n${selfTimes(file)}`);
}
