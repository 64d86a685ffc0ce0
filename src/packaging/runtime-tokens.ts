import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withEnding } from "../output/runtime-modules.js";
import { hashesOf } from "../plan/header.js";
import { templateFile } from "../render/package-files.js";

/** What `plan/known-tokens.ts` reads: every runtime module, with every ending of its imports. */
export function runtimeTokens(): Record<string, string> {
  const root = templateFile("runtime/");
  const tokens: Record<string, string> = {};
  const files = readdirSync(root, { recursive: true, withFileTypes: true });
  for (const file of files) {
    if (!file.isFile()) continue;
    const text = readFileSync(join(file.parentPath, file.name), "utf8");
    for (const ending of [".js", ".ts", ""] as const) {
      const hashes = hashesOf(file.name, withEnding(text, ending));
      tokens[hashes.bytes] = hashes.tokens;
    }
  }
  return tokens;
}
