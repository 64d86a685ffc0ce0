/** Leases in the file: whichever process asks, there is one holder. */
import type { Database, Statement } from "./database.js";
import type { Lease } from "../engine.js";
import { load, store, type Stored } from "./texts.js";

interface Row {
  readonly token: number;
  /** Absent: given back. */
  readonly holder: Stored | null;
  readonly expires: number;
  readonly cursor: Stored | null;
}

export class StoredLeases {
  readonly #find: Statement;
  readonly #set: Statement;
  readonly #advance: Statement;
  readonly #release: Statement;

  constructor(db: Database) {
    this.#find = db.prepare(
      "SELECT token, holder, expires, cursor FROM leases WHERE name = ?",
    );
    this.#set = db.prepare(
      `INSERT INTO leases (name, token, holder, expires) VALUES (?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET
         token = excluded.token, holder = excluded.holder, expires = excluded.expires`,
    );
    const held = "WHERE name = ? AND token = ? AND holder IS NOT NULL";
    this.#advance = db.prepare(`UPDATE leases SET cursor = ? ${held}`);
    this.#release = db.prepare(
      `UPDATE leases SET holder = NULL, expires = 0 ${held}`,
    );
  }

  acquire(
    name: string,
    holder: string,
    ttlMs: number,
    now: number,
  ): Lease | undefined {
    const row: Row | undefined = this.#find.get(store(name));
    const held = row !== undefined && row.holder !== null && row.expires > now;
    if (held && load(row.holder!) !== holder) return undefined;
    const token = held ? row.token : (row?.token ?? 0) + 1;
    const expiresAt = now + ttlMs;
    this.#set.run(store(name), token, store(holder), expiresAt);
    const cursor = row?.cursor ?? null;
    return cursor === null
      ? { token, expiresAt }
      : { token, cursor: load(cursor), expiresAt };
  }

  advance(name: string, token: number, cursor: string): boolean {
    return this.#advance.run(store(cursor), store(name), token).changes > 0;
  }

  release(name: string, token: number): void {
    this.#release.run(store(name), token);
  }
}
