/** The entries of one address; those before `start` are gone. */
import type { Entry, Offset } from "../engine.js";
import type { Node } from "./memory-ages.js";
import type { MemoryFamily } from "./memory-family.js";
import type { Source } from "./memory-page.js";

export interface Topic {
  /** The one copy that its entries share. */
  readonly address: string;
  nodes: (Node | undefined)[];
  start: number;
  lost: Offset;
  readonly expired: Offset;
  readonly family: MemoryFamily | undefined;
}

/** The index of the first entry after an offset. */
export function firstAfter({ nodes, start }: Topic, after: Offset): number {
  let low = start;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (nodes[middle]!.entry.offset <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Takes the oldest entry out; the array is cut when most of it is empty. */
export function takeOldest(topic: Topic): Node {
  const node = topic.nodes[topic.start]!;
  topic.nodes[topic.start++] = undefined;
  if (topic.start > 8 && topic.start * 2 > topic.nodes.length) {
    topic.nodes = topic.nodes.slice(topic.start);
    topic.start = 0;
  }
  return node;
}

/** Nothing may be removed while it is read. */
export class TopicSource implements Source {
  entry: Entry | undefined;
  readonly #nodes: Topic["nodes"];
  #at: number;

  constructor(topic: Topic, after: Offset) {
    this.#nodes = topic.nodes;
    this.#at = firstAfter(topic, after);
    this.entry = this.#nodes[this.#at]?.entry;
  }

  next(): void {
    this.entry = this.#nodes[++this.#at]?.entry;
  }
}
