/** Runs files of the official JSON Schema test suite through our compiler. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../src/source/json.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { Documents } from "../../src/documents/documents.js";
import { firstProblem } from "../../src/schema/accepts-value.js";
import { schemaHost } from "../../src/schema/host.js";
import { createLowering } from "../../src/schema/lower.js";
import { emitSchemas, load } from "../support/compile-schema.js";
import { memoryReadHost } from "../support/memory-read-host.js";
import { stated, suiteRemotes, type SuiteFolder } from "./suite-remotes.js";

export interface Group {
  readonly description: string;
  readonly schema: Json;
  readonly tests: readonly {
    readonly description: string;
    readonly data: Json;
    readonly valid: boolean;
  }[];
}

/** Test files below a folder of the suite: the required and the optional. */
export function suiteFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
}

export function groupsOf(folder: string, file: string): readonly Group[] {
  const text = readFileSync(join(folder, file), "utf8");
  return JSON.parse(text) as readonly Group[];
}

/** The verdict on a value, and everything that was told about the schema. */
interface Compiled {
  /** @throws {Error} the emitted checks and the compiler's own disagree */
  accepts(value: Json): boolean;
  readonly told: readonly string[];
}

/** A schema of the suite as a user would have it: as a file, its remotes fetched. */
export async function compileSuiteSchema(
  schema: Json,
  folder: SuiteFolder,
): Promise<Compiled> {
  const diagnostics = new Diagnostics();
  const text = JSON.stringify(stated(schema, folder));
  const host = {
    ...memoryReadHost({ "suite.json": text }),
    remote: suiteRemotes(folder),
  };
  const documents = await Documents.open("suite.json", host, diagnostics);
  if (!documents) throw new Error(`cannot be read: ${text}`);
  const { file, value } = documents.entry;
  const lowering = createLowering(
    schemaHost(documents, diagnostics),
    "2020-12",
  );
  const root = lowering.lower(value, { file, path: undefined });
  const roots = [{ key: "root", wantedName: "Root", schema: root }];
  const check = load(emitSchemas(roots, lowering.definitions)).get("root")!;
  return {
    told: diagnostics.list.map(({ code }) => code),
    accepts(data) {
      const valid = check(data) === undefined;
      const problem = firstProblem(data, root, lowering.definitions);
      if (valid !== (problem === undefined))
        throw new Error(`emitted ${valid}, interpreted ${problem?.message}`);
      return valid;
    },
  };
}

/**
 * Names of the cases whose verdict is not the suite's.
 * @throws {Error} the emitted checks and the compiler's own disagree
 */
export async function failures(
  path: string,
  file: string,
  folder: SuiteFolder,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const group of groupsOf(path, file)) {
    const compiled = await compileSuiteSchema(group.schema, folder);
    for (const test of group.tests) {
      const name = `${file}: ${group.description}: ${test.description}`;
      try {
        if (compiled.accepts(test.data) !== test.valid) failed.push(name);
      } catch (cause) {
        throw new Error(name, { cause });
      }
    }
  }
  return failed;
}
