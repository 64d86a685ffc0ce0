/** `create-realtime convert <schema> --to <format>`: the contract in other words. */
import { basename, dirname, extname, relative, resolve } from "node:path";
import type { ConvertFormat } from "../../advice/choices.js";
import { convert as convertSchema } from "../../convert/convert.js";
import { createNodeWriteHost } from "../../host/write-host.js";
import { CliError, ExitCode } from "../exit-code.js";
import type { Io } from "../io.js";
import type { ConvertOptions } from "../options.js";
import { readSchema } from "../read-schema.js";
import { printDiagnostics } from "../report.js";
import { rootOf } from "../schema-source.js";
import { slashed } from "../slashed.js";

export async function convert(
  options: ConvertOptions,
  io: Io,
): Promise<ExitCode> {
  const { to, out, perspective, events, strict } = options;
  if (out !== undefined) refuseTaken(out, options.force, io);
  const schema = resolve(io.cwd, options.schema);
  const base = dirname(schema);
  const root = rootOf(schema, options.root, io.cwd);
  const { text, diagnostics } = await readSchema(base, options, io, (host) =>
    convertSchema({
      entry: basename(schema),
      root: slashed(relative(base, root)) || ".",
      host,
      to,
      format: formatOf(options),
      strict,
      ...(perspective && { perspective }),
      ...(events && { events }),
    }),
  );
  printDiagnostics(diagnostics, io);
  if (text === undefined) return ExitCode.problem;
  if (out === undefined) io.stdout.write(text);
  else {
    write(out, text, io);
    io.stderr.write(`${out} is written\n`);
  }
  return ExitCode.done;
}

/** JSON Schemas are mostly JSON, and all else here mostly YAML. */
function formatOf({ to, out = "", format }: ConvertOptions): ConvertFormat {
  if (format !== undefined) return format;
  switch (extname(out).toLowerCase()) {
    case ".json":
      return "json";
    case ".yaml":
    case ".yml":
      return "yaml";
    default:
      return to === "jsonschema" ? "json" : "yaml";
  }
}

/** Before anything is read: who gave the wrong name need not wait. */
function refuseTaken(out: string, force: boolean, { cwd }: Io): void {
  const host = createNodeWriteHost(cwd);
  const kind = host.kind(out);
  if (kind === undefined) {
    const folder = dirname(out);
    if (host.kind(folder) !== undefined) return;
    throw new CliError(
      ExitCode.problem,
      `there is no folder ${folder}; nothing was written`,
    );
  }
  if (kind === "file" && force) return;
  const isFile = kind === "file";
  throw new CliError(
    ExitCode.problem,
    `${out} is ${isFile ? "there already" : "not a file"}; nothing was written`,
    isFile ? "--force replaces it" : undefined,
  );
}

/** Whole or not at all. */
function write(out: string, text: string, { cwd }: Io): void {
  const host = createNodeWriteHost(cwd);
  const part = `${out}.${process.pid}.part`;
  try {
    host.write(part, text);
    host.rename(part, out);
  } catch (error) {
    const { message } = error as Error;
    throw new CliError(
      ExitCode.problem,
      `${out} cannot be written: ${message}`,
    );
  }
}
