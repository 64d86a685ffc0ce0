import { MAX_ENTRIES } from "./limits.js";

/** What begins or ends an entry; in YAML also what stands for one. */
const SEPARATORS = { json: ",:[{", yaml: ',:[{\n-?&*!"' };

/** Whether the text may hold more entries than are read; sees separators in texts, too. */
export function holdsTooMany(
  text: string,
  language: keyof typeof SEPARATORS,
): boolean {
  let left = MAX_ENTRIES[language];
  if (text.length <= left) return false;
  const isSeparator = new Uint8Array(128);
  for (const separator of SEPARATORS[language]) {
    isSeparator[separator.charCodeAt(0)] = 1;
  }
  for (let i = 0; i < text.length; i++) {
    left -= isSeparator[text.charCodeAt(i)] ?? 0;
    if (left < 0) return true;
  }
  return false;
}
