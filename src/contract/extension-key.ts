/**
 * The key under which documents of other languages carry what only the native
 * format has a word for: `x-realtime-history` is the channel's `history`.
 */
export function extensionKey<Key extends string>(
  key: Key,
): `x-realtime-${Key}` {
  return `x-realtime-${key}`;
}
