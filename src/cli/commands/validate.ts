/** `create-realtime validate [schema]`: every problem, in one run. */
import { dirname, relative, resolve } from "node:path";
import { diagnosticsToJson } from "../../diagnostics/format.js";
import type { Compile } from "../../project/compile.js";
import type { ProjectConfig } from "../../project/config.js";
import type { ValidateOptions } from "../options.js";
import { engines, transports } from "../../advice/choices.js";
import { compileSchema } from "../compile-schema.js";
import { ExitCode, usageError } from "../exit-code.js";
import type { Io } from "../io.js";
import { findProjectRoot } from "../project-root.js";
import { printDiagnostics, printJson } from "../report.js";
import { slashed } from "../slashed.js";
import { readConfig } from "./generate.js";

export async function validate(
  options: ValidateOptions,
  io: Io,
  compile: Compile,
): Promise<ExitCode> {
  const { schema, project, config } = await subject(options, io);
  const { diagnostics, result } = await compileSchema(
    compile,
    schema,
    project,
    config,
    io.cwd,
  );
  const ok = result !== undefined;
  if (options.json) {
    printJson(io, { ok, diagnostics: diagnosticsToJson(diagnostics) });
  } else {
    printDiagnostics(diagnostics, io);
    if (ok) io.stdout.write(`${slashed(relative(io.cwd, schema))} is valid\n`);
  }
  return ok ? ExitCode.done : ExitCode.problem;
}

/** The file that is named, else the project's own. */
async function subject({ schema, perspective }: ValidateOptions, io: Io) {
  const given = perspective && { perspective };
  if (schema !== undefined) {
    const path = resolve(io.cwd, schema);
    const config = everything(schema, given);
    return { schema: path, project: dirname(path), config };
  }
  const root = findProjectRoot(io.cwd);
  const found = root === undefined ? undefined : await readConfig(root, io);
  if (root === undefined || found?.config === undefined) {
    printDiagnostics(found?.problems ?? [], io);
    throw usageError(
      "which schema?",
      "create-realtime validate <schema>, or run it in a project",
    );
  }
  return {
    schema: resolve(root, found.config.schema),
    project: root,
    config: { ...found.config, ...given },
  };
}

/** All that could be generated, so that all checks run. */
function everything(
  schema: string,
  given: Pick<ProjectConfig, "perspective"> | undefined,
): ProjectConfig {
  const output = {
    dir: "src/realtime",
    side: "both",
    transports,
  } as const;
  return { schema, outputs: [output], engines, ...given };
}
