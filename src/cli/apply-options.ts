import { hostname } from "node:os";
import { ApplyError, type ApplyOptions } from "../apply/transaction.js";
import type { Owner } from "../apply/journal.js";
import { CliError, ExitCode, Interrupted } from "./exit-code.js";
import type { Io } from "./io.js";

/** Writing takes seconds: what is older was left by a process that is gone. */
const MAX_AGE_MS = 10 * 60_000;

export function applyOptions({ signal }: Io): ApplyOptions {
  return {
    owner: { pid: process.pid, host: hostname(), since: Date.now() },
    alive,
    signal,
  };
}

function alive({ pid, host, since }: Owner): boolean {
  if (host !== hostname() || Date.now() - since > MAX_AGE_MS) return false;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Someone else's process lives too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Says what a failed apply means to the user. */
export function tellApplyError(error: unknown): unknown {
  if (error instanceof ApplyError) {
    switch (error.reason) {
      case "cancelled":
        return new Interrupted();
      case "busy":
        return new CliError(
          ExitCode.problem,
          "another run of create-realtime is writing here",
          `wait for it; if there is none, delete ${error.path}`,
        );
      case "changed-meanwhile":
        return new CliError(
          ExitCode.problem,
          `${error.path} changed while the run went on; nothing was written`,
          "run it again",
        );
      case "refused":
        return new CliError(
          ExitCode.problem,
          `${error.path} stands in the way; nothing was written`,
        );
      default:
        return error.reason satisfies never;
    }
  }
  if (error instanceof Error && "code" in error && "syscall" in error) {
    return new CliError(
      ExitCode.problem,
      `cannot write: ${error.message}`,
      "what had been written was undone",
    );
  }
  return error;
}
