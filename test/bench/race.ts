/**
 * Servers that are compared, each in a process of its own. All of them are up
 * at once and take turns, so that what else the machine does hits all alike;
 * and they are started anew a few times, for no two processes are compiled
 * alike.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Load } from "./load/load.js";
import { scripts } from "./scripts.js";
import { selfTimes } from "./self-times.js";
import { ServerProcess } from "./server-process.js";

export interface Contestant {
  /** Of servers/kinds.ts. */
  readonly kind: string;
  readonly server: ServerProcess;
  readonly load: Load;
}

/** Something all do one after the other; what it measured goes into the turn's row. */
export type Heat<Measured> = (
  one: Contestant,
  /** Profiles what runs, where that is asked for. */
  profiled: (name: string, run: () => Promise<void>) => Promise<void>,
) => Promise<Measured>;

export interface RaceOptions {
  readonly kinds: readonly string[];
  readonly clients: number;
  /** How often all are started, and how many turns each has then. */
  readonly starts: number;
  readonly turns: number;
  /** The peers' adapters, where they are installed. */
  readonly adapters?: string;
  warm(one: Contestant): Promise<void>;
}

/** One turn of one contestant. */
export type Turn<Measured> = Measured & { readonly kind: string };

/** So long after connecting, or a burst, nothing of it is going on any more. */
const SETTLED_MS = 300;

/** With `PROFILE=<folder>` the last turn is profiled and its profiles shown. */
export async function race<Measured extends object>(
  options: RaceOptions,
  heats: readonly Heat<Partial<Measured>>[],
): Promise<readonly Turn<Measured>[]> {
  const { kinds, clients, starts, adapters } = options;
  const built = await scripts("servers/main.ts");
  const turns: Turn<Measured>[] = [];
  try {
    for (let start = 1; start <= starts; start++) {
      const all: Contestant[] = [];
      for (const kind of kinds) {
        const server = new ServerProcess(built.paths[0]!, {
          kind,
          ...(adapters !== undefined && { adapters }),
        });
        const load = await Load.open(await server.ready(), kind, clients);
        all.push({ kind, server, load });
      }
      await sleep(SETTLED_MS);
      for (const one of all) await options.warm(one);
      for (let turn = 1; turn <= options.turns; turn++) {
        const isLast = start === starts && turn === options.turns;
        all.reverse(); // who goes first finds the machine as it was left
        turns.push(...(await turnOf(all, heats, isLast)));
      }
      for (const { server, load } of all) {
        await server.stop();
        load.close();
      }
    }
  } finally {
    await built.remove();
  }
  return turns;
}

async function turnOf<Measured extends object>(
  all: readonly Contestant[],
  heats: readonly Heat<Partial<Measured>>[],
  isLast: boolean,
): Promise<Turn<Measured>[]> {
  const rows = all.map(({ kind }) => ({ kind }));
  for (const heat of heats) {
    await sleep(SETTLED_MS);
    for (const [index, one] of all.entries()) {
      const measured = await heat(one, (name, run) =>
        isLast ? profile(one, name, run) : Promise.resolve(),
      );
      Object.assign(rows[index]!, measured);
    }
  }
  return rows as Turn<Measured>[]; // every heat has put in its part
}

async function profile(
  { kind, server, load }: Contestant,
  name: string,
  run: () => Promise<void>,
): Promise<void> {
  const folder = process.env["PROFILE"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const clients = load.clients.length;
  const title = `${kind.replace("/", "-")}-${clients}-${name}`;
  const file = join(folder, `${title}.cpuprofile`);
  await server.profiled(file, run);
  console.log(`\n${kind}, ${clients} clients, ${name}\n${selfTimes(file)}`);
}
