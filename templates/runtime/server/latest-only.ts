/** What a reader that is behind need not hear: events that a later one replaces. */
import type { Entry } from "../engine/engine.js";

/** The same array where nothing is replaced; else without what is, in order. */
export function latestOnly(entries: Entry[]): Entry[];
export function latestOnly(entries: readonly Entry[]): readonly Entry[];
export function latestOnly(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length < 2 || !entries.some(isState)) return entries;
  const seen = new Set<string>();
  return [...entries]
    .reverse()
    .filter((entry) => {
      if (!isState(entry)) return true;
      const { address, type, latest } = entry;
      const key = JSON.stringify([address, type, latest]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .reverse();
}

const isState = ({ latest }: Entry): boolean => latest !== undefined;
