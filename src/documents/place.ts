/** Ways through the values of a document. */
import { posix } from "node:path";
import { isObject, type Json } from "../source/json.js";
import { keysOf } from "../source/path.js";
import type { Origin } from "../source/source-file.js";

export function valueAt(
  value: Json,
  keys: readonly (string | number)[],
): Json | undefined {
  let found: Json | undefined = value;
  for (const key of keys) found = step(found, String(key));
  return found;
}

export function step(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) {
    return /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  }
  return isObject(value) ? value[key] : undefined;
}

/** Parts that say what something is, not what it is called. */
const STRUCTURE = /^(payload|schema|headers|items|\d+)$/;

/** What to call the thing at a place. */
export function nameOf(origin: Origin): string {
  const keys = keysOf(origin.path).map(String);
  const stem = posix.basename(origin.file.path).replace(/(\.\w+)+$/, "");
  let start = keys.length - 1;
  while (start > 0 && STRUCTURE.test(keys[start]!)) start--;
  return start < 0 ? stem : keys.slice(start).join(" ");
}
