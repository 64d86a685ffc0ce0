import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type {
  PoolOptions,
  PoolRunnerInitializer,
  PoolWorker,
  WorkerRequest,
} from "vitest/node";

/** Vitest's pool of processes, under a Node other than the one that runs Vitest. */
export function nodePool(program: string): PoolRunnerInitializer {
  return {
    name: "node",
    createPoolWorker: (options) => new NodeWorker(program, options),
  };
}

class NodeWorker implements PoolWorker {
  readonly name = "node";
  readonly cacheFs = true;
  readonly #program: string;
  readonly #options: PoolOptions;
  #child: ChildProcess | undefined;

  constructor(program: string, options: PoolOptions) {
    this.#program = program;
    this.#options = options;
  }

  async start(): Promise<void> {
    const { distPath, execArgv, env } = this.#options;
    this.#child = fork(join(distPath, "workers", "forks.js"), [], {
      execPath: this.#program,
      execArgv,
      env: env as NodeJS.ProcessEnv, // absent names are absent there too
      serialization: "advanced", // what the worker speaks
    });
    await once(this.#child, "spawn");
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL"); // the tests are over, whatever they left
    await ended;
  }

  on(event: string, listener: (value: unknown) => void): void {
    this.#child?.on(event, listener);
  }

  off(event: string, listener: (value: unknown) => void): void {
    this.#child?.off(event, listener);
  }

  send(message: WorkerRequest): void {
    this.#child?.send(message);
  }

  deserialize(message: unknown): unknown {
    return message;
  }
}
