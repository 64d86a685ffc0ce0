/** What an example brings: a schema, code that stands in for the general, and words for the README. */
import { readFileSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExampleId } from "../advice/choices.js";
import { templateFile } from "../render/package-files.js";
import { template, type Template } from "../render/render.js";

export interface Example {
  /** By their path in the project; the schema is one of them. */
  readonly files: ReadonlyMap<string, string>;
  /** In place of the general one of this path, where there is one. */
  template<View>(path: string): Template<View> | undefined;
  /** What it shows, in Markdown. */
  readonly about: Template<AboutView>;
}

export interface AboutView {
  /** How scripts are run. */
  readonly run: string;
  /** What stands between a script and words of its own. */
  readonly dash: string;
}

export function readExample(id: ExampleId): Example {
  const folder = `project/examples/${id}`;
  const root = templateFile(`${folder}/`);
  const paths = filesBelow(root);
  const files = paths
    .filter((path) => !path.endsWith(".hbs"))
    .map((path) => [path, readFileSync(new URL(path, root), "utf8")] as const);
  return {
    files: new Map(files),
    template: (path) =>
      paths.includes(`${path}.hbs`)
        ? template(`${folder}/${path}.hbs`)
        : undefined,
    about: template(`${folder}/about.md.hbs`),
  };
}

/** Sorted, with `/`. */
function filesBelow(root: URL): string[] {
  const folder = fileURLToPath(root).replaceAll("\\", "/").replace(/\/$/, "");
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const parent = entry.parentPath.replaceAll("\\", "/");
      return posix.join(posix.relative(folder, parent), entry.name);
    })
    .sort();
}
