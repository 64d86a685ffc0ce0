/** What a scaffold runs once its files are there. */
import { run, type RunResult } from "../processes/run.js";

/** Those that `install` knows. */
export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

const quiet: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ["install", "--no-audit", "--no-fund", "--loglevel=error"],
  pnpm: ["install", "--reporter=append-only"],
  yarn: ["install"],
  bun: ["install"],
};

export function install(
  packageManager: PackageManager,
  cwd: string,
  signal: AbortSignal,
): Promise<RunResult> {
  return run(packageManager, quiet[packageManager], {
    cwd,
    signal,
    // Where CI is set, Yarn 4 else makes no lock file where there is none.
    env: { YARN_ENABLE_IMMUTABLE_INSTALLS: "false" },
  });
}

export type GitOutcome =
  "committed" | "initialized" | "already-inside" | "no-git";

/** A repository and its first commit, unless there is one around it. */
export async function gitInit(
  cwd: string,
  signal: AbortSignal,
): Promise<GitOutcome> {
  const git = (...words: string[]) => run("git", words, { cwd, signal });
  const inside = await git("rev-parse", "--is-inside-work-tree");
  if (inside.ok) return "already-inside";
  if (inside.reason === "missing") return "no-git";
  const made = await git("init", "--initial-branch=main");
  // Older gits do not know the option.
  if (!made.ok && !(await git("init")).ok) return "no-git";
  const staged = await git("add", "--all");
  // Fails where nobody told git who commits: the files are staged, then.
  const message = "Scaffolded by create-realtime";
  const committed =
    staged.ok && (await git("commit", "--quiet", "-m", message));
  return committed && committed.ok ? "committed" : "initialized";
}
