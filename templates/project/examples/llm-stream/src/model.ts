/**
 * Stands in for a language model: words that follow one another, one at a
 * time, without network or key.
 */
import { setTimeout } from "node:timers/promises";

export interface Turn {
  readonly role: "user" | "assistant";
  readonly text: string;
}

/**
 * PUT YOUR MODEL HERE: call it with the turns so far and with the signal,
 * and yield each token that it streams.
 *
 * @param signal Aborts when nobody reads the answer any more: stop paying for it.
 */
export async function* generate(
  turns: readonly Turn[],
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const random = randomFrom(turns.map(({ text }) => text).join("\n"));
  let word = firstWord(turns.at(-1)?.text ?? "");
  for (let count = 1; count <= MAX_TOKENS; count++) {
    await setTimeout(TOKEN_MS, undefined, { signal });
    yield count === 1 ? word : ` ${word}`;
    if (count >= MIN_TOKENS && word.endsWith(".")) return;
    const next = followers.get(word) ?? [];
    word = next[Math.floor(random() * next.length)] ?? OPENING;
  }
}

const TOKEN_MS = 30;
const MIN_TOKENS = 16;
const MAX_TOKENS = 80;
const OPENING = "A";

const LEARNED = `A stream is a river of small parts. The parts come in the
order in which they were made. A reader that is slow makes the river slow, and
nothing is lost. A reader that leaves closes the gate, and the river rests.
Tea is made of water and of time. Water is patient and time is a river. The
server speaks first of what has changed. The client hears what has changed and
draws it. What was said is kept, so that a reader that comes late hears all of
it. An answer is a stream of words. The words are small parts of a thought.`;

const learned = LEARNED.split(/\s+/);
const followers = new Map<string, string[]>();
for (const [i, word] of learned.entries()) {
  const next = learned[i + 1];
  if (next === undefined) continue;
  const list = followers.get(word) ?? [];
  followers.set(word, [...list, next]);
}

/** Something of the question that it has heard of. */
function firstWord(question: string): string {
  const known = question
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.map((word) => `${word[0]!.toUpperCase()}${word.slice(1)}`)
    .find((word) => followers.has(word));
  return known ?? OPENING;
}

/** The same questions have the same answers. */
function randomFrom(text: string): () => number {
  let state = 1;
  const step = (more: number): number =>
    (state = Math.imul(state ^ more, 0x9e3779b1) >>> 0);
  for (const char of text) step(char.codePointAt(0)!);
  return () => step(state >>> 15) / 2 ** 32;
}
