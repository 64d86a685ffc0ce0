import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const shared = fileURLToPath(new URL("../../../shared", import.meta.url));

/**
 * A file of the shared corpus, beside the project; `undefined` where it is not
 * there, for `test.skipIf`. In CI it must be.
 */
export function sharedPath(...parts: readonly string[]): string | undefined {
  const path = join(shared, ...parts);
  if (existsSync(path)) return path;
  if (process.env["CI"]) throw new Error(`shared corpus is missing: ${path}`);
  return undefined;
}
