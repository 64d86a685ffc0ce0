/** What this package is, and how a new project can depend on it. */
import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../render/package-files.js";

export interface OwnPackage {
  readonly version: string;
  readonly engines: { readonly node: string };
  /** The versions that our tests run with. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

export function ownPackage(): OwnPackage {
  const text = readFileSync(new URL("package.json", packageRoot), "utf8");
  return JSON.parse(text) as OwnPackage; // our own file
}

/** The version that we test with. */
export function testedVersion(name: string): string {
  const version = ownPackage().devDependencies[name];
  if (version === undefined) throw new Error(`not a dependency: ${name}`);
  return version;
}

/** As package managers take them: `ws@8.23.0`. */
export function asTested(names: readonly string[]): string {
  return names.map((name) => `${name}@${testedVersion(name)}`).join(" ");
}

/**
 * What stands beside `create-realtime` in a project's package.json: a version
 * when this came from a registry, the file itself when it came from a tarball
 * or a checkout, so that `generate` there is what made the project here.
 *
 * @param project The project's folder, absolute.
 */
export function ownDependency(project: string): string {
  const root = fileURLToPath(packageRoot);
  if (existsSync(resolve(root, "src/cli/main.ts"))) {
    return fileDependency(project, root);
  }
  const modules = resolve(root, "..");
  const tarball = installedFrom(modules);
  return tarball === undefined
    ? ownPackage().version
    : fileDependency(project, tarball);
}

/** The tarball that npm installed this from, if it did and it is still there. */
function installedFrom(modules: string): string | undefined {
  let resolved: unknown;
  try {
    const text = readFileSync(resolve(modules, ".package-lock.json"), "utf8");
    const lock = JSON.parse(text) as {
      packages?: Record<string, { resolved?: unknown }>;
    };
    resolved = lock.packages?.["node_modules/create-realtime"]?.resolved;
  } catch {
    return undefined; // another package manager
  }
  if (typeof resolved !== "string" || !resolved.startsWith("file:")) {
    return undefined;
  }
  const path = resolve(
    modules,
    "..",
    decodeURI(resolved.slice("file:".length)),
  );
  return existsSync(path) ? path : undefined;
}

function fileDependency(project: string, target: string): string {
  const path = relative(project, target).replaceAll("\\", "/");
  return `file:${path}`;
}
