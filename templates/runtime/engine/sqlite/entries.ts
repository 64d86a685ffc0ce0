/// <reference types="node" />
/** Entries in and out of the database, with those that were touched last in memory. */
import { Buffer } from "node:buffer";
import type { Database, Statement } from "./database.js";
import type { Entry, NewEntry, Offset } from "../engine.js";
import { EntryCache } from "./entry-cache.js";
import { load, store, type Stored, type Texts } from "./texts.js";

interface Row {
  readonly offset: Offset;
  readonly address: Stored;
  readonly family: number | null;
  readonly time: number;
  readonly type: number;
  readonly schema: number;
  readonly id: Stored;
  readonly data: string;
  readonly headers: string | null;
  readonly key: Stored | null;
  readonly latest: Stored | null;
}

interface PassingRow extends Omit<Row, "family" | "type" | "schema"> {
  readonly family: Stored | null;
  readonly type: Stored;
  readonly schema: Stored;
}

/** What an entry takes in the file beside its strings: measured, about. */
const ENTRY_BYTES = 60;

const COLUMNS =
  "offset, address, family, time, type, schema, id, data, headers, key, latest";

const SELECT = `
  SELECT offset, (SELECT address FROM addresses WHERE id = entries.address) AS address,
    family, time, type, schema, id, data, headers, key, latest
  FROM entries`;

export class Entries {
  readonly #texts: Texts;
  readonly #insert: Statement;
  readonly #get: Statement;
  readonly #between: Statement;
  readonly #passing: Statement;
  readonly #cache = new EntryCache();

  constructor(db: Database, texts: Texts) {
    this.#texts = texts;
    this.#insert = db.prepare(
      `INSERT INTO entries (${COLUMNS}, nth, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#get = db.prepare(`${SELECT} WHERE offset = ?`);
    const between = "WHERE offset > ? AND offset <= ? ORDER BY offset LIMIT ?";
    this.#between = db.prepare(`${SELECT} ${between}`);
    this.#passing = db.prepare(`SELECT ${COLUMNS} FROM passing ${between}`);
  }

  /** Returns the bytes that it takes, about. */
  insert(entry: Entry, address: number, nth: number): number {
    const { offset, family, time, type, schema, data, headers } = entry;
    const id = store(entry.id);
    const key = optional(entry.key);
    const latest = optional(entry.latest);
    const size =
      ENTRY_BYTES +
      lengthOf(data) +
      lengthOf(id) +
      lengthOf(headers) +
      lengthOf(key) +
      lengthOf(latest);
    this.#insert.run(
      offset,
      address,
      family === undefined ? null : this.#texts.idOf(family),
      time,
      this.#texts.idOf(type),
      this.#texts.idOf(schema),
      id,
      data,
      headers ?? null,
      key,
      latest,
      nth,
      size,
    );
    return size;
  }

  /** Committed: readers who are a little behind find them in memory. */
  remember(entries: readonly Entry[]): void {
    for (const entry of entries) this.#cache.add(entry);
  }

  /** An entry that is there. */
  get(offset: Offset): Entry {
    const known = this.#cache.get(offset);
    if (known) return known;
    const row: Row = this.#get.get(offset);
    const entry = this.#entryOf(row);
    this.#cache.add(entry);
    return entry;
  }

  /** All that is there, kept or passing, after one offset and up to another. */
  between(after: Offset, through: Offset, most: number): Entry[] {
    const kept = this.#between.all(after, through, most) as Row[];
    const passing = this.#passing.all(after, through, most) as PassingRow[];
    const all = kept.map((row) => this.#entryOf(row));
    this.remember(all);
    if (passing.length === 0) return all;
    return [...all, ...passing.map(passed)]
      .sort((a, b) => a.offset - b.offset)
      .slice(0, most);
  }

  #entryOf(row: Row): Entry {
    return withOptional(
      {
        offset: row.offset,
        time: row.time,
        address: load(row.address),
        type: this.#texts.textOf(row.type),
        id: load(row.id),
        data: row.data,
        schema: this.#texts.textOf(row.schema),
      },
      row,
      row.family === null ? null : this.#texts.textOf(row.family),
    );
  }
}

/** As it will be read; without the absent keys. */
export function entryOf(
  { address, type, id, data, schema, ...more }: NewEntry,
  offset: Offset,
  time: number,
): Entry {
  return withOptional(
    { offset, time, address, type, id, data, schema },
    more,
    more.family,
  );
}

function passed(row: PassingRow): Entry {
  return withOptional(
    {
      offset: row.offset,
      time: row.time,
      address: load(row.address),
      type: load(row.type),
      id: load(row.id),
      data: row.data,
      schema: load(row.schema),
    },
    row,
    row.family === null ? null : load(row.family),
  );
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

function withOptional(
  entry: Mutable<Entry>,
  {
    headers,
    key,
    latest,
  }: {
    readonly headers?: string | null;
    readonly key?: Stored | null;
    readonly latest?: Stored | null;
  },
  family: string | null | undefined,
): Entry {
  if (headers != null) entry.headers = headers;
  if (key != null) entry.key = load(key);
  if (latest != null) entry.latest = load(latest);
  if (family != null) entry.family = family;
  return entry;
}

const optional = (text: string | undefined) =>
  text === undefined ? null : store(text);

function lengthOf(stored: Stored | null | undefined): number {
  if (stored == null) return 0;
  return typeof stored === "string"
    ? Buffer.byteLength(stored)
    : stored.byteLength;
}
