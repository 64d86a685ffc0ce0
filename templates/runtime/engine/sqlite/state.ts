/** The log's one row of numbers: read once, kept as long as nobody else writes. */
import type { Database, Statement } from "./database.js";
import type { Offset } from "../engine.js";

export interface Numbers {
  epoch: string;
  /** The last offset given out. */
  head: Offset;
  /** Losses up to here were forgotten. */
  expired: Offset;
  /** About what the entries take. */
  bytes: number;
  /** How many of each there are. */
  addresses: number;
  ids: number;
  claims: number;
}

export class State {
  readonly #select: Statement;
  readonly #update: Statement;
  #numbers: Numbers | undefined;
  #saved: Numbers | undefined;

  constructor(db: Database) {
    this.#select = db.prepare(
      "SELECT epoch, head, expired, bytes, addresses, ids, claims FROM state",
    );
    this.#update = db.prepare(
      `UPDATE state SET epoch = ?, head = ?, expired = ?, bytes = ?,
         addresses = ?, ids = ?, claims = ? WHERE one = 1`,
    );
  }

  /** To be changed in place; {@link save} writes it. */
  get now(): Numbers {
    if (!this.#numbers) {
      const numbers: Numbers = this.#select.get();
      this.#numbers = numbers;
      this.#saved = { ...numbers };
    }
    return this.#numbers;
  }

  save(): void {
    const now = this.#numbers;
    const saved = this.#saved;
    if (!now || !saved || isSame(now, saved)) return;
    const { epoch, head, expired, bytes, addresses, ids, claims } = now;
    this.#update.run(epoch, head, expired, bytes, addresses, ids, claims);
    this.#saved = { ...now };
  }

  /** Another connection has written, or this one has not after all. */
  drop(): void {
    this.#numbers = undefined;
  }
}

function isSame(a: Numbers, b: Numbers): boolean {
  return (
    a.head === b.head &&
    a.bytes === b.bytes &&
    a.addresses === b.addresses &&
    a.ids === b.ids &&
    a.claims === b.claims &&
    a.expired === b.expired &&
    a.epoch === b.epoch
  );
}
