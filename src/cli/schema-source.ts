/** Where the schema is read from, and what becomes of it in the project. */
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReadHost } from "../host/read-host.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import type { ProjectConfig } from "../project/config.js";
import { templateFile } from "../render/package-files.js";
import type { Source } from "./answers.js";
import { usageError } from "./exit-code.js";
import { slashed } from "./slashed.js";

export interface SchemaSource {
  /** Absolute. */
  readonly path: string;
  /** The folder that it may refer into, absolute. */
  readonly root: string;
  /** In the project's configuration. */
  readonly inProject: Pick<ProjectConfig, "schema" | "root">;
  /** It lies elsewhere: the project gets a copy. */
  readonly copied: boolean;
}

/**
 * @param folder The project's, absolute.
 * @param root As the user gave it.
 */
export function schemaSource(
  source: Source,
  folder: string,
  cwd: string,
  root?: string,
): SchemaSource {
  if (source.kind === "example") {
    const file = templateFile(`project/examples/${source.id}/realtime.yaml`);
    // The scaffold brings it with the example's other files.
    const inProject = { schema: "realtime.yaml" };
    const path = fileURLToPath(file);
    return { path, root: dirname(path), inProject, copied: false };
  }
  const path = resolve(cwd, source.path);
  const top = rootOf(path, root, cwd);
  const copied = !isInside(slashed(relative(folder, path)));
  // A copy is laid out below the project's folder as it was below the root.
  const from = copied ? top : folder;
  const inProject = {
    schema: slashed(relative(from, path)),
    ...(root !== undefined && { root: slashed(relative(from, top)) || "." }),
  };
  return { path, root: top, inProject, copied };
}

/**
 * The folder that a schema may refer into.
 *
 * @param schema Absolute.
 * @param given Absolute, or relative to `from`.
 */
export function rootOf(
  schema: string,
  given: string | undefined,
  from: string,
): string {
  if (given === undefined) return dirname(schema);
  const root = resolve(from, given);
  if (isInside(slashed(relative(root, schema)))) return root;
  throw usageError(
    `the root ${given} does not hold the schema`,
    "it is the folder that $refs may lead into, the schema's or one above",
  );
}

/**
 * The schema and the files that it refers to, laid out as they were below the
 * root; not what the project has itself, such as its tsconfig.json.
 *
 * @param host Its paths start from `base`.
 */
export function copiesOf(
  host: ReadHost,
  base: string,
  root: string,
  folder: string,
): GeneratedFile[] {
  const within = (top: string, path: string): string | undefined => {
    const way = slashed(relative(top, resolve(base, path)));
    return isInside(way) ? way : undefined;
  };
  return host.reads.flatMap(({ path, hash }) => {
    const place = within(root, path);
    const isOwn = within(folder, path) !== undefined;
    if (hash === undefined || place === undefined || isOwn) return [];
    const read = host.read(path);
    return read.ok ? { path: place, content: read.text } : [];
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
