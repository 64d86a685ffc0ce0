/// <reference types="node" />
/**
 * The ids that callers chose, so that publishing again is told from
 * publishing anew. They outlive the entries: 24 hours or the history,
 * whichever is longer, and within a bound the oldest go first.
 */
import { createHash } from "node:crypto";
import type { Database, Statement } from "./database.js";
import type { NewEntry, Offset } from "../engine.js";
import type { State } from "./state.js";

export interface KnownId {
  readonly offset: Offset;
  readonly time: number;
  readonly conflict: boolean;
}

const DAY_MS = 24 * 3_600_000;
/** What one takes in the file, measured, about. */
const ID_BYTES = 110;

export class Ids {
  readonly #state: State;
  readonly #maxIds: number;
  readonly #find: Statement;
  readonly #insert: Statement;
  readonly #oldest: Statement;
  readonly #remove: Statement;
  /** When the oldest may go; absent where it must be looked up. */
  #due: number | undefined;

  constructor(db: Database, state: State, maxBytes: number) {
    this.#state = state;
    this.#maxIds = maxBytes / ID_BYTES;
    this.#find = db.prepare(
      "SELECT offset, body, time, expires FROM ids WHERE key = ?",
    );
    this.#insert = db.prepare(
      "INSERT INTO ids (offset, key, body, time, expires) VALUES (?, ?, ?, ?, ?)",
    );
    this.#oldest = db.prepare(
      "SELECT offset, expires FROM ids ORDER BY offset LIMIT ?",
    );
    this.#remove = db.prepare("DELETE FROM ids WHERE offset = ?");
  }

  find(entry: NewEntry, now: number): KnownId | undefined {
    const known: (KnownId & IdRow) | undefined = this.#find.get(keyOf(entry));
    if (!known) return undefined;
    const { offset, time, expires, body } = known;
    if (expires <= now) {
      this.#forget(offset);
      return undefined;
    }
    const conflict = !bodyOf(entry).equals(body);
    return { offset, time, conflict };
  }

  remember(entry: NewEntry, offset: Offset, time: number): void {
    const { retention } = entry;
    const history = typeof retention === "object" ? retention.maxAgeMs : 0;
    const expires = time + Math.max(DAY_MS, history);
    this.#insert.run(offset, keyOf(entry), bodyOf(entry), time, expires);
    this.#state.now.ids++;
    if (this.#due === Infinity) this.#due = expires;
  }

  /** Forgets at most so many; those behind one that lives longer wait for it. */
  purge(now: number, most: number): void {
    const numbers = this.#state.now;
    if (numbers.ids <= this.#maxIds && this.#nextDue() > now) return;
    for (const { offset, expires } of this.#oldest.all(most) as IdRow[]) {
      if (expires > now && numbers.ids <= this.#maxIds) break;
      this.#forget(offset);
    }
  }

  /** Another connection has written, or this one has not after all. */
  drop(): void {
    this.#due = undefined;
  }

  #nextDue(): number {
    if (this.#due === undefined) {
      const [first] = this.#oldest.all(1) as IdRow[];
      this.#due = first?.expires ?? Infinity;
    }
    return this.#due;
  }

  #forget(offset: Offset): void {
    this.#remove.run(offset);
    this.#state.now.ids--;
    this.#due = undefined;
  }
}

interface IdRow {
  readonly offset: Offset;
  readonly expires: number;
  readonly body: Uint8Array;
}

/** No two can be alike: an address has no line break, and neither has a type. */
function keyOf({ address, type, id }: NewEntry): Uint8Array {
  return digest(`${address}\n${type}\n${id}`);
}

function bodyOf({ data, headers = "" }: NewEntry): ReturnType<typeof digest> {
  return digest(`${data}\n${headers}`);
}

/** Ids may come from anyone: two must not be made to look alike. */
const digest = (text: string) =>
  createHash("sha256").update(text).digest().subarray(0, 16);
