/// <reference types="node" />
/**
 * A note beside the database, `<path>-proof`: the epoch, and up to where its
 * entries were told to anyone. It is what a restored or cut file lacks, or
 * contradicts. It may lag behind and need not be synced: it is only ever
 * written after what it tells of is safe, and an older note proves less but
 * nothing wrong.
 */
import {
  closeSync,
  constants,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import type { Offset } from "../engine.js";

export interface Testimony {
  readonly epoch: string;
  readonly offset: Offset;
}

/** One write of one small block is never seen by halves. */
const LENGTH = 128;

const pathOf = (database: string): string => `${database}-proof`;

/** `undefined`: there is none, or it says nothing. */
export function readWitness(database: string): Testimony | undefined {
  try {
    const [epoch = "", offset = ""] = readFileSync(pathOf(database), "utf8")
      .trim()
      .split(" ");
    return epoch !== "" && /^\d{1,16}$/.test(offset)
      ? { epoch, offset: Number(offset) }
      : undefined;
  } catch {
    return undefined;
  }
}

export class Witness {
  readonly #fd: number;
  #last = "";

  constructor(database: string) {
    const { O_CREAT, O_RDWR } = constants;
    this.#fd = openSync(pathOf(database), O_CREAT | O_RDWR);
  }

  write({ epoch, offset }: Testimony): void {
    const note = `${epoch} ${offset}`;
    if (note === this.#last) return;
    this.#last = note;
    try {
      writeSync(this.#fd, `${note.padEnd(LENGTH - 1)}\n`, 0);
    } catch {
      // A disk that is full leaves the older note, which is as true.
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}
