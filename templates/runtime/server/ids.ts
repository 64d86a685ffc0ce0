/** Event ids: 128 bits, unique without asking anyone, sortable by time (ULID). */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 80 random bits a call would be slow one by one: drawn in blocks. */
const random = new Uint8Array(16 * 256);
let used = random.length;
/** Char codes of an id's random part: appended one by one they would be a chain of 16 strings, half a kilobyte until somebody reads it. */
const codes = Array.from({ length: 16 }, () => 0);
let lastMs = -1;
let prefix = "";

export function newId(nowMs: number): string {
  if (used === random.length) {
    crypto.getRandomValues(random);
    used = 0;
  }
  if (nowMs !== lastMs) {
    lastMs = nowMs;
    prefix = "";
    for (let left = nowMs, i = 0; i < 10; i++) {
      prefix = ALPHABET[left % 32]! + prefix;
      left = Math.floor(left / 32);
    }
  }
  for (let i = 0; i < codes.length; i++) {
    codes[i] = ALPHABET.charCodeAt(random[used++]! & 31);
  }
  return prefix + String.fromCharCode(...codes);
}
