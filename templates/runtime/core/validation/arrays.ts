/** Checks of arrays. */
import {
  type Check,
  type Issues,
  type Key,
  MAX_ISSUES,
  type Presence,
  counted,
  here,
  mismatch,
  no,
  none,
  prefixed,
  required,
  under,
} from "./issues.js";
import { canonical } from "./values.js";

export function array(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence,
  item: Check | undefined,
  min = 0,
  max = Infinity,
): Issues {
  if (!Array.isArray(value))
    return mismatch(bad, key, value, presence, "an array");
  return under(bad, key, items(count(none, value, min, max), value, item, 0));
}

function count(
  bad: Issues,
  { length }: readonly unknown[],
  min: number,
  max: number,
): Issues {
  if (length < min)
    return no(
      bad,
      here,
      "minItems",
      `must have at least ${counted(min, "item")}`,
    );
  if (length > max)
    return no(
      bad,
      here,
      "maxItems",
      `must have at most ${counted(max, "item")}`,
    );
  return bad;
}

/** Items from an index on. */
export function items(
  bad: Issues,
  value: readonly unknown[],
  check: Check | undefined,
  from: number,
): Issues {
  if (check === undefined) return bad;
  for (let i = from; i < value.length; i++) {
    const part = check(value[i]);
    if (part === undefined) continue;
    bad = prefixed(bad, i, part);
    if (bad.length >= MAX_ISSUES) break;
  }
  return bad;
}

export function unique(bad: Issues, key: Key, value: unknown): Issues {
  if (!Array.isArray(value)) return bad;
  const seen = new Set<unknown>();
  for (const item of value) {
    // A string that looks like the text of an object is none.
    seen.add(typeof item === "object" ? canonical(item) : quoted(item));
  }
  return seen.size === value.length
    ? bad
    : no(bad, key, "uniqueItems", "must not have the same item twice");
}

function quoted(item: unknown): unknown {
  return typeof item === "string" ? `"${item}` : item;
}

export function contains(
  bad: Issues,
  key: Key,
  value: unknown,
  check: Check,
  min: number,
  max = Infinity,
): Issues {
  if (!Array.isArray(value)) return bad;
  let found = 0;
  for (const item of value) {
    if (check(item) === undefined) found++;
    if (found >= min && max === Infinity) return bad;
  }
  if (found < min)
    return no(
      bad,
      key,
      "contains",
      `must have at least ${counted(min, "matching item")}`,
    );
  if (found > max)
    return no(
      bad,
      key,
      "maxContains",
      `must have at most ${counted(max, "matching item")}`,
    );
  return bad;
}

export function notArray(value: unknown): Issues {
  return mismatch(none, here, value, required, "an array");
}
