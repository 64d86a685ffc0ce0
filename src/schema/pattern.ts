/** Regular expressions of schemas: whether they compile, and at what risk. */
import { backtracking, type Backtracking } from "./backtracking.js";
import type { Diagnostics, Target } from "../diagnostics/diagnostics.js";
import { understand } from "./foreign-pattern.js";
import type { Keywords } from "./keywords.js";
import { parseRegex } from "./regex-tree.js";

export type Pattern =
  | CompiledPattern
  /** It is of another language: what of it is not ECMA-262. */
  | { readonly foreign: string }
  | { readonly problem: string };

export interface CompiledPattern {
  readonly source: string;
  readonly flags: "" | "u";
}

/**
 * ECMA-262, with the `u` flag where the source allows it. What is of another
 * language has another source here, if there is one that means the same.
 */
export function compilePattern(source: string): Pattern {
  const asWritten = compiled(source);
  if (
    "flags" in asWritten &&
    asWritten.flags === "u" &&
    !HAS_FLAGS.test(source)
  )
    return asWritten;
  const understood = understand(source);
  if ("foreign" in understood) return understood;
  const meant =
    understood.source === source ? asWritten : compiled(understood.source);
  const [foreign] =
    ("flags" in meant && meant.flags === "" && NEEDS_U.exec(meant.source)) ||
    [];
  return foreign === undefined ? meant : { foreign };
}

/** Newer versions of JavaScript alone know flags of groups: `(?i:`. */
const HAS_FLAGS = /\(\?[a-z-]+:/i;

/** Without the flag these are letters, and numbers of them. */
const NEEDS_U = /\\[pPu]\{[^}]*\}/;

function compiled(
  source: string,
): CompiledPattern | { readonly problem: string } {
  let problem = "";
  for (const flags of ["u", ""] as const) {
    try {
      RegExp(source, flags);
      return { source, flags };
    } catch (error) {
      // V8 says "Invalid regular expression: /…/: Nothing to repeat".
      problem = String((error as Error).message).replace(/^.*\/\w*: /s, "");
    }
  }
  return { problem: problem.charAt(0).toLowerCase() + problem.slice(1) };
}

/** The pattern, or `undefined` where it is not to be enforced, which is reported. */
export function checkedPattern(
  source: string,
  target: Target,
  diagnostics: Diagnostics,
): CompiledPattern | undefined {
  const found = compilePattern(source);
  if ("problem" in found) {
    const params = { pattern: source, problem: found.problem };
    diagnostics.report("schema-pattern", target, params);
    return undefined;
  }
  if ("foreign" in found) {
    const params = { pattern: source, foreign: found.foreign };
    diagnostics.report("schema-foreign-pattern", target, params);
    return undefined;
  }
  if (found.source !== source) {
    const params = { pattern: source, meant: found.source };
    diagnostics.report("schema-pattern-taken", target, params);
  }
  return found;
}

/** Longer patterns are not looked into. */
const MAX_SOURCE = 10_000;

/**
 * Why a pattern may take very long on a text that somebody wrote for that;
 * `undefined`: it does not. See `backtracking.ts` for how exact that is.
 *
 * @param maxLength of the texts, in characters
 */
export function slowness(
  source: string,
  maxLength = Infinity,
): string | undefined {
  const kind = kindOf(source);
  return maxLength > HARMLESS_LENGTH[kind] ? SLOW[kind] : undefined;
}

/** Beside a pattern the user may say that its time is known and accepted. */
export function trustsPatterns(keywords: Keywords): boolean {
  const choice = keywords.string(TRUST);
  if (choice !== undefined && choice !== "trusted")
    keywords.wrong(TRUST, `"trusted"`);
  return choice === "trusted";
}

const TRUST = "x-realtime-pattern";

/** Whether the text has a match; `undefined`: it could take for ever to tell. */
export function matches(
  text: string,
  { source, flags }: { readonly source: string; readonly flags: string },
): boolean | undefined {
  return text.length > HARMLESS_LENGTH[kindOf(source)]
    ? undefined
    : new RegExp(source, flags).test(text);
}

/** Texts up to so many characters take no pattern of the kind long. */
const HARMLESS_LENGTH: Readonly<Record<Backtracking, number>> = {
  exponential: 20,
  unknown: 20,
  polynomial: 300,
  bounded: 20_000,
};

const SLOW: Readonly<Record<Backtracking, string | undefined>> = {
  exponential:
    "what it repeats can match the same text in many ways, and the time doubles with every few characters",
  polynomial:
    "several repetitions can divide the same text among them, and the time grows with the cube of its length",
  unknown: "it is too large to tell how long it takes",
  bounded: undefined,
};

function kindOf(source: string): Backtracking {
  let kind = known.get(source);
  if (kind === undefined) {
    if (known.size >= 1_000) known.clear();
    known.set(source, (kind = judged(source)));
  }
  return kind;
}

/** Schemas say the same few patterns over and over. */
const known = new Map<string, Backtracking>();

function judged(source: string): Backtracking {
  if (!/[*+{]/.test(source)) return "bounded";
  if (source.length > MAX_SOURCE) return "unknown";
  const tree = parseRegex(source);
  return tree ? backtracking(tree) : "unknown";
}
