/// <reference types="node" />
/**
 * The one door to SQLite: everything else is given an open database.
 *
 * `@photostructure/sqlite` is node:sqlite for every Node from 20 on, and its
 * binaries come inside its npm package. Calls are synchronous and short;
 * what may take long (syncing, copying the write-ahead log) is done elsewhere,
 * and nothing here waits for a lock: see `access.ts`.
 */
import {
  DatabaseSync,
  type DatabaseSyncInstance,
  type StatementSyncInstance,
} from "@photostructure/sqlite";
import { Refused } from "./faults.js";

export type Database = DatabaseSyncInstance;
export type Statement = StatementSyncInstance;

export function openDatabase(path: string): Database {
  return new DatabaseSync(path, {
    timeout: 0,
    enableForeignKeyConstraints: false,
  });
}

/**
 * The values of one row. The statement is gone when it returns: one that is
 * prepared keeps the file open, even after `close`, until it is collected,
 * and a file that cannot be used is tried again and again.
 */
export function ask(db: Database, values: string, from: string): unknown[] {
  let row: unknown[] = [];
  db.function("answer", { varargs: true }, (...answer: unknown[]) => {
    row = answer;
    return null;
  });
  db.exec(`SELECT answer(${values}) FROM ${from}`);
  return row;
}

/** Pages of 4 KB; past so many in the write-ahead log SQLite copies them itself, should `checkpoints.ts` not get to it. */
const LAST_RESORT_PAGES = 16_384;

/**
 * Settings of a connection, once the file is known to be ours. `full`: a
 * commit is on the disk when it returns.
 */
export function configure(db: Database, full: boolean): void {
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${full ? "FULL" : "NORMAL"};
    PRAGMA fullfsync = ON; -- where fsync alone leaves it in the drive's cache
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA wal_autocheckpoint = ${LAST_RESORT_PAGES};
    PRAGMA journal_size_limit = ${LAST_RESORT_PAGES * 4_096};
    PRAGMA cache_size = -16000;
    PRAGMA temp_store = MEMORY;
  `);
  const [mode] = ask(db, "journal_mode", "pragma_journal_mode");
  if (mode !== "wal") {
    throw new Refused(
      "cannot have a write-ahead log: choose a path on a local disk",
    );
  }
}
