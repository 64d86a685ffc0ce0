/**
 * A message from a client that is checked, claimed by its id, handled, and
 * answered with a checked reply; against a bare echo of JSON over `ws`, and
 * Socket.IO's acknowledgements and tRPC's mutations where they are found.
 */
import { chosen } from "./chosen.js";
import { echo } from "./load/echo.js";
import { wires } from "./load/wires.js";
import { peers } from "./peers.js";
import { type Contestant, type Heat, race } from "./race.js";
import { clientsOf, type Column, raceRows } from "./race-rows.js";
import type { Row } from "./row.js";
import { cpuBetween } from "./server-process.js";

type Echo = {
  /** Microseconds of the server's CPU per message. */
  readonly cpu: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
};

const FLOOR = ["ours", "raw"];
const LIBRARIES = ["socket.io", "trpc"];
const CLIENTS = ["1", "100"];
const WARM_MS = 2_500;
const TURN_MS = 1_200;

const COLUMNS: readonly Column<Echo>[] = [
  { name: "CPU per message", unit: "µs", key: "cpu", libraries: true },
  { name: "messages per second", unit: "", key: "perSecond", libraries: true },
  { name: "message to answer, p50", unit: "ms", key: "p50" },
  { name: "message to answer, p99", unit: "ms", key: "p99" },
];

export async function run(): Promise<readonly Row[]> {
  const found = await peers();
  if (!found.ok) console.log(`without libraries: ${found.why}`);
  const names = found.ok ? [...FLOOR, ...LIBRARIES] : FLOOR;
  const kinds = chosen("KINDS", names).map((name) => `websocket/${name}`);
  const rows: Row[] = [];
  for (const clients of chosen("CLIENTS", CLIENTS).map(Number)) {
    const turns = await race<Echo>(
      {
        kinds,
        clients,
        starts: 2,
        turns: 3,
        ...(found.ok && { adapters: found.adapters }),
        warm: async (one) => void (await echoed(one, WARM_MS)),
      },
      [heat],
    );
    rows.push(...raceRows(turns, kinds, COLUMNS, clientsOf(clients)));
  }
  return rows;
}

const heat: Heat<Echo> = async (one, profiled) => {
  const from = await one.server.stats();
  const { count, seconds, p50, p99 } = await echoed(one, TURN_MS);
  const to = await one.server.stats();
  await profiled("echo", async () => void (await echoed(one, TURN_MS)));
  return {
    cpu: cpuBetween(from, to) / count,
    perSecond: count / seconds,
    p50,
    p99,
  };
};

function echoed({ kind, load }: Contestant, ms: number) {
  return echo(load.clients, wires[kind]!, ms);
}
