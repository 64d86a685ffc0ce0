/// <reference types="node" />
/**
 * One opening of the file, with all that is prepared for it. It lasts until
 * the engine closes or something breaks; then the file is opened anew.
 */
import { Addresses } from "./addresses.js";
import type { AppendContext } from "./append.js";
import { Checkpoints, type Progress } from "./checkpoints.js";
import { StoredClaims } from "./claims.js";
import { configure, type Database, type Statement } from "./database.js";
import { Entries } from "./entries.js";
import { Ids } from "./ids.js";
import { StoredLeases } from "./leases.js";
import { type FileIdentity, isFileAt } from "./machine.js";
import { Members } from "./members.js";
import { Passing } from "./passing.js";
import type { Opener } from "./opening.js";
import { Read, type ReadContext } from "./read.js";
import { Retention } from "./retention.js";
import { Select } from "./select.js";
import { State } from "./state.js";
import { type SyncFile, Syncs } from "./syncs.js";
import { Texts } from "./texts.js";
import type { Witness } from "./witness.js";

/** Entries, and losses, that one {@link Session.upkeep} removes at most. */
const UPKEEP_STEP = 1_000;

export type Level = "commit" | "group" | "off";

export interface SessionOptions {
  /** Absolute. */
  readonly path: string;
  readonly level: Level;
  readonly maxBytes: number;
  readonly cursorMaxAgeMs: number;
  readonly maxClaims: number;
  readonly boot: string;
  /** Names the engine among the members. */
  readonly self: string;
  readonly opener: Opener;
  readonly sync: SyncFile;
  /** Whether what is removed may not have been told to the tails of this process. */
  readonly hasUntold: () => boolean;
  /** For tests: the file may have so many pages, as if the disk were full. */
  readonly maxPages: number | undefined;
}

export class Session implements AppendContext, ReadContext {
  readonly state: State;
  readonly texts: Texts;
  readonly addresses: Addresses;
  readonly entries: Entries;
  readonly ids: Ids;
  readonly passing: Passing;
  readonly retention: Retention;
  readonly select: Select;
  readonly log: Read;
  readonly claims: StoredClaims;
  readonly leases: StoredLeases;
  readonly members: Members;
  readonly syncs: Syncs;
  readonly witness: Witness;
  readonly #path: string;
  readonly #file: FileIdentity;
  readonly #hasUntold: () => boolean;
  readonly #db: Database;
  readonly #checkpoints: Checkpoints;
  readonly #begin: Statement;
  readonly #beginWrite: Statement;
  readonly #commit: Statement;
  readonly #version: Statement;
  readonly #progress: Statement;
  #seen = -1;
  #commits = 0;

  /** @throws whatever is wrong with the file; a busy one may be tried again */
  constructor(options: SessionOptions) {
    const { path, self, level, maxBytes, cursorMaxAgeMs, maxClaims, boot } =
      options;
    const opened = options.opener.open();
    const { db } = opened;
    this.#path = path;
    this.#file = opened.file;
    this.#db = db;
    this.#hasUntold = options.hasUntold;
    this.witness = opened.witness;
    try {
      configure(db, level === "commit");
      if (options.maxPages !== undefined) {
        db.exec(`PRAGMA max_page_count = ${options.maxPages}`);
      }
      const state = new State(db);
      const texts = new Texts(db);
      const addresses = new Addresses(db, state);
      const passing = new Passing(db);
      const members = new Members(db, self, boot, level === "off");
      this.state = state;
      this.texts = texts;
      this.addresses = addresses;
      this.passing = passing;
      this.members = members;
      this.entries = new Entries(db, texts);
      this.ids = new Ids(db, state, maxBytes / 8);
      this.retention = new Retention(db, state, addresses, passing, {
        maxBytes,
        maxFloorBytes: maxBytes / 8,
        cursorMaxAgeMs,
      });
      this.select = new Select(db, addresses, texts);
      this.log = new Read(db, this);
      this.claims = new StoredClaims(db, state, members, self, maxClaims);
      this.leases = new StoredLeases(db);
      this.#begin = db.prepare("BEGIN");
      this.#beginWrite = db.prepare("BEGIN IMMEDIATE");
      this.#commit = db.prepare("COMMIT");
      this.#version = db.prepare("PRAGMA data_version");
      this.#progress = db.prepare("PRAGMA wal_checkpoint(NOOP)");
      this.syncs = new Syncs({
        path: `${path}-wal`,
        sync: options.sync,
        rewrite: () => this.#rewrite(),
      });
      this.#checkpoints = new Checkpoints(path);
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  /** One transaction that writes, alone among all processes. */
  write<Result>(job: () => Result): Result {
    this.#beginWrite.run();
    const result = this.#run(() => {
      this.passing.isNeeded = this.members.othersListen || this.#hasUntold();
      const done = job();
      this.addresses.save();
      this.state.save();
      return done;
    });
    if (++this.#commits % 8 === 0) {
      this.#checkpoints.consider(this.#progress.get() as Progress);
    }
    return result;
  }

  /** One transaction that reads: all of it at one moment. */
  view<Result>(job: () => Result): Result {
    this.#begin.run();
    return this.#run(job);
  }

  /** Whether {@link upkeep} has something to do; in a transaction. */
  isDue(now: number): boolean {
    return this.retention.isDue(now) || this.passing.isDue(now);
  }

  /** Removes some of what is too old. Where the file is locked, or full, it may as well go later. */
  upkeep(now: number): void {
    try {
      this.write(() => {
        this.retention.expire(now, UPKEEP_STEP);
        this.retention.forget(now, UPKEEP_STEP);
        this.passing.purge(now, UPKEEP_STEP);
      });
    } catch {
      // What is wrong with the file shows in whatever is asked of it.
    }
  }

  /** False where the file was removed or replaced: what is written would be nowhere. */
  isThere(): boolean {
    return isFileAt(this.#path, this.#file);
  }

  /** Closes what would otherwise stay open; the file is whole whatever happens. */
  async close(): Promise<void> {
    await this.syncs.close();
    await this.#checkpoints.close();
    this.witness.close();
    this.#db.close();
  }

  /** Closes, and leaves all in the one file where nobody else has it open. */
  async end(): Promise<void> {
    await this.syncs.idle();
    await this.#checkpoints.close();
    if (this.isThere()) this.#tidy();
    await this.close();
  }

  /**
   * SQLite would do so by itself, but not before the last prepared statement
   * has been collected, and hold on to the files till then.
   */
  #tidy(): void {
    try {
      this.#db.exec("PRAGMA journal_mode = DELETE");
    } catch {
      // Another has it open; and it is as safe in two files.
    }
  }

  #run<Result>(job: () => Result): Result {
    try {
      this.#refresh();
      const result = job();
      this.#commit.run();
      return result;
    } catch (error) {
      this.#drop();
      this.texts.drop();
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  /** What was read before holds as long as no other connection has written. */
  #refresh(): void {
    const row: { readonly data_version: number } = this.#version.get();
    if (row.data_version === this.#seen) this.addresses.trim();
    else this.#drop();
    this.#seen = row.data_version;
  }

  #drop(): void {
    this.state.drop();
    this.addresses.drop();
    this.ids.drop();
    this.retention.drop();
    this.passing.drop();
    this.members.drop();
  }

  #rewrite(): void {
    const row: { readonly busy: number } = this.#db
      .prepare("PRAGMA wal_checkpoint(TRUNCATE)")
      .get();
    if (row.busy) throw new Error("the database is in use");
  }
}
