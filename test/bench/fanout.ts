/** Fan-out of one channel to many clients by one technique, as rows. */
import { chosen } from "./chosen.js";
import { type Contestant, type Heat, race } from "./race.js";
import { clientsOf, type Column, raceRows } from "./race-rows.js";
import { median, type Row } from "./row.js";
import { cpuBetween } from "./server-process.js";

export interface FanoutOptions {
  readonly technique: "sse" | "websocket";
  /** Names of kinds, of which `raw` is what goals are against. */
  readonly names: readonly string[];
  readonly clients?: readonly string[];
  readonly starts: number;
  readonly turns: number;
  readonly adapters?: string;
}

/** CPU of the server, and the kernel's part of it, in microseconds per delivered event. */
type Fanout = {
  readonly burstCpu: number;
  readonly burstSystem: number;
  /** Deliveries per system call that writes. */
  readonly perWrite: number;
  readonly pacedCpu: number;
  readonly pacedSystem: number;
  /** Publish to arrival, in milliseconds, paced. */
  readonly p99: number;
};

interface Plan {
  /** Events of one burst. */
  readonly burst: number;
  /** Paced events, and how many per second. */
  readonly events: number;
  readonly rate: number;
}

const CLIENTS = ["1", "100", "1000"];
/** Till the compiler has nothing left to do: before that each event costs much more. */
const WARM_MS = 1_200;
const BURSTS_MS = 800;

export async function fanout({
  technique,
  names,
  clients = CLIENTS,
  ...options
}: FanoutOptions): Promise<readonly Row[]> {
  const kinds = chosen("KINDS", names).map((name) => `${technique}/${name}`);
  const rows: Row[] = [];
  for (const count of chosen("CLIENTS", clients).map(Number)) {
    const plan = planOf(count);
    const warm = async (one: Contestant): Promise<void> => {
      await burst(one, plan.burst, WARM_MS);
      await burst(one, 1, WARM_MS);
    };
    const turns = await race<Fanout>(
      { ...options, kinds, clients: count, warm },
      [bursts(plan), paced(plan)],
    );
    const where = clientsOf(count);
    rows.push(...raceRows(turns, kinds, COLUMNS, where, count > 1));
    const of = (name: string): number[] =>
      turns.flatMap(({ kind, burstCpu }) =>
        kind === `${technique}/${name}` ? burstCpu : [],
      );
    const floor = of("raw");
    const ours = of("ours");
    if (count === 1 && floor.length > 0 && ours.length > 0) {
      rows.push({
        what: "CPU per publish beyond raw, 1 client",
        unit: "µs",
        ours: median(ours.map((value, index) => value - floor[index]!)),
        goal: "<= 3",
      });
    }
  }
  return rows;
}

/** `BURST=<n>` asks for bursts of so many events. */
function planOf(clients: number): Plan {
  const plan =
    clients >= 1_000
      ? { burst: 4, events: 8, rate: 5 }
      : clients >= 100
        ? { burst: 20, events: 75, rate: 50 }
        : { burst: 200, events: 300, rate: 200 };
  const asked = process.env["BURST"];
  return asked === undefined ? plan : { ...plan, burst: Number(asked) };
}

const bursts =
  (plan: Plan): Heat<Partial<Fanout>> =>
  async (one, profiled) => {
    const { server, load } = one;
    const from = await server.stats();
    const begun = load.total;
    await burst(one, plan.burst, BURSTS_MS);
    const to = await server.stats();
    const delivered = load.total - begun;
    await profiled("bursts", () => burst(one, plan.burst, BURSTS_MS));
    return {
      burstCpu: cpuBetween(from, to) / delivered,
      burstSystem: (to.system - from.system) / delivered,
      perWrite: delivered / Math.max(1, to.writes - from.writes),
    };
  };

const paced =
  (plan: Plan): Heat<Partial<Fanout>> =>
  async (one, profiled) => {
    const { server, load } = one;
    const delivered = plan.events * load.clients.length;
    load.timed();
    const from = await server.stats();
    await pace(one, plan);
    const to = await server.stats();
    const latencies = [...load.timed()].sort((a, b) => a - b);
    await profiled("paced", () => pace(one, plan));
    return {
      pacedCpu: cpuBetween(from, to) / delivered,
      pacedSystem: (to.system - from.system) / delivered,
      p99: (latencies[Math.floor(latencies.length * 0.99)] ?? 0) / 1_000,
    };
  };

/**
 * A burst is so many events published in one tick, and the next one begins
 * when all clients have them all. A window of outstanding events instead of
 * that would give the servers bursts of unlike lengths: the slower one finds
 * more room in the window each time, and looks the better for it.
 */
async function burst(
  { server, load }: Contestant,
  count: number,
  ms: number,
): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const heard = load.more(count * load.clients.length);
    server.tell({ do: "publish", count });
    await heard;
  }
}

async function pace(
  { server, load }: Contestant,
  { events, rate }: Plan,
): Promise<void> {
  const heard = load.more(events * load.clients.length);
  server.tell({ do: "paced", rate, count: events });
  await server.reply("paced");
  await heard;
}

const COLUMNS: readonly Column<Fanout>[] = [
  {
    name: "CPU per delivery, bursts",
    unit: "µs",
    key: "burstCpu",
    goal: "<= 0.8",
    libraries: true,
  },
  { name: "in the kernel, bursts", unit: "µs", key: "burstSystem" },
  { name: "deliveries per write, bursts", unit: "", key: "perWrite" },
  {
    name: "CPU per delivery, paced",
    unit: "µs",
    key: "pacedCpu",
    goal: "<= 1.1",
    libraries: true,
  },
  { name: "in the kernel, paced", unit: "µs", key: "pacedSystem" },
  { name: "publish to arrival, p99, paced", unit: "ms", key: "p99" },
];
