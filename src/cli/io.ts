/** The process, as the commands see it. */
export interface Io {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by Ctrl-C and by a request to end. */
  readonly signal: AbortSignal;
}

/**
 * Whether anyone is there to answer. Both ends count, and CI wins: some CI
 * systems give their jobs a terminal.
 */
export function isInteractive({ stdin, stdout, env }: Io): boolean {
  const ci = env["CI"] ?? "";
  const inCi = ci !== "" && ci !== "0" && ci.toLowerCase() !== "false";
  return stdin.isTTY && stdout.isTTY && !inCi;
}

/** NO_COLOR (no-color.org) wins over FORCE_COLOR, and both over the terminal. */
export function hasColor(stream: NodeJS.WriteStream, env: Io["env"]): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stream.isTTY && env["TERM"] !== "dumb";
}
