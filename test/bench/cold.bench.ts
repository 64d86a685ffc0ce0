/** What a person waits for before anything happens. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeProject } from "./project.js";
import { measure, wall } from "./measure.js";
import { compared, type Row } from "./row.js";

const bin = fileURLToPath(
  new URL("../../bin/create-realtime.js", import.meta.url),
);
const ROUNDS = 15;

export async function run(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "create-realtime-bench-"));
  try {
    const project = writeProject(folder, 100, "json");
    measure([bin, "generate"], project);
    const cases: readonly [what: string, args: string[], goal: string][] = [
      ["--version", [bin, "--version"], "<= 1.3"],
      ["--help", [bin, "--help"], "<= 1.3"],
      ["generate, nothing changed", [bin, "generate"], "<= 2"],
    ];
    const bare: number[] = [];
    const ours = cases.map((): number[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(wall(["-e", "0"], project));
      cases.forEach(([, args], i) => ours[i]!.push(wall(args, project)));
    }
    return cases.map(([what, , goal], i) =>
      compared(what, "ms", ours[i]!, { name: "node -e 0", values: bare }, goal),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
