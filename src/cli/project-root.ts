import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder upwards with a `realtime.config.json`. */
export function findProjectRoot(cwd: string): string | undefined {
  for (let at = cwd; ; at = dirname(at)) {
    if (existsSync(join(at, "realtime.config.json"))) return at;
    if (dirname(at) === at) return undefined;
  }
}
