/** An engine in another process, from the test's side. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type {
  Bounds,
  Entry,
  Offset,
} from "../../../templates/runtime/engine/engine.js";
import type { Calls, Name, Options, Report } from "./protocol.js";

const script = fileURLToPath(new URL("process.ts", import.meta.url));

export class EngineProcess {
  /** What its tail brought. */
  readonly entries: Entry[] = [];
  readonly resets: Bounds[] = [];
  /** What was acknowledged of a flood. */
  readonly acknowledged = new Map<string, Offset>();
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #waiting = new Set<() => void>();
  readonly #reports = new Map<number, (report: Report) => void>();
  #calls = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = once(child, "exit");
    child.on("message", (report: Report) => this.#take(report));
  }

  /** @param uid of the user that it is to be, where this one may say */
  static async start(options: Options, uid?: number): Promise<EngineProcess> {
    const child = fork(script, [JSON.stringify(options)], {
      execArgv: ["--import", import.meta.resolve("tsx")],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    const engine = new EngineProcess(child);
    onTestFinished(() => engine.kill());
    await once(child, "message");
    return engine;
  }

  call<Is extends Name>(
    name: Is,
    ...args: Calls[Is][0]
  ): Promise<Calls[Is][1]> {
    const n = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#reports.set(n, (report) => {
        if (report.is === "result") resolve(report.value as Calls[Is][1]);
        if (report.is === "error") reject(new Error(report.message));
      });
      void this.#ended.then(() => reject(new Error("the process has ended")));
      this.#child.send({ n, name, args });
    });
  }

  /** When something has come to be, which it tells. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!isSo()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      void this.#ended.then(() => reject(new Error("the process has ended")));
      check();
    });
  }

  /** As `kill -9` does; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #take(report: Report): void {
    switch (report.is) {
      case "result":
      case "error":
        this.#reports.get(report.n)?.(report);
        this.#reports.delete(report.n);
        break;
      case "entries":
        this.entries.push(...report.entries);
        break;
      case "reset":
        this.resets.push(report.bounds);
        break;
      case "acknowledged":
        this.acknowledged.set(report.id, report.offset);
        break;
      case "ready":
        break;
      default:
        report satisfies never;
    }
    for (const check of this.#waiting) check();
  }
}
