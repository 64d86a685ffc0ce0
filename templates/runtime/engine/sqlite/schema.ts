/**
 * The tables, and how a file is known: as ours, and of which version.
 *
 * Strings that recur (message names, schema hashes, families) stand once in
 * `texts`. An entry knows which entry of its address it is (`nth`), so that
 * counting what an address keeps needs no counter of its own.
 */
import { ask, type Database } from "./database.js";
import { Refused } from "./faults.js";

/** "rtlg", where SQLite keeps what wrote a file. */
const APPLICATION_ID = 0x72746c67;

/**
 * What brings a file from one version to the next; its length is the version
 * that this code reads and writes. Only ever add to the end.
 */
const MIGRATIONS: readonly string[] = [
  `
  -- One row. bytes, addresses, ids and claims are what retention counts.
  CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch TEXT NOT NULL,
    head INTEGER NOT NULL,      -- the last offset given out: none is used twice
    expired INTEGER NOT NULL,   -- losses up to here were forgotten
    bytes INTEGER NOT NULL,
    addresses INTEGER NOT NULL,
    ids INTEGER NOT NULL,
    claims INTEGER NOT NULL
  );
  CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE texts (id INTEGER PRIMARY KEY, text NOT NULL UNIQUE);

  CREATE TABLE addresses (
    id INTEGER PRIMARY KEY,
    address NOT NULL UNIQUE,
    family INTEGER,
    lost INTEGER NOT NULL,      -- the last offset that is gone
    lost_nth INTEGER NOT NULL,
    expired INTEGER NOT NULL,   -- what state.expired was when this row was made
    max_age INTEGER NOT NULL,
    kept INTEGER NOT NULL,      -- 1: has entries; 0: only a floor
    due INTEGER NOT NULL        -- when its oldest entry, or its floor, may go
  );
  CREATE INDEX addresses_due ON addresses (kept, due);
  CREATE INDEX addresses_lost ON addresses (family, lost) WHERE family IS NOT NULL;
  -- Of each family, the last loss that was forgotten.
  CREATE TABLE forgotten (family INTEGER PRIMARY KEY, lost INTEGER NOT NULL);

  CREATE TABLE entries (
    offset INTEGER PRIMARY KEY,
    address INTEGER NOT NULL,
    family INTEGER,
    nth INTEGER NOT NULL,
    time INTEGER NOT NULL,
    size INTEGER NOT NULL,
    type INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    id NOT NULL,
    data NOT NULL,
    headers,
    key,
    latest
  );
  CREATE INDEX entries_address ON entries (address);
  CREATE INDEX entries_family ON entries (family) WHERE family IS NOT NULL;

  -- What is not kept, for some seconds, so that the tails of other processes see it.
  CREATE TABLE passing (
    offset INTEGER PRIMARY KEY,
    address NOT NULL,
    family,
    time INTEGER NOT NULL,
    type NOT NULL,
    schema NOT NULL,
    id NOT NULL,
    data NOT NULL,
    headers,
    key,
    latest
  );

  -- Ids that callers chose, by the offset of the entry; both hashes are SHA-256, cut to 16 bytes.
  CREATE TABLE ids (
    offset INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    body BLOB NOT NULL,
    time INTEGER NOT NULL,
    expires INTEGER NOT NULL
  );

  CREATE TABLE claims (
    key NOT NULL UNIQUE,
    body NOT NULL,
    token TEXT NOT NULL,
    member TEXT NOT NULL,
    expires INTEGER NOT NULL,
    result
  );
  CREATE INDEX claims_expires ON claims (expires);

  CREATE TABLE leases (
    name PRIMARY KEY,
    token INTEGER NOT NULL,
    holder,
    expires INTEGER NOT NULL,
    cursor
  ) WITHOUT ROWID;

  -- The engines that have the file open.
  CREATE TABLE members (
    id TEXT PRIMARY KEY,
    boot TEXT NOT NULL,
    pid INTEGER NOT NULL,
    space TEXT NOT NULL,        -- where the pid means something
    unsynced INTEGER NOT NULL,  -- 1: tells of what may not be on the disk
    tail INTEGER NOT NULL,      -- 1: has a tail
    until INTEGER NOT NULL      -- lives at least so long
  ) WITHOUT ROWID;
  `,
];

/** What a file is before anything is written into it. @throws {Refused} */
export function assertOurs(db: Database): void {
  const [id, version, tables] = ask(
    db,
    "application_id, user_version, (SELECT count(*) FROM sqlite_schema)",
    "pragma_application_id, pragma_user_version",
  );
  if (id === APPLICATION_ID && Number(version) > MIGRATIONS.length) {
    throw new Refused(
      `was written by a newer version of this engine (format ${version}, this one knows ${MIGRATIONS.length}): upgrade, or choose another path`,
    );
  }
  if (id === APPLICATION_ID) return;
  if (id !== 0 || version !== 0 || tables !== 0) {
    throw new Refused(
      "is a SQLite database of something else: choose another path",
    );
  }
}

/** Makes the tables, or brings them up to date; in the caller's transaction. */
export function migrate(db: Database, epoch: string): void {
  const version = Number(ask(db, "user_version", "pragma_user_version")[0]);
  if (version === MIGRATIONS.length) return;
  for (const sql of MIGRATIONS.slice(version)) db.exec(sql);
  db.exec(`
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${MIGRATIONS.length};
  `);
  if (version > 0) return;
  db.prepare(
    `INSERT INTO state (one, epoch, head, expired, bytes, addresses, ids, claims)
     VALUES (1, ?, 0, 0, 0, 0, 0, 0)`,
  ).run(epoch);
}
