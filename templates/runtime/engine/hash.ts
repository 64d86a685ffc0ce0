/**
 * A short fingerprint of a text (two 53-bit hashes and the length), to tell
 * whether the same body came twice. Not a cryptographic hash: who makes two
 * bodies collide fools only themselves.
 */
export function hashText(text: string): string {
  return `${text.length.toString(36)}.${hash53(text, 0)}.${hash53(text, 0x9e3779b9)}`;
}

/** cyrb53, public domain. */
function hash53(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    high = Math.imul(high ^ char, 2654435761);
    low = Math.imul(low ^ char, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507);
  high ^= Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507);
  low ^= Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
