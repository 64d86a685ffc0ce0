/** Appending a batch, in one transaction of the caller's. */
import type { AddressRow, Addresses } from "./addresses.js";
import type { Appended, Entry, NewEntry } from "../engine.js";
import { type Entries, entryOf } from "./entries.js";
import type { Ids } from "./ids.js";
import type { Passing } from "./passing.js";
import type { Retention } from "./retention.js";
import type { State } from "./state.js";
import type { Texts } from "./texts.js";

export interface AppendContext {
  readonly state: State;
  readonly texts: Texts;
  readonly addresses: Addresses;
  readonly entries: Entries;
  readonly ids: Ids;
  readonly passing: Passing;
  readonly retention: Retention;
}

export interface Batch {
  readonly appended: readonly Appended[];
  /** Those that were not there before, in log order. */
  readonly fresh: readonly Entry[];
}

/** What an append removes beside what it adds, at most: retention falls behind no further. */
const STEP = 64;

export function appendBatch(
  context: AppendContext,
  batch: readonly NewEntry[],
  time: number,
): Batch {
  const { state, ids, passing, retention } = context;
  const most = STEP + batch.length;
  retention.expire(time, most); // first: what goes makes room on a full disk
  const numbers = state.now;
  const fresh: Entry[] = [];
  /** Addresses that were added to, and how many events they keep. */
  const touched = new Map<AddressRow, number>();
  const appended = batch.map((one): Appended => {
    const known = one.dedupe ? ids.find(one, time) : undefined;
    if (known) {
      const { offset, conflict } = known;
      return { offset, time: known.time, duplicate: !conflict, conflict };
    }
    const offset = ++numbers.head;
    const entry = entryOf(one, offset, time);
    add(context, one, entry, touched, most);
    if (one.dedupe) ids.remember(one, offset, time);
    fresh.push(entry);
    return { offset, time, duplicate: false, conflict: false };
  });
  for (const [row, maxEvents] of touched) {
    retention.evict(row, maxEvents, time, most);
  }
  retention.forget(time, most);
  retention.shrink(time, most);
  ids.purge(time, most);
  passing.purge(time, most);
  return { appended, fresh };
}

function add(
  context: AppendContext,
  { retention: kept }: NewEntry,
  entry: Entry,
  touched: Map<AddressRow, number>,
  most: number,
): void {
  const { state, entries, passing, retention } = context;
  const { offset, time } = entry;
  if (kept === "ephemeral") {
    passing.add(entry);
    return;
  }
  const row = rowOf(context, entry);
  if (kept === "none" || kept.maxEvents < 1) {
    passing.add(entry);
    retention.clear(row, offset, time, most);
    return;
  }
  row.nth++;
  state.now.bytes += entries.insert(entry, row.id, row.nth);
  retention.added(row, time, kept.maxAgeMs);
  touched.set(row, kept.maxEvents);
}

function rowOf(
  { addresses, texts }: AppendContext,
  { address, family }: Entry,
): AddressRow {
  const id = family === undefined ? null : texts.idOf(family);
  const row = addresses.find(address);
  if (!row) return addresses.make(address, id);
  if (row.family !== id) {
    row.family = id;
    addresses.changed(row);
  }
  return row;
}
