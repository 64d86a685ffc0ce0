/**
 * The log alone: publishes per second of each engine and level of durability,
 * what an event and an address weigh, and a hundred thousand addresses with
 * readers that leave parameters open. The floor of SQLite is one table that
 * the same library appends to, in transactions of as many rows.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./child.js";
import { chosen } from "./chosen.js";
import type { Addresses, Result, Task } from "./engines/protocol.js";
import { compared, median, type Row } from "./row.js";
import { scripts } from "./scripts.js";
import type { Database } from "./servers/protocol.js";

const ENGINES = ["memory", "commit", "group", "off"];
const ROUNDS = 3;
const MS = 800;
const EVENTS = 50_000;
const SITES = 1_000;
const DEVICES = 100;

export async function run(): Promise<readonly Row[]> {
  const built = await scripts("engines/main.ts");
  const folder = mkdtempSync(join(tmpdir(), "create-realtime-bench-"));
  let files = 0;
  const ask = async <Is extends Result["is"]>(
    engine: string,
    task: Task,
    is: Is,
  ): Promise<Extract<Result, { is: Is }>> => {
    const database = engine !== "memory" && {
      path: join(folder, `${++files}.db`),
      durability: engine as Database["durability"],
    };
    const child = new Child<never, Result>(
      built.paths[0]!,
      [JSON.stringify({ ...task, ...(database && { database }) })],
      `${task.do} of ${engine}`,
    );
    const result = await child.reply(is);
    await child.stop();
    return result;
  };
  try {
    const engines = chosen("ENGINES", ENGINES);
    const rows: Row[] = [];
    for (const atOnce of [1, 1_000]) {
      for (const engine of engines) {
        const name = engine === "memory" ? engine : `sqlite, ${engine}`;
        const what = `publishes per second, ${atOnce.toLocaleString("en")} at once: ${name}`;
        const ours: number[] = [];
        const floor: number[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          const task = { do: "publish", atOnce, ms: MS } as const;
          ours.push((await ask(engine, task, "published")).perSecond);
          if (engine === "memory") continue;
          const bare = { do: "insert", atOnce, ms: MS } as const;
          floor.push((await ask(engine, bare, "published")).perSecond);
        }
        const peer = { name: "INSERT alone", values: floor };
        rows.push(
          floor.length > 0
            ? compared(what, "", ours, peer)
            : { what, unit: "", ours: median(ours) },
        );
      }
    }
    for (const engine of engines.filter(
      (one) => one === "memory" || one === "group",
    )) {
      const name = engine === "memory" ? engine : "sqlite";
      const weighed = await ask(
        engine,
        { do: "weigh", events: EVENTS },
        "weighed",
      );
      const { heap, file } = weighed;
      rows.push({
        what: `heap per logged event: ${name}`,
        unit: "B",
        ours: heap,
      });
      if (engine !== "memory") {
        rows.push({
          what: `file per logged event: ${name}`,
          unit: "B",
          ours: file,
        });
      }
      const task = { do: "addresses", sites: SITES, each: DEVICES } as const;
      rows.push(...rowsOf(await ask(engine, task, "addresses"), name));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
    await built.remove();
  }
}

function rowsOf(measured: Addresses, name: string): readonly Row[] {
  const where = `${(SITES * DEVICES).toLocaleString("en")} addresses, ${name}`;
  const row = (what: string, unit: string, ours: number): Row => ({
    what: `${what}: ${where}`,
    unit,
    ours,
  });
  const rows = [
    row("first events per second", "", measured.perSecond),
    row("heap each, with an event", "B", measured.heap),
    row("heap each, its event gone", "B", measured.idleHeap),
    row("resume all of them", "ms", measured.resumeAll),
    row(`resume ${DEVICES} of them`, "ms", measured.resumeSite),
  ];
  return name === "memory"
    ? [
        ...rows,
        // What readers cost is the core's affair: the same over every engine.
        row("CPU per publish for a reader of all", "µs", measured.all),
        row(
          `CPU per publish for ${SITES} readers of ${DEVICES}`,
          "µs",
          measured.perSite,
        ),
      ]
    : [
        ...rows,
        row("file each, with an event", "B", measured.file),
        row("file each, its event gone", "B", measured.idleFile),
      ];
}
