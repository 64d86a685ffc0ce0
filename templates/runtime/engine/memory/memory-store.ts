/**
 * The entries of a memory log, indexed by address and by family.
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
  Retention,
  Selection,
} from "../engine.js";
import { bytesOf, bytesOfTopic } from "./memory-bytes.js";
import { MemoryAges, type Node } from "./memory-ages.js";
import { entryOf } from "./memory-entry.js";
import { MemoryFamily } from "./memory-family.js";
import { MemoryFloors } from "./memory-floors.js";
import { mergePage, type Source } from "./memory-page.js";
import {
  firstAfter,
  takeOldest,
  type Topic,
  TopicSource,
} from "./memory-topic.js";

export interface StoreOptions {
  readonly maxBytes: number;
  readonly maxFloorBytes: number;
  readonly cursorMaxAgeMs: number;
  readonly now: () => number;
}

type Kept = Exclude<Retention, string>;

/** What goes at once leaves its floor, as all that goes does. */
const NO_EVENTS: Kept = { maxEvents: 0, maxAgeMs: 0 };
const NOTHING_LOST: ReadonlyMap<Selection, Offset> = new Map();

export class MemoryStore {
  head: Offset = 0;
  bytes = 0;
  readonly #options: StoreOptions;
  readonly #topics = new Map<string, Topic>();
  /** As many as there are channels with wildcards; they stay. */
  readonly #families = new Map<string, MemoryFamily>();
  readonly #ages = new MemoryAges();
  readonly #floors: MemoryFloors;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#floors = new MemoryFloors(
      options.maxFloorBytes,
      options.cursorMaxAgeMs,
    );
  }

  /** How many addresses have entries, how many only a floor, and slots of all families. */
  get size(): {
    readonly topics: number;
    readonly floors: number;
    readonly slots: number;
  } {
    let slots = 0;
    for (const family of this.#families.values()) slots += family.size;
    return { topics: this.#topics.size, floors: this.#floors.size, slots };
  }

  append(entry: NewEntry, time: number): Entry {
    const { retention } = entry;
    const topic = this.#topics.get(entry.address);
    const stored = entryOf(entry, topic?.address, ++this.head, time);
    if (retention === "none") this.#keep(stored, topic, NO_EVENTS);
    else if (retention !== "ephemeral") this.#keep(stored, topic, retention);
    this.#expire(time);
    this.#shrink();
    return stored;
  }

  read(query: ReadQuery): Page {
    this.#expire(this.#options.now());
    const { selections, after } = query;
    let lost = NOTHING_LOST as Map<Selection, Offset>;
    const sources: Source[] = [];
    for (const selection of selections) {
      const { lost: at, expired } = this.#floorAfter(selection, after);
      const gone = Math.max(at, expired);
      if (gone > after) {
        if (lost === NOTHING_LOST) lost = new Map();
        lost.set(selection, gone);
      }
      const source = this.#source(selection, after);
      if (source) sources.push(source);
    }
    return { ...mergePage(sources, query, this.head), lost };
  }

  floor(selection: Selection): Floor {
    this.#expire(this.#options.now());
    return this.#floorAfter(selection, 0);
  }

  before(selection: Selection, count: number): Offset {
    this.#expire(this.#options.now());
    if (count < 1) return this.head;
    if (selection.family !== undefined) {
      const family = this.#families.get(selection.family);
      return family?.before(count, selection) ?? this.head;
    }
    const topic = this.#topics.get(selection.address);
    if (!topic) return this.head;
    const first = Math.max(topic.nodes.length - count, topic.start);
    return topic.nodes[first]!.entry.offset - 1;
  }

  /** Without a family's losses up to the offset. */
  #floorAfter(selection: Selection, after: Offset): Floor {
    if (selection.family === undefined) {
      const { address } = selection;
      const { lost, expired } =
        this.#topics.get(address) ?? this.#floors.get(address);
      return { lost, expired };
    }
    const family = this.#families.get(selection.family);
    if (!family) return { lost: 0, expired: 0 };
    return {
      lost: family.lostAfter(after, selection),
      expired: family.expired,
    };
  }

  #source(selection: Selection, after: Offset): Source | undefined {
    if (selection.family !== undefined) {
      return this.#families.get(selection.family)?.source(after, selection);
    }
    const topic = this.#topics.get(selection.address);
    return topic && new TopicSource(topic, after);
  }

  #keep(
    entry: Entry,
    known: Topic | undefined,
    { maxEvents, maxAgeMs }: Kept,
  ): void {
    const node = this.#ages.add(entry, bytesOf(entry), maxAgeMs);
    const topic = known ?? this.#newTopic(node);
    if (known) known.nodes.push(node);
    topic.family?.add(entry);
    this.bytes += node.bytes;
    const excess = topic.nodes.length - topic.start - maxEvents;
    if (excess > 0) this.#remove(topic, excess);
  }

  #newTopic(first: Node): Topic {
    const { address } = first.entry;
    const { lost, expired } = this.#floors.take(address);
    const family = this.#familyOf(first.entry);
    const nodes = [first]; // a literal: pushing would make room for 17
    const topic = { address, nodes, start: 0, lost, expired, family };
    this.#topics.set(address, topic);
    this.bytes += bytesOfTopic(topic);
    return topic;
  }

  #familyOf({ family: name }: Entry): MemoryFamily | undefined {
    if (name === undefined) return undefined;
    let family = this.#families.get(name);
    if (!family) this.#families.set(name, (family = new MemoryFamily()));
    return family;
  }

  #expire(now: number): void {
    for (
      let node = this.#ages.expired(now);
      node;
      node = this.#ages.expired(now)
    ) {
      this.#removeThrough(node);
    }
    this.#floors.expire(now);
  }

  #shrink(): void {
    while (this.bytes > this.#options.maxBytes) {
      const oldest = this.#ages.oldest();
      if (!oldest) return;
      this.#removeThrough(oldest);
    }
  }

  /** Removes an entry and those of its address before it. */
  #removeThrough({ entry: { address, offset } }: Node): void {
    const topic = this.#topics.get(address)!;
    this.#remove(topic, firstAfter(topic, offset) - topic.start);
  }

  /** Removes the oldest entries of an address. */
  #remove(topic: Topic, count: number): void {
    const { address, family } = topic;
    for (; count > 0; count--) {
      const node = takeOldest(topic);
      this.#ages.remove(node);
      this.bytes -= node.bytes;
      family?.lose(node.entry, topic.lost);
      topic.lost = node.entry.offset;
    }
    if (topic.start < topic.nodes.length) return;
    this.#topics.delete(address);
    this.bytes -= bytesOfTopic(topic);
    const { lost } = topic;
    this.#floors.set(address, { lost, time: this.#options.now(), family });
  }
}
