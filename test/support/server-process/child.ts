/** A server that can be killed, from the test's side. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Command, Report, Setup } from "./protocol.js";

/** Makes the script that {@link ServerProcess.start} runs. */
export async function buildServerProcess(folder: string): Promise<string> {
  const outfile = join(folder, "server.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("process.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    // It lies outside the project, whose packages it needs.
    plugins: [
      {
        name: "resolved",
        setup({ onResolve }) {
          onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
            kind === "entry-point" ||
            path.startsWith("node:") ||
            path.startsWith("/")
              ? undefined
              : { path: import.meta.resolve(path), external: true },
          );
        },
      },
    ],
  });
  return outfile;
}

export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #listeners = new Set<(report: Report) => void>();

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = once(child, "exit");
    child.on("message", (report: Report) => {
      for (const listener of this.#listeners) listener(report);
    });
  }

  static async start(
    script: string,
    setup: Setup,
  ): Promise<[ServerProcess, number]> {
    const child = fork(script, [JSON.stringify(setup)], {
      execArgv: ["--expose-gc"],
    });
    const server = new ServerProcess(child);
    const { port } = await server.next("ready");
    return [server, port];
  }

  on(listener: (report: Report) => void): void {
    this.#listeners.add(listener);
  }

  tell(command: Command): void {
    if (this.#child.connected) this.#child.send(command);
  }

  /** Rejects where it ends before. */
  next<Is extends Report["is"]>(is: Is): Promise<Extract<Report, { is: Is }>> {
    return new Promise((resolve, reject) => {
      const listener = (report: Report): void => {
        if (report.is !== is) return;
        this.#listeners.delete(listener);
        resolve(report as Extract<Report, { is: Is }>);
      };
      this.#listeners.add(listener);
      void this.#ended.then(() => reject(new Error("the server has ended")));
    });
  }

  stats(): Promise<Extract<Report, { is: "stats" }>> {
    const told = this.next("stats");
    this.tell({ do: "stats" });
    return told;
  }

  /** As `kill -9` does; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  async close(): Promise<void> {
    this.tell({ do: "close" });
    await this.#ended;
  }
}
