/** The entry of the bundle: the process is taken hold of here, and nowhere else. */
import { main } from "./main.js";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    // Whoever asks twice means it; a half-done apply is recovered by the next run.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // The reader has enough, as in `create-realtime --help | head -1`.
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
}

process.exitCode = await main(
  process.argv.slice(2),
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: interruption.signal,
  },
  async () => (await import("../pipeline.js")).compile,
);
// An open pipe at stdin must not keep a process that has nothing to read.
process.stdin.unref?.();
