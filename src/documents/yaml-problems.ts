/** What is wrong with a YAML text as a whole. */
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { SourceFile } from "../source/source-file.js";
import { MAX_DEPTH } from "./limits.js";

/** What the library tells of a problem. */
export interface YamlProblem {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [start: number, end: number];
}

/** Reports what the library says, in words of ours where it is common. */
export function reportProblem(
  file: SourceFile,
  diagnostics: Diagnostics,
  error: YamlProblem,
): void {
  const [start, end] = error.pos;
  const target = { file, path: undefined, range: { start, end } };
  if (isOverflow(error)) {
    diagnostics.report("nesting-too-deep", target, { limit: MAX_DEPTH });
  } else if (error.code === "TAB_AS_INDENT") {
    diagnostics.report("yaml-tab", target, {});
  } else if (error.code === "BAD_ALIAS") {
    const anchor = file.text.slice(start, end).replace(/^\*/, "");
    diagnostics.report("yaml-alias-unknown", target, { anchor });
  } else {
    const problem = lowerFirst(error.message.replace(/\.$/, ""));
    diagnostics.report("yaml-syntax", target, { problem });
  }
}

const DEEP_COLUMNS = new RegExp(`^[ \\t?:-]{${MAX_DEPTH}}`, "m");

/**
 * Where a text is nested so deeply that the library's own recursion could take
 * the process down. A cautious guess, before it is parsed: every level of
 * blocks takes a column, every level of flow a bracket.
 */
export function tooDeepAt(text: string): number | undefined {
  const columns = DEEP_COLUMNS.exec(text);
  if (columns) return columns.index + MAX_DEPTH;
  let depth = 0;
  for (const match of text.matchAll(/[[{\]}]/g)) {
    const opens = match[0] === "[" || match[0] === "{";
    depth = opens ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return match.index;
  }
  return undefined;
}

/** Where the library's stack ended all the same. */
export function isOverflow({ message }: YamlProblem): boolean {
  return /call stack|too much recursion/i.test(message);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
