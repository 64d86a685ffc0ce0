import {
  Diagnostics,
  type Diagnostic,
  type Target,
} from "../diagnostics/diagnostics.js";
import { keysOf } from "../source/path.js";
import type { SourceFile } from "../source/source-file.js";
import { readJsonRanges } from "./json-reader.js";
import { findRange, type RangeNode } from "./range-tree.js";
import { looksLikeJson } from "./read-document.js";
import { readYamlSubsetRanges } from "./yaml-subset.js";

/**
 * Gives every target its range: documents are read without ranges, and the
 * few that a diagnostic points into are read again here.
 */
export async function locate(
  diagnostics: readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  const trees = new Map<SourceFile, RangeNode>();
  const located: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const { target } = diagnostic;
    if (target === undefined || target.range !== undefined) {
      located.push(diagnostic);
      continue;
    }
    const tree = trees.get(target.file) ?? (await readRanges(target.file));
    trees.set(target.file, tree);
    located.push({ ...diagnostic, target: rangedIn(tree, target) });
  }
  return located;
}

function rangedIn(tree: RangeNode, target: Target): Target {
  const keys = keysOf(target.path);
  return { ...target, range: findRange(tree, keys, target.part ?? "value") };
}

async function readRanges(file: SourceFile): Promise<RangeNode> {
  const json = looksLikeJson(file.text)
    ? readJsonRanges(file, new Diagnostics())
    : undefined;
  const ranges = json ?? readYamlSubsetRanges(file.text);
  if (ranges) return ranges;
  const library = await import("./yaml-reader.js");
  return library.readYamlRanges(file);
}
