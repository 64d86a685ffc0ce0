/** Where the schema is read from, and what becomes of it in the project. */
import { basename, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReadHost } from "../host/read-host.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { templateFile } from "../render/package-files.js";
import type { Source } from "./answers.js";
import { slashed } from "./slashed.js";

export interface SchemaSource {
  /** Absolute. */
  readonly path: string;
  /** In the project's configuration. */
  readonly inProject: string;
  /** It lies elsewhere: the project gets a copy. */
  readonly copied: boolean;
}

/** @param folder The project's, absolute. */
export function schemaSource(
  source: Source,
  folder: string,
  cwd: string,
): SchemaSource {
  if (source.kind === "example") {
    const file = templateFile(`project/examples/${source.id}/realtime.yaml`);
    // The scaffold brings it with the example's other files.
    const inProject = "realtime.yaml";
    return { path: fileURLToPath(file), inProject, copied: false };
  }
  const path = resolve(cwd, source.path);
  const inProject = slashed(relative(folder, path));
  return isInside(inProject)
    ? { path, inProject, copied: false }
    : { path, inProject: basename(path), copied: true };
}

/** The schema and the files that it refers to, laid out as they were. */
export function copiesOf(host: ReadHost): GeneratedFile[] {
  return host.reads.flatMap(({ path, hash }) => {
    if (hash === undefined || !isInside(path)) return [];
    const read = host.read(path);
    return read.ok ? { path, content: read.text } : [];
  });
}

/** Top-level names in a folder that files which were read are, or lie in. */
export function ownNames(
  folder: string,
  host: ReadHost,
  base: string,
): ReadonlySet<string> {
  const inside = host.reads
    .map(({ path }) => slashed(relative(folder, resolve(base, path))))
    .filter(isInside);
  return new Set(inside.map((path) => path.split("/")[0]!));
}

function isInside(path: string): boolean {
  return !/^(?:\.\.(?:\/|$)|\/|[A-Za-z]:)/.test(path);
}
