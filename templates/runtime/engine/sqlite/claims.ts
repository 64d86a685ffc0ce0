/// <reference types="node" />
/**
 * Claims in the file, shared by all that have it open, and as safe as its
 * entries: an answer outlives the process that gave it. A claim whose member
 * is gone without an answer may be had again at once.
 */
import { randomUUID } from "node:crypto";
import type { Database, Statement } from "./database.js";
import type { Claim } from "../engine.js";
import type { Members } from "./members.js";
import type { State } from "./state.js";
import { load, store, type Stored } from "./texts.js";

interface Row {
  readonly body: Stored;
  readonly token: string;
  readonly member: string;
  readonly expires: number;
  readonly result: Stored | null;
}

/** Old ones that go with each new one, at most. */
const STEP = 4;

export class StoredClaims {
  readonly #state: State;
  readonly #members: Members;
  readonly #self: string;
  readonly #maxClaims: number;
  readonly #find: Statement;
  readonly #insert: Statement;
  readonly #remove: Statement;
  readonly #settle: Statement;
  readonly #release: Statement;
  readonly #purge: Statement;
  readonly #answered: Statement;

  constructor(
    db: Database,
    state: State,
    members: Members,
    self: string,
    maxClaims: number,
  ) {
    this.#state = state;
    this.#members = members;
    this.#self = self;
    this.#maxClaims = maxClaims;
    this.#find = db.prepare(
      "SELECT body, token, member, expires, result FROM claims WHERE key = ?",
    );
    this.#insert = db.prepare(
      "INSERT INTO claims (key, body, token, member, expires) VALUES (?, ?, ?, ?, ?)",
    );
    this.#remove = db.prepare("DELETE FROM claims WHERE key = ?");
    this.#settle = db.prepare(
      "UPDATE claims SET result = ? WHERE key = ? AND token = ?",
    );
    this.#release = db.prepare(
      "DELETE FROM claims WHERE key = ? AND token = ?",
    );
    this.#purge = db.prepare(
      `DELETE FROM claims WHERE rowid IN
         (SELECT rowid FROM claims WHERE expires <= ? ORDER BY expires LIMIT ?)`,
    );
    this.#answered = db.prepare(
      `DELETE FROM claims WHERE rowid IN
         (SELECT rowid FROM claims ORDER BY expires LIMIT ?) AND result IS NOT NULL`,
    );
  }

  claim(key: string, bodyHash: string, ttlMs: number, now: number): Claim {
    const before: Row | undefined = this.#find.get(store(key));
    if (before && before.expires > now) {
      if (load(before.body) !== bodyHash) return { state: "conflict" };
      if (before.result !== null) {
        return { state: "done", result: load(before.result) };
      }
      if (this.#members.lives(before.member)) return { state: "pending" };
    }
    if (before) this.#count(this.#remove.run(store(key)));
    this.#makeRoom(now);
    const token = randomUUID();
    this.#insert.run(
      store(key),
      store(bodyHash),
      token,
      this.#self,
      now + ttlMs,
    );
    this.#state.now.claims++;
    const again = before !== undefined && before.result === null;
    return { state: "claimed", token, again };
  }

  settle(key: string, token: string, result: string): void {
    this.#settle.run(store(result), store(key), token);
  }

  release(key: string, token: string): void {
    this.#count(this.#release.run(store(key), token));
  }

  /** The oldest answers go first; what still runs stays, the runtime bounds it. */
  #makeRoom(now: number): void {
    this.#count(this.#purge.run(now, STEP));
    if (this.#state.now.claims < this.#maxClaims) return;
    this.#count(this.#answered.run(STEP));
  }

  #count({ changes }: { readonly changes: number }): void {
    this.#state.now.claims -= changes;
  }
}
