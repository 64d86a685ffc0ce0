import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Contract } from "../../src/contract/model.js";
import { createNodeReadHost } from "../../src/host/node-read-host.js";
import type { GeneratedFile } from "../../src/plan/generated-file.js";
import { compile } from "../../src/pipeline.js";
import type { ProjectConfig } from "../../src/project/config.js";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));
const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** A folder of `fixtures/scenarios`: options, and the output that they give. */
export interface Scenario {
  readonly name: string;
  readonly folder: string;
  readonly options: ScenarioOptions;
}

interface ScenarioOptions {
  /** File in `fixtures/contracts`. */
  readonly schema: string;
  readonly side?: ProjectConfig["outputs"][number]["side"];
  /** Default sse. */
  readonly transports?: ProjectConfig["outputs"][number]["transports"];
  /** Default memory. */
  readonly engines?: ProjectConfig["engines"];
  readonly perspective?: "server" | "client";
  readonly events?: readonly string[];
}

export const scenarios: readonly Scenario[] = readdirSync(
  join(fixtures, "scenarios"),
).map((name) => {
  const folder = join(fixtures, "scenarios", name);
  const text = readFileSync(join(folder, "options.json"), "utf8");
  return { name, folder, options: JSON.parse(text) as ScenarioOptions };
});

export interface Generated {
  readonly files: readonly GeneratedFile[];
  readonly ledger: string;
  readonly diagnostics: readonly string[];
  readonly contract: Contract | undefined;
}

export async function generate({ options }: Scenario): Promise<Generated> {
  return generateFrom(join(fixtures, "contracts"), options.schema, options);
}

/** @param folder where the user stands */
export async function generateFrom(
  folder: string,
  schema: string,
  {
    side = "both",
    transports = ["sse"],
    engines = ["memory"],
    perspective,
    events,
  }: Omit<ScenarioOptions, "schema"> = {},
): Promise<Generated> {
  const { diagnostics, result } = await compile({
    entry: schema,
    ledger: "realtime.lock",
    host: createNodeReadHost(folder),
    importEndings: [".js"],
    config: {
      schema,
      outputs: [{ dir: "src/realtime", side, transports }],
      engines,
      ...(perspective && { perspective }),
      ...(events && { events }),
    },
  });
  return {
    files: result?.outputs[0] ?? [],
    ledger: result?.ledger ?? "",
    contract: result?.contract,
    diagnostics: diagnostics.map(
      ({ severity, code, message }) => `${severity} ${code}: ${message}`,
    ),
  };
}

/**
 * Writes several outputs side by side, with one copy of the runtime above
 * them all: a compiler reads and checks it once.
 */
export function materialise(
  folder: string,
  outputs: ReadonlyMap<string, readonly GeneratedFile[]>,
): void {
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  write("package.json", '{ "type": "module" }\n');
  // What users install: the packages that the techniques chosen need.
  const installed = join(folder, "node_modules");
  if (!existsSync(installed)) symlinkSync(modules, installed, "junction");
  for (const [name, files] of outputs) {
    for (const { path, content } of files) {
      if (path.startsWith("runtime/")) write(path, content);
      else write(`${name}/${path}`, content.replace(INTO_RUNTIME, "$1../$2"));
    }
  }
}

const INTO_RUNTIME = /( from ")(?:\.\/)?((?:\.\.\/)*runtime\/)/g;
