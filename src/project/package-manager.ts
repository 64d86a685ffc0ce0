/** What differs between package managers in a project: commands, and files of their own. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PackageManager } from "../advice/choices.js";
import type { GeneratedFile } from "../plan/generated-file.js";

/** How a script is run: `npm run dev`, `pnpm dev`. */
export function scriptRunner(packageManager: PackageManager): string {
  switch (packageManager) {
    case "npm":
      return "npm run";
    case "bun":
      return "bun run";
    case "pnpm":
    case "yarn":
      return packageManager;
    default:
      return packageManager satisfies never;
  }
}

/**
 * What stands between a script and flags of its own: npm takes them for
 * itself otherwise, and pnpm hands a `--` on to the script.
 */
export function flagSeparator(packageManager: PackageManager): " --" | "" {
  return packageManager === "npm" ? " --" : "";
}

/** Adds packages to a project; `flags` such as `-D`. */
export function addCommand(packageManager: PackageManager): string {
  return packageManager === "npm" ? "npm install" : `${packageManager} add`;
}

/**
 * Packages whose install scripts need not run, because what they would fetch
 * or build comes with them. Those who choose pnpm 11 or later cannot install
 * before each has been decided on, and npm will come to that.
 */
export function buildDecisions(
  dependencies: readonly string[],
): Readonly<Record<string, false>> {
  // `tsx` brings esbuild.
  const ready = ["@photostructure/sqlite"].filter((name) =>
    dependencies.includes(name),
  );
  return Object.fromEntries([...ready, "esbuild"].map((name) => [name, false]));
}

/**
 * Settings without which installing, or what was installed, does not work.
 *
 * @param folder The project's, absolute.
 */
export function packageManagerFiles(
  packageManager: PackageManager,
  folder: string,
  decisions: Readonly<Record<string, false>>,
): GeneratedFile[] {
  switch (packageManager) {
    case "pnpm":
      // One would part this project from the workspace that it is to join.
      return isBelow(folder, "pnpm-workspace.yaml")
        ? []
        : [{ path: "pnpm-workspace.yaml", content: pnpmWorkspace(decisions) }];
    case "yarn":
      // Read by Yarn 2 and later. TypeScript 7 finds no packages in zip files.
      return isBelow(folder, ".yarnrc.yml")
        ? []
        : [{ path: ".yarnrc.yml", content: "nodeLinker: node-modules\n" }];
    case "npm":
    case "bun":
      return [];
    default:
      return packageManager satisfies never;
  }
}

function pnpmWorkspace(decisions: Readonly<Record<string, false>>): string {
  const lines = Object.keys(decisions).map(
    (name) => `  ${JSON.stringify(name)}: false\n`,
  );
  // pnpm 9 wants `packages`, whatever there is.
  return `packages: ["."]

# Their binaries come with them: no install script has to run.
allowBuilds:
${lines.join("")}`;
}

/** Whether a folder above has such a file. */
function isBelow(folder: string, file: string): boolean {
  for (let at = dirname(folder); ; at = dirname(at)) {
    if (existsSync(join(at, file))) return true;
    if (dirname(at) === at) return false;
  }
}
