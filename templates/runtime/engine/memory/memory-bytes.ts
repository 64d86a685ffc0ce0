/** About what the log costs beside the characters: measured. */
import type { Entry } from "../engine.js";
import type { Topic } from "./memory-topic.js";

const ENTRY = 240;
const TOPIC = 320;
const OPTIONAL = 32;
/** Of an entry, and of an address for its last loss. */
const IN_FAMILY = 64;
const BEYOND_LATIN1 = /[^\0-\xff]/;

export function bytesOf(entry: Entry): number {
  const { id, data, headers, key, latest, family } = entry;
  const wide = BEYOND_LATIN1.test(data) ? data.length : 0; // two bytes each
  return (
    ENTRY +
    data.length +
    wide +
    id.length +
    ofOptional(headers) +
    ofOptional(key) +
    ofOptional(latest) +
    (family === undefined ? 0 : IN_FAMILY)
  );
}

export function bytesOfTopic({ address, family }: Topic): number {
  return TOPIC + address.length + (family === undefined ? 0 : IN_FAMILY);
}

function ofOptional(text: string | undefined): number {
  return text === undefined ? 0 : OPTIONAL + text.length;
}
