/// <reference types="node" />
/**
 * The engines that have the file open, in this process and in others. A
 * member says every half minute that it lives; one that was killed is known
 * by its silence, or by its process id where that means something here.
 */
import type { Database, Statement } from "./database.js";
import { mayRun, processSpace } from "./machine.js";

export const HEARTBEAT_MS = 30_000;
const SILENCE_MS = 3 * HEARTBEAT_MS;

export interface Member {
  readonly id: string;
  readonly boot: string;
  readonly pid: number;
  readonly space: string;
  readonly unsynced: number;
  readonly tail: number;
  readonly until: number;
}

export class Members {
  readonly #self: Member;
  readonly #insert: Statement;
  readonly #remove: Statement;
  readonly #all: Statement;
  #tail = false;
  #others: readonly Member[] | undefined;

  constructor(db: Database, id: string, boot: string, unsynced: boolean) {
    this.#self = {
      id,
      boot,
      pid: process.pid,
      space: processSpace(),
      unsynced: unsynced ? 1 : 0,
      tail: 0,
      until: 0,
    };
    this.#insert = db.prepare(
      `INSERT OR REPLACE INTO members (id, boot, pid, space, unsynced, tail, until)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#remove = db.prepare("DELETE FROM members WHERE id = ?");
    this.#all = db.prepare("SELECT * FROM members");
  }

  /** Tells the others that this one lives, and whether it has a tail. */
  announce(tail: boolean): void {
    this.#tail = tail;
    this.beat();
  }

  beat(): void {
    const { id, boot, pid, space, unsynced } = this.#self;
    const tail = this.#tail ? 1 : 0;
    const until = Date.now() + SILENCE_MS;
    this.#insert.run(id, boot, pid, space, unsynced, tail, until);
  }

  leave(): void {
    this.#remove.run(this.#self.id);
  }

  /** Whether what is not kept must be put where other tails find it. */
  get othersListen(): boolean {
    return this.#known().some((one) => one.tail === 1 && this.#lives(one));
  }

  get isAlone(): boolean {
    return !this.#known().some((one) => this.#lives(one));
  }

  /** Whether a claim of this member may still be settled. */
  lives(id: string): boolean {
    return (
      id === this.#self.id ||
      this.#known().some((one) => one.id === id && this.#lives(one))
    );
  }

  /** Those that are gone without a word; only once all that they wrote is synced. */
  bury(): void {
    for (const one of this.#known()) {
      if (!this.#lives(one)) this.#remove.run(one.id);
    }
    this.drop();
  }

  /** Others may have written. */
  drop(): void {
    this.#others = undefined;
  }

  #known(): readonly Member[] {
    if (!this.#others) {
      const all = this.#all.all() as readonly Member[];
      this.#others = all.filter(({ id }) => id !== this.#self.id);
    }
    return this.#others;
  }

  #lives({ until, space, pid }: Member): boolean {
    return until > Date.now() && (space !== this.#self.space || mayRun(pid));
  }
}
