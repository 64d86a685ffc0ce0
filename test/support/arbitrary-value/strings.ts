/** Texts that fit lengths, patterns and formats. */
import * as fc from "fast-check";
import type { StringCheck } from "../../../src/contract/assertion.js";
import { stringProblem } from "../../../src/schema/scalar-problem.js";
import { someOfFormat } from "./formats.js";

const ATTEMPTS = 12;

/** Plain ones first: the others are rare in what people send. */
const CHARACTERS = [
  ..."abcdefghijklmnopqrstuvwxyz",
  ..."ABCXYZ0123456789 -_.:/",
  ..."äß中😀'\"\\`$\n",
];

/** `undefined`: none was found that fits. */
export function someString(
  random: fc.Random,
  checks: readonly StringCheck[],
  wishes: readonly string[] = [],
): string | undefined {
  const fits = (text: string): boolean =>
    checks.every((check) => stringProblem(text, check) === undefined);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const text = candidate(random, checks);
    if (text !== undefined && fits(text)) return text;
  }
  return wishes.find(fits);
}

function candidate(
  random: fc.Random,
  checks: readonly StringCheck[],
): string | undefined {
  const least = Math.max(0, ...checks.map(({ minLength = 0 }) => minLength));
  const longest = Math.min(
    ...checks.map(({ maxLength = Infinity }) => maxLength),
  );
  const most = Math.min(longest, least + 12);
  for (const { format, pattern } of checks) {
    if (pattern) return matching(random, pattern, longest);
    const text =
      format === undefined ? undefined : someOfFormat(random, format);
    if (text !== undefined) return text;
  }
  if (most < least) return undefined;
  let text = "";
  for (let length = random.nextInt(least, most); length > 0; length--) {
    text += CHARACTERS[random.nextInt(0, CHARACTERS.length - 1)];
  }
  return text;
}

/** Building one costs more than all that it gives. */
const arbitraries = new Map<string, fc.Arbitrary<string> | undefined>();

function matching(
  random: fc.Random,
  { source, flags }: NonNullable<StringCheck["pattern"]>,
  maxLength: number,
): string | undefined {
  const key = `${maxLength} ${flags} ${source}`;
  if (!arbitraries.has(key)) arbitraries.set(key, ofPattern());
  return arbitraries.get(key)?.generate(random, undefined).value;

  function ofPattern(): fc.Arbitrary<string> | undefined {
    try {
      return fc.stringMatching(new RegExp(source, flags), {
        size: "xsmall",
        ...(Number.isFinite(maxLength) && { maxLength }),
      });
    } catch {
      // Such as a look-ahead: what the schema shows must do.
      return undefined;
    }
  }
}
