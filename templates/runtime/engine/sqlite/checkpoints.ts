/// <reference types="node" />
/**
 * Brings the write-ahead log into the database, in a thread of its own: it
 * takes syncs of the disk, during which the event loop must not stand still.
 * The thread writes first into the log that it has emptied, because that
 * takes a sync as well.
 *
 * The thread begins when it is first needed. Where it cannot run, SQLite
 * does the same by itself, later and in the way: see `database.ts`.
 */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

/** Pages of 4 KB that are not in the database yet: copied beside what is being written. */
const COPY_PAGES = 1_000;
/** Pages in the log: past this writers wait a moment, so that it can begin anew. */
const RESTART_PAGES = 4_000;

/**
 * Whose turn it is. A thread that is ended while it is inside SQLite takes
 * the whole process with it, so that a process that exits must wait for it,
 * and see to it that it does not begin again.
 */
const RESTING = 0;
const AT_WORK = 1;
const OVER = 2;

/**
 * A text and no module, for it must run as it is from sources, from what
 * they are compiled to, and from a bundle. `timeout`: how long it waits for a
 * moment in which nobody writes.
 */
const PROGRAM = `
const { parentPort, workerData } = require("node:worker_threads");
const turn = new Int32Array(workerData.turn);
let db;
const steps = {
  copy() {
    db.exec("PRAGMA wal_checkpoint(PASSIVE)");
  },
  restart() {
    db.exec("PRAGMA wal_checkpoint(PASSIVE); PRAGMA wal_checkpoint(RESTART)");
    db.exec("INSERT INTO meta VALUES ('restarts', 1) ON CONFLICT DO UPDATE SET value = value + 1");
  },
  close() {
    db.close();
  },
};
function open() {
  const { DatabaseSync } = require(workerData.library);
  const opened = new DatabaseSync(workerData.path, { timeout: 100 });
  opened.exec("PRAGMA synchronous = NORMAL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA wal_autocheckpoint = 0");
  return opened;
}
parentPort.on("message", (step) => {
  if (Atomics.compareExchange(turn, 0, ${RESTING}, ${AT_WORK}) !== ${RESTING}) return;
  try {
    db ??= open();
    steps[step]();
  } catch {} // what did not go now goes next time
  Atomics.store(turn, 0, ${RESTING});
  Atomics.notify(turn, 0);
  parentPort.postMessage(step);
  if (step === "close") parentPort.close();
});
`;

/** How much of the log there is, and how much of that is in the database. */
export interface Progress {
  readonly log: number;
  readonly checkpointed: number;
}

interface Thread {
  readonly worker: Worker;
  readonly turn: Int32Array<SharedArrayBuffer>;
}

const running = new Set<Thread>();
let isGuarded = false;

export class Checkpoints {
  readonly #path: string;
  #thread: Thread | undefined;
  #restartAt = RESTART_PAGES;
  #busy = false;
  #closed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** After a commit. */
  consider({ log, checkpointed }: Progress): void {
    if (this.#busy || this.#closed) return;
    const restart = log >= this.#restartAt;
    if (!restart && log - checkpointed < COPY_PAGES) return;
    // Where someone keeps reading what is old it cannot begin anew: not at once again.
    if (restart) this.#restartAt = log + RESTART_PAGES;
    else if (log < RESTART_PAGES) this.#restartAt = RESTART_PAGES;
    this.#busy = true;
    try {
      this.#thread ??= this.#start();
      this.#thread.worker.postMessage(restart ? "restart" : "copy", []);
    } catch {
      this.#closed = true;
    }
  }

  /** Resolves when the thread has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    const thread = this.#thread;
    if (!thread) return;
    await new Promise((resolve) => {
      thread.worker.ref();
      thread.worker.once("exit", resolve);
      thread.worker.postMessage("close", []);
    });
  }

  #start(): Thread {
    const turn = new Int32Array(new SharedArrayBuffer(4));
    const library = createRequire(import.meta.url).resolve(
      "@photostructure/sqlite",
    );
    const worker = new Worker(PROGRAM, {
      eval: true,
      execArgv: [],
      workerData: { library, path: this.#path, turn: turn.buffer },
    });
    const thread: Thread = { worker, turn };
    worker.on("message", () => (this.#busy = false));
    worker.on("error", () => (this.#closed = true));
    worker.on("exit", () => {
      running.delete(thread);
      this.#thread = undefined;
    });
    worker.unref();
    if (!isGuarded) process.on("exit", rest);
    isGuarded = true;
    running.add(thread);
    return thread;
  }
}

/** The process exits: nothing more is begun, and what is under way ends first. */
function rest(): void {
  for (const { turn } of running) {
    while (Atomics.compareExchange(turn, 0, RESTING, OVER) === AT_WORK) {
      Atomics.wait(turn, 0, AT_WORK);
    }
  }
}
