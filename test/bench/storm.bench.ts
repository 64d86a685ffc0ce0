/**
 * A thousand clients that missed ten thousand events each come back at once,
 * over SQLite to a server that was killed and started anew. Against the floor:
 * as many bytes made beforehand, written as fast as the sockets take them.
 *
 *   CLIENTS=100 MISSED=1000 npm run bench -- storm
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Load } from "./load/load.js";
import { storm } from "./load/storm.js";
import { resuming, type Wire, wires } from "./load/wires.js";
import { median, type Row } from "./row.js";
import { scripts } from "./scripts.js";
import { cpuBetween, ServerProcess } from "./server-process.js";
import type { StartOptions } from "./servers/protocol.js";

interface Storm {
  readonly name: string;
  readonly finishes: readonly number[];
  /** Microseconds of the server's CPU per delivered event. */
  readonly cpu: number;
  /** MB beyond what it had before. */
  readonly peak: number;
  /** The longest that the event loop was kept from its work, in milliseconds. */
  readonly lag: number;
}

const FLOOR = "sse/floor";

export async function run(): Promise<readonly Row[]> {
  const clients = Number(process.env["CLIENTS"] ?? 1_000);
  const missed = Number(process.env["MISSED"] ?? 10_000);
  const built = await scripts("servers/main.ts");
  const folder = mkdtempSync(join(tmpdir(), "create-realtime-bench-"));
  const storms: Storm[] = [];
  try {
    for (const kind of [FLOOR, "sse/ours", "websocket/ours"]) {
      for (const engine of kind === FLOOR ? [""] : ["memory", "sqlite"]) {
        const path = join(folder, `${kind.replace("/", "-")}.db`);
        const options: StartOptions = {
          kind,
          watchLag: true,
          history: kind === FLOOR ? missed : missed * 2,
          ...(engine === "sqlite" && {
            database: { path, durability: "group" },
          }),
        };
        const name = `${kind} ${engine}`.trim();
        const [script] = built.paths;
        const { server, port, wire } = await away(script!, options, missed);
        const before = await server.stats(true);
        const finishes = await storm(port, kind, wire, clients, missed);
        const after = await server.stats();
        storms.push({
          name,
          finishes,
          cpu: cpuBetween(before, after) / (clients * missed),
          peak: (after.peak - before.rss) / 2 ** 20,
          lag: after.lag,
        });
        await server.stop();
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
    await built.remove();
  }
  return rowsOf(storms);
}

/** A server with so much in its log, and how clients that heard none of it come back. */
async function away(
  script: string,
  options: StartOptions,
  missed: number,
): Promise<{ server: ServerProcess; port: number; wire: Wire }> {
  const { kind } = options;
  const server = new ServerProcess(script, options);
  const port = await server.ready();
  if (kind === FLOOR) return { server, port, wire: wires[kind]! };
  const load = await Load.open(port, kind, 1);
  const { preface } = load.clients[0]!;
  load.close();
  const cursor = /"cursor":"([^"]+)"/.exec(preface)?.[1];
  if (cursor === undefined) throw new Error(`no cursor in ${preface}`);
  const wire = resuming(kind, cursor);
  server.tell({ do: "append", count: missed });
  await server.reply("appended");
  if (!options.database) return { server, port, wire };
  await server.stop(); // without closing anything
  const next = new ServerProcess(script, options);
  return { server: next, port: await next.ready(), wire };
}

function rowsOf(storms: readonly Storm[]): readonly Row[] {
  const floor = storms[0]!;
  return storms
    .slice(1)
    .flatMap(({ name, finishes, cpu, peak, lag }): Row[] => {
      const row = (
        what: string,
        unit: string,
        ours: number,
        value: number,
      ): Row => ({
        what: `${what}: ${name}`,
        unit,
        ours,
        against: { name: "floor", value },
        ratio: ours / value,
      });
      return [
        row(
          "until the last client has all",
          "s",
          last(finishes),
          last(floor.finishes),
        ),
        row("... the first", "s", first(finishes), first(floor.finishes)),
        row("... the median", "s", middle(finishes), middle(floor.finishes)),
        row("CPU per event resumed", "µs", cpu, floor.cpu),
        { what: `memory beyond before, peak: ${name}`, unit: "MB", ours: peak },
        row("the event loop's longest delay", "ms", lag, floor.lag),
      ];
    });
}

const first = (all: readonly number[]): number => all[0]! / 1_000;
const last = (all: readonly number[]): number => all.at(-1)! / 1_000;
const middle = (all: readonly number[]): number => median(all) / 1_000;
