import { readFileSync, readdirSync } from "node:fs";
import { format, type Options } from "prettier";
import { describe, expect, test } from "vitest";
import { canonicalTokens } from "../../../src/plan/tokens.js";

const styles: readonly Options[] = [
  {
    singleQuote: true,
    semi: false,
    tabWidth: 4,
    trailingComma: "none",
    arrowParens: "avoid",
    quoteProps: "consistent",
  },
  { printWidth: 40, useTabs: true, experimentalOperatorPosition: "start" },
  { printWidth: 200, bracketSpacing: false, objectWrap: "collapse" },
  { printWidth: 140, experimentalTernaries: true, trailingComma: "es5" },
  { endOfLine: "crlf" },
];

describe("whatever prettier makes of a file, it says the same", () => {
  const core = new URL("../../../templates/runtime/core/", import.meta.url);
  const runtime = readdirSync(core)
    .filter((name) => /^(?:[cs].*|hub|backoff)\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, core), "utf8"))
    .join("\n");

  // All of the runtime would take seconds; these hold most of what there is.
  test.each(styles)("%j", async (style) => {
    for (const code of [tricky, runtime]) {
      const ours = await format(code, { parser: "typescript" });
      const theirs = await format(ours, { parser: "typescript", ...style });
      expect(theirs).not.toBe(ours);
      expect(canonicalTokens(theirs)).toBe(canonicalTokens(ours));
    }
  });
});

const tricky = String.raw`
export type A = | "one" | 'two' | (() => void)[] | { "a-b"?: 1; c: Map<string, Array<number>>; readonly "d": 2 };
export const re = /[/'"\x60]\/(?:a|b)+/giu, half = a / b / c;
const text = "it's", other = 'say "hi"', both = "it's \"both\"", tab = '\t\'';
const nested = ${"`a ${b ? `c ${'d'}` : { e: \"}\" }.e} f`"};
function f(x: number) { // a comment; with 'quotes'
  if (x > 1 && (await something(veryLongArgumentNumberOne, two)) || yetAnotherCondition(x)) return (x > 0 && someOtherConditionThatIsLong) || aThirdConditionThatIsLonger;
  for (let i = 0; i < 10; i++) { continue; }
  return x ? (y) => ({ a, b }) : async (z) => (z ? firstThingWithLongName : secondThingWithLongName || third);
}
class K { "quoted" = 1; method<T,>(a: T, b?: string) { return a! as unknown as T; } }
label: while (true) { break label }
const o = { "a": 1, b: 2, 'c-d': 3, [e]: 4, ...f, async *g() {}, get h() { return 1 } } as const satisfies object;
`;

describe("an edit shows", () => {
  const code =
    'const a = { b: "c d", e: [1, 2] }; // note\nreturn x && (y || z);\n';
  test.each([
    ["a word", "const", "let"],
    ["a number", "1, 2", "1, 3"],
    ["white space in a string", '"c d"', '"c  d"'],
    ["a string that becomes a number", "[1, 2]", '["1", 2]'],
    ["an operator", "&&", "||"],
    ["parentheses that bind", "(y || z)", "y || z"],
    ["a comment", "// note", "// no"],
    ["a comment that comes", "return", "/* TODO */ return"],
    ["code that goes into a comment", "return x", "// return x"],
    ["a word cut in two", "return", "re turn"],
  ])("%s", (_, from, to) => {
    expect(code).toContain(from);
    expect(canonicalTokens(code.replace(from, to))).not.toBe(
      canonicalTokens(code),
    );
  });

  test.each([
    ["for (a; b; c) {}", "for (a; ; b, c) {}"],
    ["x = /a b/;", "x = /a  b/;"],
    ["x = `a  b`;", "x = `a b`;"],
    ["x = () => ({ a });", "x = () => { a };"],
    ['a = b ? "c" : d;', "a = b ? c : d;"],
    ["x = a ++ + b", "x = a + ++ b"],
    ["return (a) + b;", "return a; +b"],
  ])("%s", (before, after) => {
    expect(canonicalTokens(before)).not.toBe(canonicalTokens(after));
  });
});

test("any text ends", () => {
  for (const text of [
    '"',
    "'a\n'b",
    "`${`",
    "/*",
    "/[",
    "\\",
    "${}",
    "}`",
    "\u2028`",
    "#!x",
  ]) {
    expect(typeof canonicalTokens(text)).toBe("string");
  }
});
