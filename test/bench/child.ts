/** A process that is told what to do over IPC and answers in turn, from the side that tells. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

export class Child<Command extends object, Reply extends { is: string }> {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #waiting: ((reply: Reply) => void)[] = [];

  constructor(script: string, args: readonly string[], name: string) {
    this.#child = fork(script, args, { execArgv: ["--expose-gc"] });
    this.#child.on("message", (reply: Reply) => this.#waiting.shift()?.(reply));
    this.#ended = once(this.#child, "exit");
    this.#child.on("exit", (code, signal) => {
      if (code !== 0) throw new Error(`${name} ended with ${code ?? signal}`);
    });
  }

  tell(command: Command): void {
    this.#child.send(command);
  }

  reply<Is extends Reply["is"]>(is: Is): Promise<Extract<Reply, { is: Is }>> {
    return new Promise((resolve, reject) =>
      this.#waiting.push((reply) =>
        reply.is === is
          ? resolve(reply as Extract<Reply, { is: Is }>)
          : reject(new Error(`expected ${is}`)),
      ),
    );
  }

  async stop(): Promise<void> {
    this.#child.disconnect();
    await this.#ended;
  }
}
