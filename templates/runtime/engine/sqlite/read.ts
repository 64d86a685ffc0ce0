/** Pages, and what is known of losses; in one transaction of the caller's. */
import type { Addresses } from "./addresses.js";
import type { Database, Statement } from "./database.js";
import type {
  Entry,
  Floor,
  Offset,
  Page,
  ReadQuery,
  Selection,
} from "../engine.js";
import type { Entries } from "./entries.js";
import type { Select } from "./select.js";
import type { State } from "./state.js";
import { load, type Stored, type Texts } from "./texts.js";

export interface ReadContext {
  readonly state: State;
  readonly texts: Texts;
  readonly addresses: Addresses;
  readonly entries: Entries;
  readonly select: Select;
}

const NOTHING_LOST: ReadonlyMap<Selection, Offset> = new Map();
/** Rows of a family that are looked at together. */
const LOOK = 64;

export class Read {
  readonly #context: ReadContext;
  readonly #losses: Statement;
  readonly #forgotten: Statement;

  constructor(db: Database, context: ReadContext) {
    this.#context = context;
    this.#losses = db.prepare(
      `SELECT address, lost FROM addresses WHERE family = ? AND lost > ? AND lost < ?
       ORDER BY lost DESC LIMIT ?`,
    );
    this.#forgotten = db.prepare("SELECT lost FROM forgotten WHERE family = ?");
  }

  /** Nothing past `head` is told. */
  page(
    { selections, after, maxEntries, maxBytes }: ReadQuery,
    head: Offset,
  ): Page {
    const { entries: all, select } = this.#context;
    let lost = NOTHING_LOST as Map<Selection, Offset>;
    for (const selection of selections) {
      const floor = this.floor(selection, head, after);
      const gone = Math.max(floor.lost, floor.expired);
      if (gone <= after) continue;
      if (lost === NOTHING_LOST) lost = new Map();
      lost.set(selection, gone);
    }
    const span = { after, through: head };
    const { offsets, through } = select.first(selections, span, maxEntries);
    const entries: Entry[] = [];
    let bytes = 0;
    for (const offset of offsets) {
      if (bytes >= maxBytes) {
        return { entries, through: entries.at(-1)!.offset, lost };
      }
      const entry = all.get(offset);
      entries.push(entry);
      bytes += entry.data.length;
    }
    return { entries, through, lost };
  }

  /** Exact where the loss is after an offset. */
  floor(selection: Selection, head: Offset, after: Offset = 0): Floor {
    const { state, addresses, texts } = this.#context;
    if (selection.family === undefined) {
      const row = addresses.find(selection.address);
      const { lost, expired } = row ?? { lost: 0, expired: state.now.expired };
      return { lost: Math.min(lost, head), expired: Math.min(expired, head) };
    }
    const family = texts.find(selection.family);
    if (family === undefined) return { lost: 0, expired: 0 };
    const row: { readonly lost: Offset } | undefined =
      this.#forgotten.get(family);
    return {
      lost: Math.min(this.#lostOf(family, selection, after), head),
      expired: Math.min(row?.lost ?? 0, head),
    };
  }

  /** From the latest loss back to the first that is included. */
  #lostOf(
    family: number,
    selection: Extract<Selection, { readonly family: string }>,
    after: Offset,
  ): Offset {
    let before = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const losses = this.#losses.all(family, after, before, LOOK) as {
        readonly address: Stored;
        readonly lost: Offset;
      }[];
      for (const { address, lost } of losses) {
        if (selection.includes(load(address))) return lost;
      }
      if (losses.length < LOOK) return 0;
      before = losses.at(-1)!.lost;
    }
  }
}
