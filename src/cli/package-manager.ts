import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageManagers, type PackageManager } from "../advice/choices.js";

const lockFiles: readonly (readonly [string, PackageManager])[] = [
  ["package-lock.json", "npm"],
  ["pnpm-lock.yaml", "pnpm"],
  ["pnpm-workspace.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

/**
 * What the surroundings use: the nearest folder upwards that names one or has
 * a lock file, else who started us. `undefined`: nothing tells.
 */
export function detectPackageManager(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): PackageManager | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = declared(at) ?? locked(at);
    if (found !== undefined) return found;
    if (dirname(at) === at) break;
  }
  return startedBy(env);
}

/** Whose `create`, `dlx` or `exec` this is, if anyone's. */
export function startedBy(
  env: Readonly<Record<string, string | undefined>>,
): PackageManager | undefined {
  return named(env["npm_config_user_agent"]?.split("/")[0]);
}

/** Corepack's field, such as `pnpm@9.1.0`. */
function declared(folder: string): PackageManager | undefined {
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const { packageManager } = JSON.parse(text) as { packageManager?: unknown };
    return typeof packageManager === "string"
      ? named(packageManager.split("@")[0])
      : undefined;
  } catch {
    return undefined;
  }
}

function locked(folder: string): PackageManager | undefined {
  return lockFiles.find(([file]) => existsSync(join(folder, file)))?.[1];
}

function named(name: string | undefined): PackageManager | undefined {
  return packageManagers.find((known) => known === name);
}
