import { basename, dirname, relative, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostics.js";
import { createNodeReadHost } from "../host/node-read-host.js";
import type { ReadHost } from "../host/read-host.js";
import type { Compile, Compiled } from "../project/compile.js";
import { LEDGER_FILE, type ProjectConfig } from "../project/config.js";
import { importEnding } from "../project/import-ending.js";
import type { SourceFile } from "../source/source-file.js";
import { slashed } from "./slashed.js";

export interface SchemaRun extends Compiled {
  /** What was read; paths start from `base`. */
  readonly host: ReadHost;
  /** The schema's folder, absolute. */
  readonly base: string;
}

/**
 * Compiles from where the schema lies, so that what is kept for ever (names,
 * hashes) is the same wherever the user stands. Diagnostics name files as the
 * user would.
 *
 * @param schema Absolute.
 * @param project The folder of `realtime.lock`, absolute.
 */
export async function compileSchema(
  compile: Compile,
  schema: string,
  project: string,
  config: ProjectConfig,
  cwd: string,
): Promise<SchemaRun> {
  const base = dirname(schema);
  const host = createNodeReadHost(base);
  const found = config.outputs.map(({ dir }) =>
    importEnding(project, resolve(project, dir)),
  );
  for (const { tsconfig } of found) {
    // Not for its text: so that it counts as read.
    if (tsconfig !== undefined) host.read(slashed(relative(base, tsconfig)));
  }
  const compiled = await compile({
    entry: basename(schema),
    config,
    ledger: slashed(relative(base, resolve(project, LEDGER_FILE))),
    host,
    importEndings: found.map(({ ending }) => ending),
  });
  const diagnostics = asSeenFrom(cwd, base, compiled.diagnostics);
  return { ...compiled, diagnostics, host, base };
}

function asSeenFrom(
  cwd: string,
  base: string,
  diagnostics: readonly Diagnostic[],
): Diagnostic[] {
  const files = new Map<SourceFile, SourceFile>();
  const seen = (file: SourceFile): SourceFile => {
    let other = files.get(file);
    if (other === undefined) {
      const path = slashed(relative(cwd, resolve(base, file.path)));
      files.set(file, (other = { ...file, path }));
    }
    return other;
  };
  return diagnostics.map((diagnostic) =>
    diagnostic.target === undefined
      ? diagnostic
      : {
          ...diagnostic,
          target: { ...diagnostic.target, file: seen(diagnostic.target.file) },
        },
  );
}
