/**
 * Whole projects side by side, as `create` would write them, for compilers to
 * check in one run: their own runtimes are left out, and one stands for all.
 */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { scaffoldFiles } from "../../../src/project/scaffold.js";
import { Names } from "../../../src/typescript/names.js";
import type { CorpusOutput } from "../../support/corpus.js";
import { typeCheck } from "../../support/type-check.js";
import { TECHNIQUES, type CheckedWith } from "./row.js";

const modules = fileURLToPath(
  new URL("../../../node_modules", import.meta.url),
);

const OUT = "src/realtime";
/** Where the one runtime stands: a root beside the outputs, which import it as their own. */
const SHARED = "shared";

export class Projects {
  readonly #folder: string;
  readonly #keys: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
    this.#write("package.json", '{ "type": "module" }\n');
    symlinkSync(modules, join(folder, "node_modules"), "junction");
  }

  /** @param values A module for the output's folder. */
  async add(key: string, output: CorpusOutput, values: string): Promise<void> {
    this.#keys.push(key);
    for (const { path, content } of output.files) {
      const home = path.startsWith("runtime/") ? SHARED : `${key}/${OUT}`;
      this.#write(`${home}/${path}`, content);
    }
    this.#write(`${key}/${OUT}/values.ts`, values);
    for (const { path, content } of await scaffolded(output)) {
      // One manifest is for all, and settings are the strictest there are.
      if (path.endsWith(".ts")) this.#write(`${key}/${path}`, content);
    }
  }

  /** The first problem of each project that has one, by its key. */
  async problems(compiler: CheckedWith): Promise<ReadonlyMap<string, string>> {
    const rootDirs = [SHARED, ...this.#keys.map((key) => `${key}/${OUT}`)];
    const words = await typeCheck(this.#folder, compiler, {
      rootDirs,
      types: ["node"],
    });
    const found = new Map<string, string>();
    for (const [, key = "", problem = ""] of words.matchAll(
      /^([^/\s]+)\/(\S+ error TS\d+: .*)$/gm,
    ))
      if (!found.has(key)) found.set(key, problem);
    if (words !== "" && found.size === 0) throw new Error(words);
    return found;
  }

  #write(path: string, content: string): void {
    const file = join(this.#folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function scaffolded({ contract }: CorpusOutput) {
  return scaffoldFiles({
    folder: "/app",
    name: "app",
    contract,
    names: new Names(),
    config: {
      schema: "schema.yaml",
      outputs: [{ dir: OUT, side: "both", transports: TECHNIQUES }],
      engines: ["memory"],
    },
    choices: { framework: "node", transports: TECHNIQUES, engine: "memory" },
    packageManager: "npm",
    mode: "new",
  });
}
