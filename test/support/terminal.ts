import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

/** Whether this machine can give a program a terminal of its own. */
export const hasTerminals =
  process.platform === "linux" && existsSync("/usr/bin/script");

export interface TerminalRun {
  readonly code: number | null;
  /** All that came to the screen, control sequences too. */
  readonly screen: string;
}

/** What is typed, each once the text before it has come to the screen. */
export type Typing = readonly (readonly [seen: string, keys: string])[];

/** Runs a program in a terminal of its own, and types. */
export function inTerminal(
  words: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  typing: Typing = [],
): Promise<TerminalRun> {
  const command = words
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(" ");
  const child = spawn("script", ["-qfec", command, "/dev/null"], { cwd, env });
  let screen = "";
  let from = 0;
  const left = [...typing];
  child.stdout.on("data", (chunk: Buffer) => {
    screen += chunk.toString();
    for (let [next] = left; next !== undefined; [next] = left) {
      const at = screen.indexOf(next[0], from);
      if (at === -1) return;
      from = at + next[0].length;
      child.stdin.write(next[1]);
      left.shift();
    }
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, screen }));
  });
}
