/// <reference types="node" />
/**
 * Syncing the write-ahead log to the disk, in the thread pool: one sync
 * covers all that was committed before it began, by whichever process.
 */
import { closeSync, fdatasync, openSync } from "node:fs";
import { promisify } from "node:util";
import { SyncFailed } from "./faults.js";

export type SyncFile = (fd: number) => Promise<void>;

export const syncFile: SyncFile = promisify(fdatasync);

export interface SyncsContext {
  /** The write-ahead log; SQLite holds no locks on it that closing it could drop. */
  readonly path: string;
  readonly sync: SyncFile;
  /**
   * What a sync that failed has left behind cannot be trusted, nor can the
   * next one's success: all is to be written anew, elsewhere. Throws where it
   * cannot.
   */
  readonly rewrite: () => void;
}

export class Syncs {
  readonly #context: SyncsContext;
  readonly #fd: number;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failed = false;

  constructor(context: SyncsContext) {
    this.#context = context;
    this.#fd = openSync(context.path, "r+");
  }

  /** Resolves when what is committed now is on the disk. */
  sync(): Promise<void> {
    this.#next ??= this.#after(this.#running);
    return this.#next;
  }

  /** When nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#running ?? this.#next) {
      await (this.#running ?? this.#next)?.catch(() => {});
    }
  }

  async close(): Promise<void> {
    await this.idle();
    closeSync(this.#fd);
  }

  /** Begins after the last one, and after what now runs, so that its other commits share it. */
  async #after(last: Promise<void> | undefined): Promise<void> {
    await last?.catch(() => {});
    this.#running = this.#next;
    this.#next = undefined;
    try {
      if (this.#failed) {
        this.#context.rewrite();
        this.#failed = false;
      } else {
        await this.#context.sync(this.#fd);
      }
    } catch (error) {
      this.#failed = true;
      throw new SyncFailed("could not be synced to the disk", { cause: error });
    } finally {
      this.#running = undefined;
    }
  }
}
