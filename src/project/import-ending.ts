/** How a project's tsconfig wants relative imports. The one door to get-tsconfig. */
import { relative } from "node:path";
import { getTsconfig } from "get-tsconfig";
import type { ImportEnding } from "../output/runtime-modules.js";

export interface FoundEnding {
  readonly ending: ImportEnding;
  /** The tsconfig that says so, absolute; a change of it is a change of the output. */
  readonly tsconfig: string | undefined;
}

/**
 * @param project Absolute; a tsconfig above it is none of ours.
 * @param folder Absolute, where the code goes.
 */
export function importEnding(project: string, folder: string): FoundEnding {
  const found = getTsconfig(folder);
  if (!found || relative(project, found.path).startsWith("..")) {
    return { ending: ".js", tsconfig: undefined };
  }
  return {
    ending: endingOf(found.config.compilerOptions ?? {}),
    tsconfig: found.path,
  };
}

/** The compiler options that matter here. */
interface ModuleOptions {
  readonly module?: string;
  readonly moduleResolution?: string;
  readonly allowImportingTsExtensions?: boolean;
  readonly rewriteRelativeImportExtensions?: boolean;
}

export function endingOf(options: ModuleOptions): ImportEnding {
  const isModern = /^node(16|18|20|next)$/i;
  const byNode = options.moduleResolution
    ? isModern.test(options.moduleResolution)
    : isModern.test(options.module ?? "");
  if (options.rewriteRelativeImportExtensions) return ".ts";
  if (byNode) return options.allowImportingTsExtensions ? ".ts" : ".js";
  // Bundlers find the file; not all of them look for `.ts` behind `.js`.
  return "";
}
