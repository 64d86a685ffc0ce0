/**
 * Token hashes of the runtime modules, which are the same in every project:
 * the build counts their tokens once, so that no run has to.
 */
import { existsSync, readFileSync } from "node:fs";
import { packageRoot } from "../render/package-files.js";

declare const __BUILD_ID__: string | undefined;

export const KNOWN_TOKENS_FILE = "dist/runtime-tokens.json";

/** Byte hash of a body to its token hash. */
type Known = Readonly<Record<string, string>>;

let known: Known | undefined;

/** `undefined`: nobody counted it before. */
export function knownTokens(bytes: string): string | undefined {
  known ??= read();
  return known[bytes];
}

function read(): Known {
  // Sources that run as they are may have changed since the last build.
  if (typeof __BUILD_ID__ === "undefined") return {};
  const file = new URL(KNOWN_TOKENS_FILE, packageRoot);
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Known)
    : {};
}
