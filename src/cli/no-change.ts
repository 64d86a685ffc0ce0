/** The fast path of `generate`: a bundle of its own, loaded before all else. */
import { isUnchanged } from "../plan/manifest.js";
import { buildId } from "./build-id.js";
import { findProjectRoot } from "./project-root.js";

export function nothingToDo(cwd: string): boolean {
  if (buildId === undefined) return false;
  const root = findProjectRoot(cwd);
  return root !== undefined && isUnchanged(root, buildId);
}
