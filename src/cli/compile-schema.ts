import { basename, dirname, relative, resolve } from "node:path";
import type { ReadHost } from "../host/read-host.js";
import type { Compile, Compiled } from "../project/compile.js";
import { LEDGER_FILE, type ProjectConfig } from "../project/config.js";
import { importEnding } from "../project/import-ending.js";
import type { Io } from "./io.js";
import { readSchema } from "./read-schema.js";
import { slashed } from "./slashed.js";

/** Where things lie; all absolute. */
export interface SchemaPlace {
  readonly schema: string;
  /** The folder that `$ref`s may lead into. */
  readonly root: string;
  /** The folder of `realtime.lock`. */
  readonly project: string;
}

export interface SchemaRun extends Compiled {
  /** What was read; paths start from `base`. */
  readonly host: ReadHost;
  /** The schema's folder, absolute. */
  readonly base: string;
}

/**
 * Compiles from where the schema lies, so that what is kept for ever (names,
 * hashes) is the same wherever the user stands.
 */
export async function compileSchema(
  compile: Compile,
  { schema, root, project }: SchemaPlace,
  config: ProjectConfig,
  io: Io,
): Promise<SchemaRun> {
  const base = dirname(schema);
  const found = config.outputs.map(({ dir }) =>
    importEnding(project, resolve(project, dir)),
  );
  const run = await readSchema(base, config, io, (host) => {
    for (const { tsconfig } of found) {
      // Not for its text: so that it counts as read.
      if (tsconfig !== undefined) host.read(slashed(relative(base, tsconfig)));
    }
    return compile({
      entry: basename(schema),
      root: slashed(relative(base, root)) || ".",
      config,
      ledger: slashed(relative(base, resolve(project, LEDGER_FILE))),
      host,
      importEndings: found.map(({ ending }) => ending),
    });
  });
  return { ...run, base };
}
