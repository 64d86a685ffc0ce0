/// <reference types="node" />
/** Opening the file: whether it is ours, what it lacks, and whether its epoch goes on. */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { configure, type Database, openDatabase } from "./database.js";
import { isBusy } from "./faults.js";
import { type FileIdentity, fileIdentity, isFileAt } from "./machine.js";
import { Members } from "./members.js";
import { doubtOf, settle } from "./proof.js";
import { assertOurs, migrate } from "./schema.js";
import { State } from "./state.js";
import { readWitness, Witness } from "./witness.js";

export interface OpeningOptions {
  /** Absolute. */
  readonly path: string;
  readonly boot: string;
  /** Names the engine among the members. */
  readonly self: string;
  /** Whether it tells of what may not be on the disk. */
  readonly isUnsynced: boolean;
}

export interface OpenFile {
  readonly db: Database;
  readonly witness: Witness;
  readonly file: FileIdentity;
  close(): void;
}

/** Opens a file, and goes on where it was the last time that the file was busy. */
export class Opener {
  readonly #options: OpeningOptions;
  #busy: { readonly db: Database; readonly file: FileIdentity } | undefined;

  constructor(options: OpeningOptions) {
    this.#options = options;
  }

  /** @throws whatever is wrong with the file; a busy one may be tried again */
  open(): OpenFile {
    const { path } = this.#options;
    mkdirSync(dirname(path), { recursive: true });
    const db = this.#take() ?? openDatabase(path);
    let file: FileIdentity | undefined;
    let witness: Witness | undefined;
    const close = (): void => {
      witness?.close();
      db.close();
    };
    try {
      assertOurs(db);
      file = fileIdentity(path);
      configure(db, true); // what is written here is on the disk at once
      witness = new Witness(path);
      db.exec("BEGIN IMMEDIATE");
      enter(db, witness, file, this.#options);
      db.exec("COMMIT");
      return { db, witness, file, close };
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK");
      if (isBusy(error) && file) {
        witness?.close();
        this.#busy = { db, file };
      } else {
        close();
      }
      throw error;
    }
  }

  close(): void {
    this.#busy?.db.close();
    this.#busy = undefined;
  }

  /** What was busy, where it is still the file. */
  #take(): Database | undefined {
    const busy = this.#busy;
    if (busy && !isFileAt(this.#options.path, busy.file)) this.close();
    const db = this.#busy?.db;
    this.#busy = undefined;
    return db;
  }
}

/** In a transaction: alone among all that open the file. */
function enter(
  db: Database,
  witness: Witness,
  file: FileIdentity,
  { path, boot, self, isUnsynced }: OpeningOptions,
): void {
  const told = readWitness(path);
  assertOurs(db); // another may have made it meanwhile
  migrate(db, newEpoch());
  const state = new State(db);
  const { now } = state;
  const log = { epoch: now.epoch, offset: now.head };
  if (doubtOf(db, log, { file, boot, witness: told })) {
    now.epoch = newEpoch();
    now.head = Math.max(now.head, told?.offset ?? 0);
    state.save();
  }
  settle(db, { file, boot });
  new Members(db, self, boot, isUnsynced).announce(false);
  const offset = told?.epoch === now.epoch ? told.offset : 0;
  witness.write({ epoch: now.epoch, offset });
}

function newEpoch(): string {
  return randomBytes(8).toString("hex");
}
