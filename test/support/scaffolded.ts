/** Projects that the built command scaffolds, run with the packages of this checkout. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { bin, repository, shellEnvironment } from "./built-bin.js";

/** Scaffolds into `folder/name`, and gives that. */
export async function scaffold(
  folder: string,
  name: string,
  flags: readonly string[],
): Promise<{ readonly project: string; readonly stdout: string }> {
  const words = [name, ...flags, "--no-install", "--no-git"];
  const { stdout } = await execa(process.execPath, [bin, ...words], {
    cwd: folder,
    env: shellEnvironment,
    extendEnv: false,
    stdin: "ignore",
  });
  return { project: join(folder, name), stdout };
}

/**
 * The packages that this checkout tests with: what a project gets by
 * installing, without installing.
 *
 * @param instead Packages that stand in for others, such as an older major.
 */
export function linkModules(
  project: string,
  instead: Readonly<Record<string, string>> = {},
): void {
  const ours = join(repository, "node_modules");
  const theirs = join(project, "node_modules");
  mkdirSync(theirs);
  for (const name of readdirSync(ours)) {
    if (name === ".cache") continue;
    symlinkSync(join(ours, instead[name] ?? name), join(theirs, name));
  }
}

/** Runs a script of the project's package.json as npm would, without npm's start. */
export function runScript(project: string, words: readonly string[]) {
  return execa(process.execPath, words, {
    cwd: project,
    env: shellEnvironment,
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    all: true,
  });
}

export interface Running {
  /** Resolves at the first line that matches; rejects with all lines where the program ends first. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  stop(): Promise<void>;
}

/** Starts a TypeScript program of the project. */
export function start(
  project: string,
  file: string,
  env: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    cwd: project,
    env: { ...shellEnvironment, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const told = (): void => {
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      told();
    });
  }
  let ended = false;
  child.once("close", () => {
    ended = true;
    told();
  });
  return {
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          for (const line of lines) {
            const match = pattern.exec(line);
            if (!match) continue;
            waiting.delete(look);
            return resolve(match);
          }
          if (ended) reject(new Error(`${file} ended:\n${lines.join("\n")}`));
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      if (ended) return;
      child.kill("SIGTERM");
      await once(child, "close");
    },
  };
}
