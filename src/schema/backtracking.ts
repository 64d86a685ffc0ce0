/**
 * How long a backtracking engine may look for a match: the ambiguity of the
 * pattern's automaton, after Weber and Seidl, "On the degree of ambiguity of
 * finite automata" (1991), and Weideman et al., "Analyzing matching time
 * behavior of backtracking regular expression matchers by using ambiguity of
 * NFA" (2016). Exact but for assertions, which are taken to hold, and for
 * counted repetitions, of which long ones are taken for endless ones.
 */
import { Automaton, TOO_LARGE } from "./regex-automaton.js";
import type { RegexNode } from "./regex-tree.js";

/**
 * `polynomial`: with the cube of the text's length or more. The square is left
 * alone: it is what every pattern takes that may begin anywhere.
 */
export type Backtracking = "bounded" | "polynomial" | "exponential" | "unknown";

export function backtracking(root: RegexNode): Backtracking {
  const found = new Set([root, ...bodies(root)].map(ofTree));
  for (const worst of ["exponential", "polynomial", "unknown"] as const) {
    if (found.has(worst)) return worst;
  }
  return "bounded";
}

function ofTree(root: RegexNode): Backtracking {
  try {
    const automaton = new Automaton(root);
    const work = new Work();
    if (isExponential(automaton, work)) return "exponential";
    return loopsInARow(automaton, work) > 2 ? "polynomial" : "bounded";
  } catch (error) {
    if (error === TOO_LARGE) return "unknown";
    throw error;
  }
}

/** The insides of look-arounds, which are matched for themselves. */
function bodies(node: RegexNode): RegexNode[] {
  switch (node.kind) {
    case "set":
    case "empty":
    case "start":
      return [];
    case "assertion":
      return node.body ? [node.body, ...bodies(node.body)] : [];
    case "sequence":
    case "choice":
      return node.of.flatMap(bodies);
    case "repeat":
      return bodies(node.of);
    default:
      return node satisfies never;
  }
}

const MAX_STEPS = 1_000_000;

/** Bounds the time that the analysis takes. */
class Work {
  #steps = 0;

  step(): void {
    if (++this.#steps > MAX_STEPS) throw TOO_LARGE;
  }
}

/** Groups of positions that lead to each other, each in some way to itself. */
function loopsOf({ follow }: Automaton, work: Work): ReadonlySet<number>[] {
  const reached = follow.map((_, from) => {
    const seen = new Set<number>();
    const stack = [from];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      for (const next of follow[at]!.keys()) {
        work.step();
        if (seen.has(next)) continue;
        seen.add(next);
        stack.push(next);
      }
    }
    return seen;
  });
  const loops: Set<number>[] = [];
  const placed = new Set<number>();
  for (const [at, forward] of reached.entries()) {
    if (!forward.has(at) || placed.has(at)) continue;
    const loop = new Set([...forward].filter((to) => reached[to]!.has(at)));
    for (const each of loop) placed.add(each);
    loops.push(loop);
  }
  return loops;
}

/** Two ways from a position back to it that read the same text. */
function isExponential(automaton: Automaton, work: Work): boolean {
  return loopsOf(automaton, work).some((loop) => {
    // What may end at once wherever it is never looks for another way.
    if ([...loop].every((at) => automaton.final.has(at))) return false;
    return hasTwoWays(automaton, loop, work);
  });
}

function hasTwoWays(
  { sets, follow }: Automaton,
  loop: ReadonlySet<number>,
  work: Work,
): boolean {
  const size = sets.length;
  const before = new Map<number, number[]>();
  const apart = new Set<number>();
  const queue: number[] = [];
  const seen = new Set<number>();
  for (const at of loop) queue.push(at * size + at);
  for (const pair of queue) seen.add(pair);
  for (let i = 0; i < queue.length; i++) {
    const pair = queue[i]!;
    const [a, b] = [Math.floor(pair / size), pair % size];
    for (const [nextA, ways] of follow[a]!) {
      if (!loop.has(nextA)) continue;
      if (a === b && ways > 1) return true;
      for (const nextB of follow[b]!.keys()) {
        work.step();
        if (!loop.has(nextB) || (sets[nextA]! & sets[nextB]!) === 0n) continue;
        const next = Math.min(nextA, nextB) * size + Math.max(nextA, nextB);
        if (nextA !== nextB) apart.add(next);
        const known = before.get(next);
        if (known) known.push(pair);
        else before.set(next, [pair]);
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
  }
  // Ways that have parted count where they can meet again.
  const meeting = [...loop].map((at) => at * size + at);
  const met = new Set(meeting);
  for (let i = 0; i < meeting.length; i++) {
    for (const pair of before.get(meeting[i]!) ?? []) {
      work.step();
      if (met.has(pair)) continue;
      if (apart.has(pair)) return true;
      met.add(pair);
      meeting.push(pair);
    }
  }
  return false;
}

/**
 * The most loops that can divide one text among them: the degree of the
 * polynomial by which the time grows.
 */
function loopsInARow(automaton: Automaton, work: Work): number {
  const loops = loopsOf(automaton, work);
  const known = new Map<ReadonlySet<number>, number>();
  const from = (loop: ReadonlySet<number>): number => {
    let most = known.get(loop);
    if (most !== undefined) return most;
    known.set(loop, 1);
    most = 1;
    for (const other of loops) {
      if (other === loop || !canShare(automaton, loop, other, work)) continue;
      most = Math.max(most, 1 + from(other));
    }
    known.set(loop, most);
    return most;
  };
  return Math.max(0, ...loops.map(from));
}

/** Whether some text can stay in the one, go over, and stay in the other. */
function canShare(
  { sets, follow, final }: Automaton,
  one: ReadonlySet<number>,
  other: ReadonlySet<number>,
  work: Work,
): boolean {
  for (const q of other) {
    if (final.has(q)) continue;
    for (const p of one) {
      const seen = new Set<string>();
      const queue: (readonly [number, number, number])[] = [[p, p, q]];
      for (const [a, b, c] of queue) {
        for (const nextA of follow[a]!.keys()) {
          if (!one.has(nextA)) continue;
          for (const nextC of follow[c]!.keys()) {
            const both = sets[nextA]! & sets[nextC]!;
            work.step();
            if (!other.has(nextC) || both === 0n) continue;
            for (const nextB of follow[b]!.keys()) {
              work.step();
              if ((both & sets[nextB]!) === 0n) continue;
              if (nextA === p && nextB === q && nextC === q) return true;
              const key = `${nextA} ${nextB} ${nextC}`;
              if (seen.has(key)) continue;
              seen.add(key);
              queue.push([nextA, nextB, nextC]);
            }
          }
        }
      }
    }
  }
  return false;
}
