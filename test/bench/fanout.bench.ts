/** SSE fan-out against node:http by hand and better-sse; see fanout.ts. */
import { fanout, type FanoutRow } from "./fanout.js";
import { compared, type Row } from "./row.js";

export async function run(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [clients, rounds] of [
    [1, 3],
    [100, 3],
    [1_000, 3],
  ] as const) {
    const all = await fanout(clients, rounds);
    const of = (kind: string, key: keyof FanoutRow): number[] =>
      all.flatMap((row) => (row.kind === kind ? Number(row[key]) : []));
    const add = (
      what: string,
      unit: string,
      key: keyof FanoutRow,
      goal?: string,
      peer = "raw",
    ): void => {
      const values = of(peer, key);
      const at = `${what}, ${clients} clients`;
      rows.push(
        compared(at, unit, of("ours", key), { name: peer, values }, goal),
      );
    };
    if (clients === 1) {
      const extra = of("ours", "burstCpu").map(
        (value, i) => value - of("raw", "burstCpu")[i]!,
      );
      const sorted = extra.sort((a, b) => a - b);
      rows.push({
        what: "CPU per publish beyond raw, 1 client",
        unit: "µs",
        ours: sorted[sorted.length >> 1]!,
        goal: "<= 3",
      });
    } else {
      add("CPU per delivery, bursts", "µs", "burstCpu", "<= 0.8");
      add("CPU per delivery, paced", "µs", "pacedCpu", "<= 1.1");
    }
    add("CPU per delivery, bursts", "µs", "burstCpu", undefined, "better-sse");
    add("publish to arrival, p99", "ms", "p99");
    if (clients === 1_000) {
      add("memory per idle connection", "KB", "rssKb", "<= 1.5");
    }
  }
  return rows;
}
