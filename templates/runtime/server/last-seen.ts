/**
 * When something last came to each address and family. Of what came before
 * it began to look, or was forgotten, it knows nothing, and says so.
 */
import type { Entry, Offset, Selection } from "../engine/engine.js";

/** Addresses and families that are remembered. */
const KEPT = 10_000;

export class LastSeen {
  /** Everything after it was seen. */
  #since: Offset;
  /** The one to which nothing has come for longest is first. */
  readonly #last = new Map<string, Offset>();

  constructor(head: Offset) {
    this.#since = head;
  }

  saw({ address, family, offset }: Entry): void {
    this.#set(address, offset);
    if (family !== undefined) this.#set(family, offset);
  }

  /** Whether nothing has come to the selection since, neither kept nor lost. */
  isQuiet(selection: Selection, since: Offset): boolean {
    const last = this.#last.get(selection.family ?? selection.address) ?? 0;
    return since >= this.#since && since >= last;
  }

  #set(name: string, offset: Offset): void {
    this.#last.delete(name);
    this.#last.set(name, offset);
    if (this.#last.size <= KEPT) return;
    for (const [oldest, at] of this.#last) {
      this.#last.delete(oldest);
      this.#since = Math.max(this.#since, at);
      return;
    }
  }
}
