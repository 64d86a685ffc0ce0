/** Objects of JSON as they are built here: without a prototype, in the order given. */
import type { Json, JsonObject } from "../source/json.js";

/** Members that are `undefined` are left out. */
export function objectOf(
  members: Readonly<Record<string, Json | undefined>>,
): JsonObject {
  return fromEntries(Object.entries(members));
}

export function fromEntries(
  entries: Iterable<readonly [string, Json | undefined]>,
): JsonObject {
  const object: Record<string, Json> = Object.create(null);
  for (const [key, value] of entries) {
    if (value !== undefined) object[key] = value;
  }
  return object;
}

/** `undefined` where there are none: most lists and maps are written only then. */
export function unlessEmpty<T extends JsonObject | readonly Json[]>(
  value: T,
): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
