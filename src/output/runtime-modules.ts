/**
 * The runtime modules that generated code imports, and what those import in
 * turn: only what the chosen techniques need is copied, byte for byte but for
 * the ending of import specifiers.
 */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { templateFile } from "../render/package-files.js";
import type { GeneratedFile } from "../plan/generated-file.js";

/** How the user's tsconfig wants relative imports: TypeScript `.ts`, Node `.js`, bundlers none. */
export type ImportEnding = ".js" | ".ts" | "";

const RELATIVE_IMPORT =
  /(\bfrom "|\bimport "|\bimport\(")(\.{1,2}\/[^"]+)\.js"/g;

/** Gives every relative import of a module the ending that the user's project needs. */
export function withEnding(code: string, ending: ImportEnding): string {
  return ending === ".js"
    ? code
    : code.replace(RELATIVE_IMPORT, `$1$2${ending}"`);
}

/** The modules below `runtime/` that these files need, each once, sorted. */
export function runtimeModules(
  importers: readonly GeneratedFile[],
): GeneratedFile[] {
  const modules = new Map<string, string>();
  const visit = (path: string, code: string): void => {
    for (const match of code.matchAll(RELATIVE_IMPORT)) {
      const target = posix.join(posix.dirname(path), `${match[2]}.ts`);
      if (!target.startsWith("runtime/") || modules.has(target)) continue;
      const text = readFileSync(templateFile(target), "utf8");
      modules.set(target, text);
      visit(target, text);
    }
  };
  for (const { path, content } of importers) visit(path, content);
  return [...modules]
    .map(([path, content]) => ({ path, content }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
