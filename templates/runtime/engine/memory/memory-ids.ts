/** The ids that callers chose, so that publishing again is told from publishing anew. */
import type { Entry, NewEntry, Offset } from "../engine.js";
import { hashText } from "../hash.js";
import { OrderedMap } from "./ordered-map.js";

interface Known {
  readonly offset: Offset;
  readonly time: number;
  readonly body: string;
  readonly expiresAt: number;
}

const DAY_MS = 24 * 3_600_000;
const ID_OVERHEAD = 220;

export class MemoryIds {
  /** In the order of publishing; the oldest go first when there are too many. */
  readonly #known = new OrderedMap<Known>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  find(
    entry: NewEntry,
    now: number,
  ):
    | {
        readonly offset: Offset;
        readonly time: number;
        readonly conflict: boolean;
      }
    | undefined {
    const key = keyOf(entry);
    const known = this.#known.get(key);
    if (!known) return undefined;
    if (known.expiresAt <= now) {
      this.#delete(key);
      return undefined;
    }
    const { offset, time, body } = known;
    return { offset, time, conflict: body !== bodyOf(entry) };
  }

  /** For 24 hours, or for as long as the history, whichever is longer. */
  remember(entry: NewEntry, { offset, time }: Entry, now: number): void {
    const { retention } = entry;
    const keep = Math.max(
      DAY_MS,
      typeof retention === "string" ? 0 : retention.maxAgeMs,
    );
    const key = keyOf(entry);
    this.#known.set(key, {
      offset,
      time,
      body: bodyOf(entry),
      expiresAt: now + keep,
    });
    this.#bytes += ID_OVERHEAD + key.length;
    for (
      let oldest = this.#known.oldest();
      oldest;
      oldest = this.#known.oldest()
    ) {
      if (oldest.value.expiresAt > now && this.#bytes <= this.#maxBytes) return;
      this.#delete(oldest.key);
    }
  }

  #delete(key: string): void {
    this.#known.delete(key);
    this.#bytes -= ID_OVERHEAD + key.length;
  }
}

/** No two can be alike: an address has no line break, and neither has a type. */
function keyOf({ address, type, id }: NewEntry): string {
  return `${address}\n${type}\n${id}`;
}

function bodyOf({ data, headers = "" }: NewEntry): string {
  return hashText(`${data}\n${headers}`);
}
