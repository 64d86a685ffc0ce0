/**
 * `npm run bench [-- name ...]`: every figure is a ratio within one run, for
 * machines differ. Writes bench-results/<name>.json beside the table.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { meets, type Row } from "./row.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const all = readdirSync(here)
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.slice(0, -".bench.ts".length));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(
    `no bench named ${unknown.join(", ")}; there are: ${all.join(", ")}`,
  );
  process.exit(2);
}

let missed = 0;
for (const name of wanted.length > 0 ? wanted : all) {
  const module = (await import(
    pathToFileURL(`${here}/${name}.bench.ts`).href
  )) as {
    run(): Promise<readonly Row[]>;
  };
  console.log(`\n${name}`);
  const rows = await module.run();
  for (const row of rows) {
    const met = meets(row);
    if (met === false) missed += 1;
    console.log(line(row, met));
  }
  mkdirSync("bench-results", { recursive: true });
  writeFileSync(
    `bench-results/${name}.json`,
    JSON.stringify(
      {
        at: new Date().toISOString(),
        node: process.version,
        cpus: cpus().length,
        load: loadavg(),
        rows,
      },
      null,
      2,
    ),
  );
}
console.log(missed === 0 ? "\nevery goal met" : `\n${missed} goals missed`);

function line(row: Row, met: boolean | undefined): string {
  const figure = `${format(row.ours)} ${row.unit}`;
  const against = row.against
    ? `${row.against.name} ${format(row.against.value)}`
    : "";
  const ratio = row.ratio === undefined ? "" : `x ${row.ratio.toFixed(2)}`;
  const goal = row.goal
    ? `goal ${row.goal} ${met === true ? "met" : "MISSED"}`
    : "";
  return [
    row.what.padEnd(52),
    figure.padStart(18),
    against.padStart(34),
    ratio.padStart(10),
    goal,
  ].join("  ");
}

function format(value: number): string {
  return value >= 100
    ? Math.round(value).toLocaleString("en")
    : value.toPrecision(3);
}
