/** An entry as the log keeps it. */
import type { Entry, NewEntry, Offset } from "../engine.js";

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * Without the absent keys; not by spreading, which is slow here.
 *
 * @param address the copy of its address that the log has already
 */
export function entryOf(
  from: NewEntry,
  address: string | undefined,
  offset: Offset,
  time: number,
): Entry {
  const { type, id, data, headers, key, latest, family, schema } = from;
  const entry: Mutable<Entry> = {
    offset,
    time,
    address: address ?? from.address,
    type,
    id,
    data,
    schema,
  };
  if (headers !== undefined) entry.headers = headers;
  if (key !== undefined) entry.key = key;
  if (latest !== undefined) entry.latest = latest;
  if (family !== undefined) entry.family = family;
  return entry;
}
