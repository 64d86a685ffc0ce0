/**
 * Generation of N events with types, validators and one technique, against
 * json-schema-to-typescript, which makes types alone. JSON and YAML apart.
 */
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { measure, type Usage } from "./measure.js";
import { writeJsonSchema, writeProject } from "./project.js";
import { compared, median, type Row } from "./row.js";

const require = createRequire(import.meta.url);
const bin = fileURLToPath(
  new URL("../../bin/create-realtime.js", import.meta.url),
);
const json2ts = join(
  dirname(require.resolve("json-schema-to-typescript/package.json")),
  "dist/src/cli.js",
);

const GOALS: Readonly<Record<number, string>> = {
  100: "<= 0.6",
  1000: "<= 0.5",
};

export async function run(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "create-realtime-bench-"));
  const rows: Row[] = [];
  try {
    for (const events of [10, 100, 1000]) {
      const schema = writeJsonSchema(folder, events);
      const out = join(folder, "out.ts");
      const rounds = events < 1000 ? 5 : 3;
      const ours: Record<"json" | "yaml", Usage[]> = { json: [], yaml: [] };
      const theirs: Usage[] = [];
      for (let round = 0; round < rounds; round++) {
        theirs.push(measure([json2ts, "-i", schema, "-o", out], folder));
        for (const language of ["json", "yaml"] as const) {
          ours[language].push(fresh(folder, events, language));
        }
      }
      for (const language of ["json", "yaml"] as const) {
        rows.push(
          compared(
            `generate ${events} events, ${language.toUpperCase()}`,
            "ms",
            ours[language].map(({ wallMs }) => wallMs),
            { name: "json2ts", values: theirs.map(({ wallMs }) => wallMs) },
            language === "json" ? GOALS[events] : undefined,
          ),
          {
            what: "  peak memory",
            unit: "MB",
            ours: median(ours[language].map(({ rssMb }) => rssMb)),
            against: {
              name: "json2ts",
              value: median(theirs.map(({ rssMb }) => rssMb)),
            },
          },
        );
      }
    }
    const thousand = fresh(folder, 1000, "json");
    const tenThousand = fresh(folder, 10_000, "json");
    rows.push({
      what: "CPU at 10,000 events against 1,000",
      unit: "ms",
      ours: tenThousand.cpuMs,
      against: { name: "1,000 events", value: thousand.cpuMs },
      ratio: tenThousand.cpuMs / thousand.cpuMs,
      goal: "<= 11",
    });
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From nothing: no output, no cache. */
function fresh(
  folder: string,
  events: number,
  language: "json" | "yaml",
): Usage {
  rmSync(join(folder, `${language}-${events}`), {
    recursive: true,
    force: true,
  });
  const project = writeProject(folder, events, language);
  return measure([bin, "generate"], project);
}
