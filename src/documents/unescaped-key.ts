import { isObject, type Json } from "../source/json.js";

/** No real key has more; a hostile pointer may. */
const MAX_PARTS = 32;

/**
 * How many parts of a pointer make up one key whose slashes were not written
 * `~1`, as in `#/channels/user/signedup`; `undefined`: none, or it is not
 * certain which.
 */
export function unescapedKey(
  value: Json | undefined,
  parts: readonly string[],
): number | undefined {
  if (!isObject(value)) return undefined;
  const lengths = parts
    .slice(0, MAX_PARTS)
    .flatMap((_, i) =>
      i > 0 && Object.hasOwn(value, parts.slice(0, i + 1).join("/"))
        ? [i + 1]
        : [],
    );
  return lengths.length === 1 ? lengths[0] : undefined;
}
