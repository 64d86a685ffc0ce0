/**
 * What the log knows of each address: which of its entries are gone, and
 * when to look at it next. Rows are read once and kept while nobody else
 * writes; what changed in a transaction is written at its end.
 */
import type { Database, Statement } from "./database.js";
import type { Offset } from "../engine.js";
import type { State } from "./state.js";
import { load, store, type Stored } from "./texts.js";

export interface AddressRow {
  readonly id: number;
  readonly address: string;
  family: number | null;
  /** The last offset that is gone, and which of its entries that was. */
  lost: Offset;
  lostNth: number;
  /** Its last entry is the so manyth; as `lostNth`: there is none. */
  nth: number;
  /** Losses up to here may have been forgotten. */
  readonly expired: Offset;
  maxAge: number;
  /** When its oldest entry is too old, or, without entries, its floor; never later than that. */
  due: number;
}

interface Row extends Omit<
  AddressRow,
  "address" | "lostNth" | "nth" | "maxAge"
> {
  readonly address: Stored;
  readonly lost_nth: number;
  readonly nth: number | null;
  readonly max_age: number;
}

/** Whether the address has entries. */
export const isKept = ({ nth, lostNth }: AddressRow): boolean => nth > lostNth;

const MAX_CACHED = 50_000;

const SELECT = `
  SELECT id, address, family, lost, lost_nth, expired, max_age, due,
    (SELECT nth FROM entries WHERE address = addresses.id ORDER BY offset DESC LIMIT 1) AS nth
  FROM addresses`;

export class Addresses {
  readonly #state: State;
  readonly #byName: Statement;
  readonly #byId: Statement;
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #delete: Statement;
  #names = new Map<string, AddressRow>();
  #ids = new Map<number, AddressRow>();
  readonly #changed = new Set<AddressRow>();

  constructor(db: Database, state: State) {
    this.#state = state;
    this.#byName = db.prepare(`${SELECT} WHERE address = ?`);
    this.#byId = db.prepare(`${SELECT} WHERE id = ?`);
    this.#insert = db.prepare(
      `INSERT INTO addresses (address, family, lost, lost_nth, expired, max_age, kept, due)
       VALUES (?, ?, 0, 0, ?, 0, 0, 0)`,
    );
    this.#update = db.prepare(
      `UPDATE addresses SET family = ?, lost = ?, lost_nth = ?, max_age = ?, kept = ?, due = ?
       WHERE id = ?`,
    );
    this.#delete = db.prepare("DELETE FROM addresses WHERE id = ?");
  }

  /** `undefined`: nothing is known of it but what was forgotten of all. */
  find(address: string): AddressRow | undefined {
    return (
      this.#names.get(address) ?? this.#learn(this.#byName.get(store(address)))
    );
  }

  byId(id: number): AddressRow {
    const row = this.#ids.get(id) ?? this.#learn(this.#byId.get(id));
    if (!row) throw new Error(`no address ${id}`);
    return row;
  }

  make(address: string, family: number | null): AddressRow {
    const { now } = this.#state;
    const { expired } = now;
    const done = this.#insert.run(store(address), family, expired);
    now.addresses++;
    return this.#keep({
      id: Number(done.lastInsertRowid),
      address,
      family,
      lost: 0,
      lostNth: 0,
      nth: 0,
      expired,
      maxAge: 0,
      due: 0,
    });
  }

  changed(row: AddressRow): void {
    this.#changed.add(row);
  }

  remove(row: AddressRow): void {
    this.#delete.run(row.id);
    this.#state.now.addresses--;
    this.#names.delete(row.address);
    this.#ids.delete(row.id);
    this.#changed.delete(row);
  }

  /** At the end of a transaction. */
  save(): void {
    for (const row of this.#changed) {
      const { id, family, lost, lostNth, maxAge, due } = row;
      const kept = isKept(row) ? 1 : 0;
      this.#update.run(family, lost, lostNth, maxAge, kept, due, id);
    }
    this.#changed.clear();
  }

  /** Before a transaction: within one a row must stay the same object. */
  trim(): void {
    if (this.#names.size > MAX_CACHED) this.drop();
  }

  /** Another connection has written, or this one has not after all. */
  drop(): void {
    this.#names = new Map();
    this.#ids = new Map();
    this.#changed.clear();
  }

  #learn(row: Row | undefined): AddressRow | undefined {
    if (!row) return undefined;
    const { lost_nth: lostNth, max_age: maxAge, nth, address, ...same } = row;
    return this.#keep({
      ...same,
      address: load(address),
      lostNth,
      nth: nth ?? lostNth,
      maxAge,
    });
  }

  #keep(row: AddressRow): AddressRow {
    this.#names.set(row.address, row);
    this.#ids.set(row.id, row);
    return row;
  }
}
