/**
 * The entries of one family in log order, and where its addresses lost
 * something, so that neither is looked for address by address.
 *
 * Each entry has a slot. When the entry goes, the slot keeps its address for
 * as long as that is the address's last loss, and is empty after that. Empty
 * slots are dropped when they are the most: amortised constant time.
 */
import type { Entry, Offset, Selection } from "../engine.js";
import type { Source } from "./memory-page.js";

/** The last loss after an offset, while nothing changes. */
interface Found {
  readonly changes: number;
  readonly after: Offset;
  readonly lost: Offset;
}

type Slot = Entry | string | undefined;
/** Which of the addresses are meant. */
type Of = Extract<Selection, { readonly family: string }>;

export class MemoryFamily {
  /** Losses up to here were forgotten. */
  expired: Offset = 0;
  #offsets: Offset[] = [];
  #slots: Slot[] = [];
  #empty = 0;
  /** No loss that is remembered is after this. */
  #lost: Offset = 0;
  /** How often what is remembered of losses has changed. */
  #changes = 0;
  /** What was found for a selection, so that each of its pages need not look again. */
  readonly #found = new WeakMap<Of, Found>();

  /** How many slots there are. */
  get size(): number {
    return this.#slots.length;
  }

  add(entry: Entry): void {
    this.#offsets.push(entry.offset);
    this.#slots.push(entry);
  }

  /**
   * An entry is gone.
   * @param before what its address had lost last till now, 0 for nothing
   */
  lose({ address, offset }: Entry, before: Offset): void {
    const at = this.#indexOf(offset);
    if (at === undefined) return;
    this.#slots[at] = address;
    this.#changes++;
    this.#lost = Math.max(this.#lost, offset);
    if (before > 0) this.#clear(before);
  }

  /** The last loss of an address is remembered no longer. */
  forget(lost: Offset): void {
    this.expired = Math.max(this.expired, lost);
    this.#changes++;
    this.#clear(lost);
  }

  /** The last loss after an offset of an address that is included, 0 for none. */
  lostAfter(after: Offset, of: Of): Offset {
    if (this.#lost <= after) return 0;
    let found = this.#found.get(of);
    if (found?.changes !== this.#changes || found.after > after) {
      const lost = this.#findLost(after, of);
      found = { changes: this.#changes, after, lost };
      this.#found.set(of, found);
    }
    return found.lost > after ? found.lost : 0;
  }

  /** The last so many entries begin after this; `undefined` where there are none. */
  before(count: number, of: Of): Offset | undefined {
    let found: Offset | undefined;
    for (let at = this.#slots.length - 1; at >= 0 && count > 0; at--) {
      const slot = this.#slots[at];
      if (typeof slot !== "object" || !of.includes(slot.address)) continue;
      found = slot.offset - 1;
      count--;
    }
    return found;
  }

  /** Nothing may be removed while it is read. */
  source(after: Offset, of: Of): Source {
    return new FamilySource(this.#slots, this.#firstAfter(after), of);
  }

  #findLost(after: Offset, of: Of): Offset {
    for (let at = this.#firstAfter(this.#lost) - 1; at >= 0; at--) {
      const offset = this.#offsets[at]!;
      if (offset <= after) return 0;
      const slot = this.#slots[at];
      if (typeof slot === "string" && of.includes(slot)) return offset;
    }
    return 0;
  }

  #clear(offset: Offset): void {
    const at = this.#indexOf(offset);
    if (at === undefined || this.#slots[at] === undefined) return;
    this.#slots[at] = undefined;
    this.#empty++;
    if (this.#empty > 32 && this.#empty * 2 > this.#slots.length) {
      const slots = this.#slots;
      this.#offsets = this.#offsets.filter((_, i) => slots[i] !== undefined);
      this.#slots = slots.filter((slot) => slot !== undefined);
      this.#empty = 0;
    }
  }

  #indexOf(offset: Offset): number | undefined {
    const at = this.#firstAfter(offset - 1);
    return this.#offsets[at] === offset ? at : undefined;
  }

  #firstAfter(offset: Offset): number {
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#offsets[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

class FamilySource implements Source {
  entry: Entry | undefined;
  readonly #slots: readonly Slot[];
  readonly #of: Of;
  #at: number;

  constructor(slots: readonly Slot[], at: number, of: Of) {
    this.#slots = slots;
    this.#of = of;
    this.#at = at;
    this.#find();
  }

  next(): void {
    this.#at++;
    this.#find();
  }

  #find(): void {
    for (; this.#at < this.#slots.length; this.#at++) {
      const slot = this.#slots[this.#at];
      if (typeof slot === "object" && this.#of.includes(slot.address)) {
        this.entry = slot;
        return;
      }
    }
    this.entry = undefined;
  }
}
