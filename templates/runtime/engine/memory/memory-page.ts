/** A page of the log, merged from what each selection has. */
import type { Entry, Page, ReadQuery } from "../engine.js";

/** Entries in log order. */
export interface Source {
  readonly entry: Entry | undefined;
  next(): void;
}

/** Each entry once, also where several sources have it. */
export function mergePage(
  from: readonly Source[],
  { maxEntries, maxBytes }: ReadQuery,
  head: number,
): Pick<Page, "entries" | "through"> {
  const sources = from.filter(({ entry }) => entry);
  const entries: Entry[] = [];
  let last: Entry | undefined;
  let bytes = 0;
  while (sources.length > 0) {
    if (last && (entries.length >= maxEntries || bytes >= maxBytes)) {
      return { entries, through: last.offset };
    }
    let least = 0;
    for (let i = 1; i < sources.length; i++) {
      if (sources[i]!.entry!.offset < sources[least]!.entry!.offset) least = i;
    }
    const source = sources[least]!;
    const entry = source.entry!;
    if (entry !== last) {
      entries.push(entry);
      bytes += entry.data.length;
      last = entry;
    }
    source.next();
    if (!source.entry) sources.splice(least, 1);
  }
  return { entries, through: head };
}
