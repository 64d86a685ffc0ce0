/** 48 bits of time and 80 random ones, in hexadecimal: ids sort by age. */
export function messageId(now: number): string {
  let id = now.toString(16).padStart(12, "0");
  for (const byte of crypto.getRandomValues(new Uint8Array(10)))
    id += byte.toString(16).padStart(2, "0");
  return id;
}
