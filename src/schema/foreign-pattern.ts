/**
 * Regular expressions of other languages than JavaScript's (ECMA-262): what
 * does not parse here, and, worse, what parses and means something else.
 */

export type Understood =
  /** As ECMA-262 has it; the text itself, where nothing in it is foreign. */
  | { readonly source: string }
  /** What ECMA-262 does not have, as it is written. */
  | { readonly foreign: string };

/**
 * @param source Does not parse with the `u` flag. Without that, JavaScript
 * takes `\A` for the letter, and `[:alpha:]` for these characters.
 */
export function understand(source: string): Understood {
  let meant = "";
  let inClass = false;
  for (let at = 0; at < source.length;) {
    const pattern = inClass ? IN_CLASS : OUTSIDE;
    pattern.lastIndex = at;
    const token = pattern.exec(source)?.[0] ?? "";
    at += token.length;
    const same = inClass ? undefined : SAME.get(token);
    if (same === undefined && isForeign(token)) return { foreign: token };
    meant += same ?? token;
    if (token === "[") inClass = true;
    else if (token === "]") inClass = false;
  }
  return { source: meant };
}

const ESCAPE = String.raw`\\(?:[pP]\{[^}]*\}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]+\}|c[a-zA-Z]|k<|[^])`;
const POSIX_CLASS = String.raw`\[:\^?(?:alpha|alnum|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]`;
const GROUP = String.raw`\(\?(?:P?<[=!]?|P[=>]|[a-zA-Z-]*[:)]|[^])`;
const POSSESSIVE = String.raw`(?:[*+?]|\{\d+,?\d*\})\+`;

const IN_CLASS = new RegExp(`${ESCAPE}|${POSIX_CLASS}|[^]`, "y");
const OUTSIDE = new RegExp(`${ESCAPE}|${GROUP}|${POSSESSIVE}|[^]`, "y");

/** What has the same meaning here by another name. */
const SAME: ReadonlyMap<string, string> = new Map([
  ["\\A", "^"],
  ["\\z", "$"],
  ["(?P<", "(?<"],
]);

function isForeign(token: string): boolean {
  if (token.length < 2) return false;
  // Longer ones are whole; of single letters these mean something.
  if (token.startsWith("\\"))
    return /^\\[A-Za-z]$/.test(token) && !/^\\[dDwWsSbBnrtvf]$/.test(token);
  if (token.startsWith("(?")) return !/^\(\?(?::|[=!]|<[=!]?)$/.test(token);
  return true;
}
