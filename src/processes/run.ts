/** The one door to execa. */
import { execa } from "execa";

export interface RunOptions {
  readonly cwd: string;
  readonly signal?: AbortSignal;
  /** Beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

export type RunResult =
  | { readonly ok: true; readonly stdout: string }
  | {
      readonly ok: false;
      /** `missing`: there is no such program. */
      readonly reason: "missing" | "failed" | "cancelled";
      /** What it said, error output first. */
      readonly output: string;
    };

/** Runs a program without a shell, and collects what it says. Never throws. */
export async function run(
  program: string,
  words: readonly string[],
  { cwd, signal, env }: RunOptions,
): Promise<RunResult> {
  const result = await execa(program, words, {
    cwd,
    reject: false,
    stdin: "ignore",
    // npm and git hand this process's settings on to what they start.
    env: { FORCE_COLOR: "0", ...env },
    ...(signal && { cancelSignal: signal }),
  });
  if (!result.failed) return { ok: true, stdout: result.stdout };
  const output = [result.stderr, result.stdout, result.originalMessage]
    .filter((part) => part !== undefined && part !== "")
    .join("\n");
  const reason = result.isCanceled
    ? "cancelled"
    : result.code === "ENOENT"
      ? "missing"
      : "failed";
  return { ok: false, reason, output };
}
