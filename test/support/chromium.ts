import { existsSync } from "node:fs";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/**
 * Where the browser is; `undefined` where it is not installed, for
 * `test.skipIf`. Debian's is `apt-get install -y chromium`. In CI it must be.
 */
export function chromiumPath(): string | undefined {
  const path = PATHS.find((path) => existsSync(path));
  if (!path && process.env["CI"])
    throw new Error("chromium is missing: apt-get install -y chromium");
  return path;
}
