/**
 * What goes, and when: more entries of an address than it keeps, older ones
 * than it keeps, the oldest of all where the log is too large; then, after
 * `cursorMaxAgeMs`, what was lost where. Entries of an address always go
 * oldest first, so that one number tells which are gone.
 *
 * It is done in small steps, each about as long as the append that pays for
 * it: never all at once, however much there is.
 */
import { type AddressRow, type Addresses, isKept } from "./addresses.js";
import type { Database, Statement } from "./database.js";
import type { Offset } from "../engine.js";
import type { Passing } from "./passing.js";
import type { State } from "./state.js";

export interface RetentionOptions {
  readonly maxBytes: number;
  /** Of what was lost where. */
  readonly maxFloorBytes: number;
  readonly cursorMaxAgeMs: number;
}

/** An entry as far as removing it goes. */
interface Doomed {
  readonly offset: Offset;
  readonly address: number;
  readonly nth: number;
  readonly time: number;
  readonly size: number;
}

/** What an address takes in the file with its two or three indexes, measured, about. */
const ADDRESS_BYTES = 160;

export class Retention {
  readonly #options: RetentionOptions;
  readonly #state: State;
  readonly #addresses: Addresses;
  readonly #passing: Passing;
  readonly #oldestOf: Statement;
  readonly #removeOf: Statement;
  readonly #oldest: Statement;
  readonly #remove: Statement;
  readonly #due: Statement;
  readonly #firstDue: Statement;
  readonly #forgotten: Statement;
  #nextDue: number | undefined;

