/** What serves HTTP in a project that is there already. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { frameworks, type FrameworkId } from "../advice/choices.js";

export interface FoundFramework {
  readonly id: FrameworkId;
  /** As its package.json has it, such as `^4.21.0`. */
  readonly version: string;
}

/**
 * The framework among a project's dependencies. `undefined`: none that we
 * know, or no project.
 *
 * @param folder Absolute.
 */
export function foundFramework(folder: string): FoundFramework | undefined {
  const dependencies = dependenciesOf(folder);
  for (const id of frameworks) {
    // There is a package of that name, and it is no framework.
    if (id === "node") continue;
    const version = dependencies[id];
    if (typeof version === "string") return { id, version };
  }
  return undefined;
}

function dependenciesOf(folder: string): Readonly<Record<string, unknown>> {
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const { dependencies } = JSON.parse(text) as { dependencies?: unknown };
    return typeof dependencies === "object" && dependencies !== null
      ? { ...dependencies }
      : {};
  } catch {
    return {}; // no file, or none that can be read: the user's to mend
  }
}
