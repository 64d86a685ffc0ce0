import { PassThrough } from "node:stream";
import type { Io } from "../../src/cli/io.js";
import { main } from "../../src/cli/main.js";
import { fakeCompile } from "./fake-compile.js";

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line in this process, without a terminal. */
export async function runCli(
  cwd: string,
  words: readonly string[],
  { env = {}, signal = new AbortController().signal }: Partial<Io> = {},
): Promise<CliRun> {
  const stdout = collector();
  const stderr = collector();
  const stdin = new PassThrough();
  const io: Io = {
    // As much of a stream as the commands use.
    stdin: stdin as unknown as Io["stdin"],
    stdout: stdout as unknown as Io["stdout"],
    stderr: stderr as unknown as Io["stderr"],
    env,
    cwd,
    signal,
  };
  const code = await main(words, io, async () => fakeCompile);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collector() {
  const stream = new PassThrough();
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return Object.assign(stream, { text: () => text });
}