  constructor(
    db: Database,
    state: State,
    addresses: Addresses,
    passing: Passing,
    options: RetentionOptions,
  ) {
    this.#options = options;
    this.#state = state;
    this.#addresses = addresses;
    this.#passing = passing;
    const doomed = "SELECT offset, address, nth, time, size FROM entries";
    this.#oldestOf = db.prepare(
      `${doomed} WHERE address = ? ORDER BY offset LIMIT ?`,
    );
    this.#removeOf = db.prepare(
      "DELETE FROM entries WHERE address = ? AND offset <= ?",
    );
    this.#oldest = db.prepare(`${doomed} ORDER BY offset LIMIT ?`);
    this.#remove = db.prepare("DELETE FROM entries WHERE offset <= ?");
    this.#due = db.prepare(
      "SELECT id FROM addresses WHERE kept = ? AND due <= ? ORDER BY due LIMIT ?",
    );
    this.#firstDue = db.prepare(
      `SELECT min(ifnull((SELECT min(due) FROM addresses WHERE kept = 1), 9e15),
                  ifnull((SELECT min(due) FROM addresses WHERE kept = 0), 9e15)) AS due`,
    );
    this.#forgotten = db.prepare(
      `INSERT INTO forgotten (family, lost) VALUES (?, ?)
       ON CONFLICT (family) DO UPDATE SET lost = max(lost, excluded.lost)`,
    );
  }

  /** An entry was added to the address. */
  added(row: AddressRow, time: number, maxAge: number): void {
    const first = row.nth === row.lostNth + 1;
    if (!first && row.maxAge === maxAge) return;
    // Whatever is there may be too old by another rule: look at it soon.
    row.due = first ? time + maxAge : Math.min(row.due, time);
    row.maxAge = maxAge;
    this.#changed(row);
  }

  /** Nothing of the address is kept, up to and with this offset. */
  clear(row: AddressRow, through: Offset, now: number, most: number): void {
    this.#take(row, now, most, () => true);
    row.lost = through;
    row.due = isKept(row) ? now : now + this.#options.cursorMaxAgeMs;
    this.#changed(row);
  }

  /**
   * Keeps the last `maxEvents`. Where those are many, a few more may stay for
   * a while (one in 64), so that not every append must remove one.
   */
  evict(row: AddressRow, maxEvents: number, now: number, most: number): void {
    const excess = row.nth - row.lostNth - maxEvents;
    if (excess < Math.min(64, maxEvents / 64) || excess <= 0) return;
    this.#take(row, now, Math.min(excess, most), () => true);
  }

  /** Whether there is something to {@link expire} or {@link forget}. */
  isDue(now: number): boolean {
    if (this.#nextDue === undefined) {
      this.#addresses.save(); // what this transaction has changed counts
      const row: { readonly due: number } = this.#firstDue.get();
      this.#nextDue = row.due;
    }
    return this.#nextDue <= now;
  }

  /** Removes entries that are too old, at most so many. */
  expire(now: number, most: number): void {
    if (!this.isDue(now)) return;
    let left = most;
    for (const row of this.#dueBefore(now, 1, most)) {
      if (left <= 0) break;
      left -= this.#expire(row, now, left);
    }
    this.#nextDue = undefined;
  }

  /** Forgets losses that are too old, at most so many. */
  forget(now: number, most: number): void {
    if (!this.isDue(now)) return;
    for (const row of this.#dueBefore(now, 0, most)) this.#forget(row);
    this.#nextDue = undefined;
  }

  /** Keeps the whole log within its bytes. */
  shrink(now: number, most: number): void {
    const { maxBytes, maxFloorBytes } = this.#options;
    const numbers = this.#state.now;
    if (numbers.bytes > maxBytes) this.#shrink(now, most);
    const maxFloors = maxFloorBytes / ADDRESS_BYTES;
    if (numbers.addresses <= maxFloors) return;
    const excess = Math.ceil(numbers.addresses - maxFloors);
    for (const row of this.#dueBefore(9e15, 0, Math.min(excess, most))) {
      this.#forget(row);
    }
  }

  /** Others may have changed what is due. */
  drop(): void {
    this.#nextDue = undefined;
  }

  #expire(row: AddressRow, now: number, most: number): number {
    const isOld = ({ offset, time }: Doomed): boolean =>
      offset <= row.lost || time + row.maxAge <= now;
    const taken = this.#take(row, now, most, isOld);
    if (isKept(row)) {
      const [first] = this.#oldestOf.all(row.id, 1) as Doomed[];
      row.due = taken === most ? now : first!.time + row.maxAge;
      this.#changed(row);
    }
    return Math.max(taken, 1);
  }

  /** Removes the oldest of an address, as far as they qualify; tells how many. */
  #take(
    row: AddressRow,
    now: number,
    most: number,
    qualifies: (entry: Doomed) => boolean,
  ): number {
    if (!isKept(row)) return 0;
    const oldest = this.#oldestOf.all(row.id, most) as Doomed[];
    const end = oldest.findIndex((entry) => !qualifies(entry));
    const taken = end < 0 ? oldest : oldest.slice(0, end);
    const last = taken.at(-1);
    if (!last) return 0;
    this.#passing.keepOf(row.id, last, now);
    this.#removeOf.run(row.id, last.offset);
    for (const entry of taken) this.#lose(row, entry, now);
    return taken.length;
  }

  /** All that was looked at goes, down to a tenth: so only one append in many has to look. */
  #shrink(now: number, most: number): void {
    const enough = 0.9 * this.#options.maxBytes;
    const numbers = this.#state.now;
    let last: Doomed | undefined;
    for (const entry of this.#oldest.all(most) as Doomed[]) {
      if (numbers.bytes <= enough) break;
      this.#lose(this.#addresses.byId(entry.address), entry, now);
      last = entry;
    }
    if (!last) return;
    this.#passing.keepAll(last, now);
    this.#remove.run(last.offset);
  }

  #lose(row: AddressRow, { offset, nth, size }: Doomed, now: number): void {
    this.#state.now.bytes -= size;
    row.lost = Math.max(row.lost, offset);
    row.lostNth = nth;
    if (!isKept(row)) row.due = now + this.#options.cursorMaxAgeMs;
    this.#changed(row);
  }

  #forget(row: AddressRow): void {
    const numbers = this.#state.now;
    numbers.expired = Math.max(numbers.expired, row.lost);
    if (row.family !== null) this.#forgotten.run(row.family, row.lost);
    this.#addresses.remove(row);
  }

  #changed(row: AddressRow): void {
    this.#addresses.changed(row);
    if (this.#nextDue !== undefined) {
      this.#nextDue = Math.min(this.#nextDue, row.due);
    }
  }

  #dueBefore(time: number, kept: 0 | 1, most: number): AddressRow[] {
    this.#addresses.save();
    const found = this.#due.all(kept, time, most) as {
      readonly id: number;
    }[];
    return found.map(({ id }) => this.#addresses.byId(id));
  }
}
