import type { PackageManager } from "../advice/choices.js";
import { clientScripts } from "./clients.js";
import { projectNeeds, type Choices } from "./dependencies.js";
import { ownDependency, ownPackage, testedVersion } from "./own-package.js";
import { buildDecisions } from "./package-manager.js";

/** @param folder The project's, absolute. */
export function packageJson(
  name: string,
  choices: Choices,
  packageManager: PackageManager,
  folder: string,
): string {
  const { run, types } = projectNeeds(choices);
  const dev = ["@types/node", "tsx", "typescript", ...types];
  const json = {
    name: packageName(name),
    version: "0.0.0",
    private: true,
    type: "module",
    engines: ownPackage().engines,
    scripts: {
      dev: "tsx watch --clear-screen=false src/dev.ts",
      ...clientScripts(choices.transports),
      generate: "create-realtime generate",
      typecheck: "tsc",
      test: "node --import tsx --test test/handlers.test.ts",
      build: "tsc -p tsconfig.build.json",
      start: "node dist/server.js",
    },
    dependencies: versions(run),
    devDependencies: sorted({
      ...versions(dev),
      "create-realtime": ownDependency(folder),
    }),
    ...(packageManager === "npm" && { allowScripts: buildDecisions(run) }),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** A legal name of a package, made from any text. */
function packageName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|-+$/g, "")
    .slice(0, 200);
  return name === "" ? "realtime-app" : name;
}

function versions(names: readonly string[]): Record<string, string> {
  return sorted(
    Object.fromEntries(names.map((name) => [name, testedVersion(name)])),
  );
}

function sorted(versions: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
