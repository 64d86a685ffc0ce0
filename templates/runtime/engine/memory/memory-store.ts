/**
 * The entries of a memory log, indexed by address.
 *
 * Entries go in three ways: more than `maxEvents` of an address, older than
 * `maxAgeMs`, or the log is over its bytes. All three remove the oldest
 * entries of an address first, so that one number per address, its floor,
 * tells which of its entries are gone.
 */
import type {
  Entry,
  Floor,
  NewEntry,
  Offset,
  Page,
  ReadQuery,
} from "../engine.js";
import { MemoryFloors } from "./memory-floors.js";

export interface StoreOptions {
  readonly maxBytes: number;
  readonly maxFloorBytes: number;
  readonly cursorMaxAgeMs: number;
  readonly now: () => number;
}

/** An entry in its two orders: of its address and of its age class. */
interface Node {
  readonly entry: Entry;
  readonly bytes: number;
  readonly age: AgeClass;
  older: Node | undefined;
  newer: Node | undefined;
}

/** All entries that live equally long, oldest first. */
interface AgeClass {
  readonly maxAgeMs: number;
  oldest: Node | undefined;
  newest: Node | undefined;
}

/** The entries of one address; those before `start` are gone. */
interface Topic {
  nodes: (Node | undefined)[];
  start: number;
  lost: Offset;
  readonly expired: Offset;
}

/** What an entry costs beside its characters: measured, about. */
const ENTRY_OVERHEAD = 320;
const NOTHING_LOST: ReadonlyMap<string, Offset> = new Map();

