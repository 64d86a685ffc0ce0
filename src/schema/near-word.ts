import { closest } from "../diagnostics/did-you-mean.js";

/** What a word is a slip of the fingers of: not merely another short word. */
export function nearWord<Known extends string>(
  word: string,
  known: Iterable<Known>,
): Known | undefined {
  const words = [...known];
  const meant = closest(word, words);
  if (meant === undefined || Math.abs(meant.length - word.length) > 1)
    return undefined;
  // Two words of four letters that share two are no misspelling.
  const shared = [...word.toLowerCase()].filter((char) =>
    meant.toLowerCase().includes(char),
  ).length;
  return shared >= word.length - 1
    ? words.find((candidate) => candidate === meant)
    : undefined;
}
