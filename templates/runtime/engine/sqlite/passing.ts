/**
 * What the log does not keep, for a few seconds: so that the tails of other
 * processes see every entry, whatever its retention. Nothing is written
 * where there is no such tail.
 */
import type { Database, Statement } from "./database.js";
import type { Entry, Offset } from "../engine.js";
import { store } from "./texts.js";

/** A tail that stands still for longer is cut, and its readers go to the log. */
const KEEP_MS = 3_000;

const COPY = `
  INSERT INTO passing (offset, address, family, time, type, schema, id, data, headers, key, latest)
  SELECT entries.offset, addresses.address, family.text, entries.time, type.text, schema.text,
    entries.id, entries.data, entries.headers, entries.key, entries.latest
  FROM entries
    JOIN addresses ON addresses.id = entries.address
    JOIN texts AS type ON type.id = entries.type
    JOIN texts AS schema ON schema.id = entries.schema
    LEFT JOIN texts AS family ON family.id = entries.family`;

export class Passing {
  /** Set before each transaction that writes. */
  isNeeded = false;
  readonly #insert: Statement;
  readonly #copyOf: Statement;
  readonly #copyAll: Statement;
  readonly #oldest: Statement;
  readonly #remove: Statement;
  /** The time of the oldest; absent where it must be looked up. */
  #since: number | undefined;

  constructor(db: Database) {
    this.#insert = db.prepare(
      `INSERT INTO passing (offset, address, family, time, type, schema, id, data, headers, key, latest)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#copyOf = db.prepare(
      `${COPY} WHERE entries.address = ? AND entries.offset <= ? AND entries.time > ?`,
    );
    this.#copyAll = db.prepare(
      `${COPY} WHERE entries.offset <= ? AND entries.time > ?`,
    );
    this.#oldest = db.prepare(
      "SELECT offset, time FROM passing ORDER BY offset LIMIT 1",
    );
    this.#remove = db.prepare(
      `DELETE FROM passing WHERE offset IN
         (SELECT offset FROM passing WHERE time <= ? ORDER BY offset LIMIT ?)`,
    );
  }

  add(entry: Entry): void {
    if (!this.isNeeded) return;
    const { offset, time, address, type, id, data, schema } = entry;
    const { family, headers = null, key, latest } = entry;
    this.#insert.run(
      offset,
      store(address),
      optional(family),
      time,
      store(type),
      store(schema),
      store(id),
      data,
      headers,
      optional(key),
      optional(latest),
    );
    this.#since ??= time;
  }

  /** Entries of an address are about to be removed, up to the last. */
  keepOf(address: number, last: Last, now: number): void {
    if (!this.#mustKeep(last, now)) return;
    this.#copyOf.run(address, last.offset, now - KEEP_MS);
    this.#since = undefined;
  }

  /** The oldest entries of all are about to be removed. */
  keepAll(last: Last, now: number): void {
    if (!this.#mustKeep(last, now)) return;
    this.#copyAll.run(last.offset, now - KEEP_MS);
    this.#since = undefined;
  }

  isDue(now: number): boolean {
    if (this.#since === undefined) {
      const row: Last | undefined = this.#oldest.get();
      this.#since = row?.time ?? Infinity;
    }
    return this.#since <= now - KEEP_MS;
  }

  /** Removes at most so many. */
  purge(now: number, most: number): void {
    if (!this.isDue(now)) return;
    this.#remove.run(now - KEEP_MS, most);
    this.#since = undefined;
  }

  drop(): void {
    this.#since = undefined;
  }

  #mustKeep({ time }: Last, now: number): boolean {
    return this.isNeeded && time > now - KEEP_MS;
  }
}

interface Last {
  readonly offset: Offset;
  readonly time: number;
}

const optional = (text: string | undefined) =>
  text === undefined ? null : store(text);
