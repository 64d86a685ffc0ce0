/// <reference types="node" />
/** Strings in the database: those that recur once each, and odd ones whole. */
import { Buffer } from "node:buffer";
import type { Database, Statement } from "./database.js";

/** A string as SQLite keeps it. */
export type Stored = string | Uint8Array;

/** SQLite's text ends at a NUL and is UTF-8: a string with more in it than that has is stored as its bytes. */
const ODD = /[\0\ud800-\udfff]/;

export function store(text: string): Stored {
  return ODD.test(text) ? Buffer.from(text, "utf16le") : text;
}

export function load(stored: Stored): string {
  return typeof stored === "string"
    ? stored
    : Buffer.from(stored).toString("utf16le");
}

/** Numbers that stand for strings; a string once written is never removed. */
export class Texts {
  readonly #find: Statement;
  readonly #insert: Statement;
  readonly #select: Statement;
  #ids = new Map<string, number>();
  #texts = new Map<number, string>();

  constructor(db: Database) {
    this.#find = db.prepare("SELECT id FROM texts WHERE text = ?");
    this.#insert = db.prepare("INSERT INTO texts (text) VALUES (?)");
    this.#select = db.prepare("SELECT text FROM texts WHERE id = ?");
  }

  /** `undefined`: never written. */
  find(text: string): number | undefined {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const row: { readonly id: number } | undefined = this.#find.get(
      store(text),
    );
    if (row) this.#learn(row.id, text);
    return row?.id;
  }

  /** In a write transaction. */
  idOf(text: string): number {
    const known = this.find(text);
    if (known !== undefined) return known;
    const id = Number(this.#insert.run(store(text)).lastInsertRowid);
    this.#learn(id, text);
    return id;
  }

  textOf(id: number): string {
    const known = this.#texts.get(id);
    if (known !== undefined) return known;
    const row: { readonly text: Stored } = this.#select.get(id);
    const text = load(row.text);
    this.#learn(id, text);
    return text;
  }

  /** A transaction was undone, and what it wrote with it. */
  drop(): void {
    this.#ids = new Map();
    this.#texts = new Map();
  }

  #learn(id: number, text: string): void {
    this.#ids.set(text, id);
    this.#texts.set(id, text);
  }
}
