/** `create-realtime validate [schema]`: every problem, in one run. */
import { dirname, relative, resolve } from "node:path";
import type { Contract } from "../../contract/model.js";
import { isError, type Diagnostic } from "../../diagnostics/diagnostics.js";
import {
  diagnosticsToJson,
  sortDiagnostics,
} from "../../diagnostics/format.js";
import type { Compile } from "../../project/compile.js";
import type { ProjectConfig } from "../../project/config.js";
import type { ValidateOptions } from "../options.js";
import { engines, transports } from "../../advice/choices.js";
import { compileSchema, type SchemaPlace } from "../compile-schema.js";
import { ExitCode, usageError } from "../exit-code.js";
import type { Io } from "../io.js";
import { findProjectRoot } from "../project-root.js";
import { readingSettings } from "../read-schema.js";
import { printDiagnostics, printJson } from "../report.js";
import { rootOf } from "../schema-source.js";
import { slashed } from "../slashed.js";
import { readConfig } from "./generate.js";

export async function validate(
  options: ValidateOptions,
  io: Io,
  compile: Compile,
): Promise<ExitCode> {
  const { place, config } = await subject(options, io);
  const run = await compileSchema(compile, place, config, io);
  const { diagnostics, result } = run;
  const ok = result !== undefined;
  const found = {
    ...(result && sizeOf(result.contract)),
    ...countsOf(diagnostics),
  };
  if (options.json) {
    const told = diagnosticsToJson(diagnostics);
    printJson(io, { ok, ...found, diagnostics: told });
  } else {
    printDiagnostics(diagnostics, io);
    const verdict = `${slashed(relative(io.cwd, place.schema))} is ${ok ? "" : "not "}valid`;
    const stream = ok ? io.stdout : io.stderr;
    stream.write(`${verdict}: ${sentence(found)}\n`);
  }
  return ok ? ExitCode.done : ExitCode.problem;
}

function sizeOf({ channels }: Contract) {
  const messages = channels.flatMap(({ serverToClient, clientToServer }) => [
    ...serverToClient,
    ...clientToServer,
  ]);
  return { channels: channels.length, messages: messages.length };
}

function countsOf(diagnostics: readonly Diagnostic[]) {
  const told = sortDiagnostics(diagnostics);
  const errors = told.filter(isError).length;
  return { errors, warnings: told.length - errors };
}

/** `1 channel, 3 messages, 2 warnings`. */
function sentence(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, n]) => `${n} ${n === 1 ? what.replace(/s$/, "") : what}`)
    .join(", ");
}

/** The file that is named, else the project's own. */
async function subject(
  options: ValidateOptions,
  io: Io,
): Promise<{ readonly place: SchemaPlace; readonly config: ProjectConfig }> {
  const given = readingSettings(options);
  if (options.schema !== undefined) {
    const schema = resolve(io.cwd, options.schema);
    const root = rootOf(schema, options.root, io.cwd);
    const place = { schema, root, project: dirname(schema) };
    return { place, config: everything(options.schema, given) };
  }
  const project = findProjectRoot(io.cwd);
  const found =
    project === undefined ? undefined : await readConfig(project, io);
  if (project === undefined || found?.config === undefined) {
    printDiagnostics(found?.problems ?? [], io);
    throw usageError(
      "which schema?",
      "create-realtime validate <schema>, or run it in a project",
    );
  }
  const { config } = found;
  const schema = resolve(project, config.schema);
  const root =
    options.root === undefined
      ? rootOf(schema, config.root, project)
      : rootOf(schema, options.root, io.cwd);
  return { place: { schema, root, project }, config: { ...config, ...given } };
}

/** All that could be generated, so that all checks run. */
function everything(
  schema: string,
  given: Partial<ProjectConfig>,
): ProjectConfig {
  const output = {
    dir: "src/realtime",
    side: "both",
    transports,
  } as const;
  return { schema, outputs: [output], engines, ...given };
}
