/** What the shell is told; README lists them. */
export const ExitCode = {
  done: 0,
  /** In the user's schema, files or network. */
  problem: 1,
  usage: 2,
  breaking: 3,
  /** Our bug (sysexits: EX_SOFTWARE). */
  bug: 70,
  /** 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Ends the run with a message to the user, not a stack. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  /** What to do about it, on a line of its own. */
  readonly hint: string | undefined;

  constructor(exitCode: ExitCode, message: string, hint?: string) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

export function usageError(message: string, hint?: string): CliError {
  return new CliError(ExitCode.usage, message, hint);
}

/** Ctrl-C, at a prompt or between steps. */
export class Interrupted extends CliError {
  constructor(what = "nothing was changed") {
    super(ExitCode.interrupted, `interrupted; ${what}`);
  }
}
