/** What is in the folder that a project is to go to. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

export type Target =
  | { readonly kind: "new"; readonly exists: boolean }
  /** There is a project: only what is missing is written. */
  | { readonly kind: "add" }
  /** Set up before: `generate` is what is wanted. */
  | { readonly kind: "done" }
  /** Things that a new project would be mixed with. */
  | { readonly kind: "occupied"; readonly by: readonly string[] }
  | { readonly kind: "not-a-folder" };

/** What may lie around a new project without being one. */
const HARMLESS =
  /^(?:\..*|readme(?:\..*)?|licen[cs]e(?:\..*)?|changelog(?:\..*)?|docs|thumbs\.db|desktop\.ini|.*\.log|.*\.iml)$/i;

/**
 * @param folder Absolute.
 * @param own Top-level names that belong to the schema.
 */
export function lookAt(folder: string, own: ReadonlySet<string>): Target {
  if (!existsSync(folder)) return { kind: "new", exists: false };
  if (!statSync(folder).isDirectory()) return { kind: "not-a-folder" };
  if (existsSync(join(folder, "realtime.config.json"))) return { kind: "done" };
  if (existsSync(join(folder, "package.json"))) return { kind: "add" };
  const by = readdirSync(folder)
    .filter((name) => !HARMLESS.test(name) && !own.has(name))
    .sort();
  return by.length > 0
    ? { kind: "occupied", by }
    : { kind: "new", exists: true };
}
