/** Regular expressions as automata that keep count of the ways through them. */
import type { CharSet, RegexNode } from "./regex-tree.js";

const MAX_POSITIONS = 600;
/** Steps from one position to another; stars inside stars make the same ones again. */
const MAX_STEPS = 500_000;
/** Of repetitions that are counted exactly, so many rounds show what many do. */
const MAX_COPIES = 6;

/** Thrown where an automaton, or what is asked of it, would be too large. */
export const TOO_LARGE = new Error("too large to tell");

/** Positions with the number of ways to them, of which two are as many as any. */
type Ways = ReadonlyMap<number, number>;

interface Part {
  /** In how many ways it takes nothing. */
  readonly empty: number;
  readonly first: Ways;
  readonly last: Ways;
}

const NOTHING: Part = { empty: 1, first: new Map(), last: new Map() };

/** Glushkov's: a position for each atom, without steps that take nothing. */
export class Automaton {
  readonly sets: CharSet[] = [];
  readonly follow: Map<number, number>[] = [];
  /** Where a match may end, if nothing can make it fail there. */
  readonly final: ReadonlySet<number>;
  #steps = 0;

  constructor(root: RegexNode) {
    const start = this.#position(~0n);
    const part = this.#part(root);
    this.#join(new Map([[start, 1]]), part.first, 1);
    // A match may begin at any place.
    if (!beginsAtStart(root)) this.follow[start]!.set(start, 1);
    this.final = new Set(hasAssertion(root) ? [] : part.last.keys());
  }

  #position(set: CharSet): number {
    if (this.sets.length >= MAX_POSITIONS) throw TOO_LARGE;
    this.follow.push(new Map());
    return this.sets.push(set) - 1;
  }

  #part(node: RegexNode): Part {
    switch (node.kind) {
      case "set": {
        const own = new Map([[this.#position(node.set), 1]]);
        return { empty: 0, first: own, last: own };
      }
      case "empty":
      case "start":
      case "assertion":
        return NOTHING;
      case "sequence":
        return node.of.reduce<Part>(
          (part, next) => this.#then(part, this.#part(next)),
          NOTHING,
        );
      case "choice": {
        const parts = node.of.map((each) => this.#part(each));
        return {
          empty: capped(parts.reduce((sum, { empty }) => sum + empty, 0)),
          first: sum(parts.map(({ first }) => first)),
          last: sum(parts.map(({ last }) => last)),
        };
      }
      case "repeat":
        return this.#repeated(node.of, node.min, node.max);
      default:
        return node satisfies never;
    }
  }

  #repeated(of: RegexNode, min: number, max: number): Part {
    const isEndless = max - min > MAX_COPIES;
    let part = NOTHING;
    const copies = Math.min(min, MAX_COPIES) - (isEndless && min > 0 ? 1 : 0);
    for (let i = 0; i < copies; i++) part = this.#then(part, this.#part(of));
    if (isEndless) {
      const loop = this.#part(of);
      this.#join(loop.last, loop.first, 1);
      return this.#then(part, min > 0 ? loop : optional(loop));
    }
    let rest = NOTHING;
    for (let i = min; i < max; i++) {
      rest = optional(this.#then(this.#part(of), rest));
    }
    return this.#then(part, rest);
  }

  #then(a: Part, b: Part): Part {
    if (a === NOTHING) return b;
    this.#join(a.last, b.first, 1);
    return {
      empty: capped(a.empty * b.empty),
      first: sum([a.first, times(b.first, a.empty)]),
      last: sum([times(a.last, b.empty), b.last]),
    };
  }

  #join(from: Ways, to: Ways, factor: number): void {
    this.#steps += from.size * to.size;
    if (this.#steps > MAX_STEPS) throw TOO_LARGE;
    for (const [position, ways] of from) {
      const follow = this.follow[position]!;
      for (const [next, more] of to) {
        const count = (follow.get(next) ?? 0) + ways * more * factor;
        follow.set(next, capped(count));
      }
    }
  }
}

/** An engine takes no round that would take nothing: leaving it out is the one way. */
function optional(part: Part): Part {
  return { ...part, empty: 1 };
}

function capped(ways: number): number {
  return Math.min(ways, 2);
}

function times(ways: Ways, factor: number): Ways {
  if (factor === 1) return ways;
  if (factor === 0) return new Map();
  return new Map([...ways].map(([at, count]) => [at, capped(count * factor)]));
}

function sum(all: readonly Ways[]): Ways {
  const result = new Map<number, number>();
  for (const ways of all) {
    for (const [at, count] of ways) {
      result.set(at, capped((result.get(at) ?? 0) + count));
    }
  }
  return result;
}

/** Whether something may fail that takes nothing; not so what stands at the start alone. */
function hasAssertion(node: RegexNode, isFirst = true): boolean {
  switch (node.kind) {
    case "set":
    case "empty":
      return false;
    case "start":
      return !isFirst;
    case "assertion":
      return true;
    case "sequence":
      return node.of.some((part, i) => hasAssertion(part, isFirst && i === 0));
    case "choice":
      return node.of.some((part) => hasAssertion(part, isFirst));
    case "repeat":
      return hasAssertion(node.of, false);
    default:
      return node satisfies never;
  }
}

function beginsAtStart(node: RegexNode): boolean {
  switch (node.kind) {
    case "start":
      return true;
    case "sequence":
      return node.of[0] !== undefined && beginsAtStart(node.of[0]);
    case "choice":
      return node.of.every(beginsAtStart);
    case "set":
    case "empty":
    case "assertion":
    case "repeat":
      return false;
    default:
      return node satisfies never;
  }
}