export class MemoryStore {
  head: Offset = 0;
  bytes = 0;
  readonly #options: StoreOptions;
  readonly #topics = new Map<string, Topic>();
  readonly #ages = new Map<number, AgeClass>();
  readonly #floors: MemoryFloors;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#floors = new MemoryFloors(
      options.maxFloorBytes,
      options.cursorMaxAgeMs,
    );
  }

  /** How many addresses have entries, and how many only a floor. */
  get size(): { readonly topics: number; readonly floors: number } {
    return { topics: this.#topics.size, floors: this.#floors.size };
  }

  append(entry: NewEntry, time: number): Entry {
    const { address, retention } = entry;
    const offset = ++this.head;
    const stored = entryOf(entry, offset, time);
    if (retention === "none" || retention.maxEvents < 1) {
      const topic = this.#topics.get(address);
      if (topic) this.#removeThrough(address, topic, topic.nodes.length);
      this.#floors.set(address, offset, time);
    } else {
      this.#keep(stored, retention.maxEvents, retention.maxAgeMs);
    }
    this.#expire(time);
    this.#shrink();
    return stored;
  }

  read({ addresses, after, maxEntries, maxBytes }: ReadQuery): Page {
    this.#expire(this.#options.now());
    let lost = NOTHING_LOST as Map<string, Offset>;
    const sources: { nodes: Topic["nodes"]; at: number }[] = [];
    for (const address of addresses) {
      const floor = this.floor(address);
      const gone = Math.max(floor.lost, floor.expired);
      if (gone > after) {
        if (lost === NOTHING_LOST) lost = new Map();
        lost.set(address, gone);
      }
      const topic = this.#topics.get(address);
      if (!topic) continue;
      const at = firstAfter(topic, after);
      if (at < topic.nodes.length) sources.push({ nodes: topic.nodes, at });
    }
    const entries: Entry[] = [];
    let bytes = 0;
    while (sources.length > 0) {
      if (entries.length >= maxEntries || bytes >= maxBytes) {
        return { entries, through: entries.at(-1)!.offset, lost };
      }
      let least = 0;
      for (let i = 1; i < sources.length; i++) {
        if (offsetOf(sources[i]!) < offsetOf(sources[least]!)) least = i;
      }
      const source = sources[least]!;
      const { entry } = source.nodes[source.at++]!;
      entries.push(entry);
      bytes += entry.data.length;
      if (source.at === source.nodes.length) sources.splice(least, 1);
    }
    return { entries, through: this.head, lost };
  }

  floor(address: string): Floor {
    const topic = this.#topics.get(address);
    return topic
      ? { lost: topic.lost, expired: topic.expired }
      : this.#floors.get(address);
  }

  before(address: string, count: number): Offset {
    this.#expire(this.#options.now());
    const topic = this.#topics.get(address);
    if (!topic || count < 1) return this.head;
    const first = Math.max(topic.nodes.length - count, topic.start);
    return topic.nodes[first]!.entry.offset - 1;
  }

  #keep(entry: Entry, maxEvents: number, maxAgeMs: number): void {
    let topic = this.#topics.get(entry.address);
    if (!topic) {
      const { lost, expired } = this.#floors.take(entry.address);
      topic = { nodes: [], start: 0, lost, expired };
      this.#topics.set(entry.address, topic);
    }
    let age = this.#ages.get(maxAgeMs);
    if (!age) {
      age = { maxAgeMs, oldest: undefined, newest: undefined };
      this.#ages.set(maxAgeMs, age);
    }
    const bytes =
      ENTRY_OVERHEAD +
      entry.data.length +
      entry.id.length +
      (entry.headers?.length ?? 0);
    const node: Node = {
      entry,
      bytes,
      age,
      older: age.newest,
      newer: undefined,
    };
    if (age.newest) age.newest.newer = node;
    else age.oldest = node;
    age.newest = node;
    topic.nodes.push(node);
    this.bytes += bytes;
    const excess = topic.nodes.length - topic.start - maxEvents;
    if (excess > 0) {
      this.#removeThrough(entry.address, topic, topic.start + excess);
    }
  }

  /** Removes what is too old: only heads of the age classes are looked at. */
  #expire(now: number): void {
    for (const age of this.#ages.values()) {
      while (age.oldest && now - age.oldest.entry.time >= age.maxAgeMs) {
        this.#removeNode(age.oldest);
      }
    }
    this.#floors.expire(now);
  }

  #shrink(): void {
    while (this.bytes > this.#options.maxBytes) {
      let oldest: Node | undefined;
      for (const age of this.#ages.values()) {
        if (
          age.oldest &&
          !(oldest && oldest.entry.offset < age.oldest.entry.offset)
        ) {
          oldest = age.oldest;
        }
      }
      if (!oldest) return;
      this.#removeNode(oldest);
    }
  }

  #removeNode({ entry }: Node): void {
    const topic = this.#topics.get(entry.address)!;
    this.#removeThrough(entry.address, topic, firstAfter(topic, entry.offset));
  }

  /** Removes an address's entries at indexes below `end`. */
  #removeThrough(address: string, topic: Topic, end: number): void {
    for (; topic.start < end; topic.start++) {
      const node = topic.nodes[topic.start]!;
      topic.nodes[topic.start] = undefined;
      topic.lost = node.entry.offset;
      this.bytes -= node.bytes;
      const { older, newer, age } = node;
      if (older) older.newer = newer;
      else age.oldest = newer;
      if (newer) newer.older = older;
      else age.newest = older;
    }
    if (topic.start === topic.nodes.length) {
      this.#topics.delete(address);
      this.#floors.set(address, topic.lost, this.#options.now());
    } else if (topic.start > 32 && topic.start * 2 > topic.nodes.length) {
      topic.nodes = topic.nodes.slice(topic.start);
      topic.start = 0;
    }
  }
}

/** Without the absent keys; not by spreading, which is slow here. */
function entryOf(
  { address, type, id, data, headers, key, schema }: NewEntry,
  offset: Offset,
  time: number,
): Entry {
  const entry: Mutable<Entry> = {
    offset,
    time,
    address,
    type,
    id,
    data,
    schema,
  };
  if (headers !== undefined) entry.headers = headers;
  if (key !== undefined) entry.key = key;
  return entry;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

function offsetOf(source: { nodes: Topic["nodes"]; at: number }): Offset {
  return source.nodes[source.at]!.entry.offset;
}

/** The index of the first entry after an offset. */
function firstAfter({ nodes, start }: Topic, after: Offset): number {
  let low = start;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (nodes[middle]!.entry.offset <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
