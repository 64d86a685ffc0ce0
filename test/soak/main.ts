/**
 * `npm run soak [-- minutes]`: five minutes of steady load with churn for
 * each technique in turn, memory told as it goes. Ends with 1 where a client
 * missed something or memory grew.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildServerProcess } from "../support/server-process/child.js";
import { techniques } from "../support/techniques.js";
import { flat } from "./flat.js";
import { soak } from "./soak.js";

const minutes = Number(process.argv[2] ?? 5);
const PACE_MS = 250;
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const folder = mkdtempSync(join(tmpdir(), "soak-"));
try {
  const script = await buildServerProcess(folder);
  for (const { id } of techniques) {
    console.log(`\n${id}, sqlite, ${minutes} minutes`);
    const result = await soak({
      setup: {
        technique: id,
        engine: "sqlite",
        folder: mkdtempSync(join(folder, "log-")),
      },
      script,
      rounds: Math.round((minutes * 60_000) / PACE_MS),
      paceMs: PACE_MS,
      onSample: ({ round, heap, rss, connections, clientHeap }) =>
        console.log(
          `round ${round}: server heap ${mb(heap)}, rss ${mb(rss)}, ${connections} connections; clients' heap ${mb(clientHeap)}`,
        ),
    });
    const { published, heard, problems, samples } = result;
    const steady = flat(samples);
    console.log(
      `${published} events published, ${heard} heard, ${problems.length} problems, memory ${steady ? "flat" : "GREW"}`,
    );
    for (const problem of problems.slice(0, 10)) console.log(problem);
    if (problems.length > 0 || !steady) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
