/** `create-realtime generate`: the generated code in step with the schema. */
import { readFileSync } from "node:fs";
import { posix, relative, resolve } from "node:path";
import { applyPlan, recover } from "../../apply/transaction.js";
import { Diagnostics, type Diagnostic } from "../../diagnostics/diagnostics.js";
import { diagnosticsToJson } from "../../diagnostics/format.js";
import { locate } from "../../documents/locate.js";
import { createNodeWriteHost } from "../../host/write-host.js";
import { buildPlan, type Desired } from "../../plan/build.js";
import { lastFolders, writeManifest } from "../../plan/manifest.js";
import type { Plan } from "../../plan/plan.js";
import type { Compile } from "../../project/compile.js";
import {
  CONFIG_FILE,
  ownFolder,
  parseConfig,
  type ProjectConfig,
} from "../../project/config.js";
import { desiredTree } from "../../project/desired.js";
import { applyOptions, tellApplyError } from "../apply-options.js";
import type { GenerateOptions } from "../options.js";
import { buildId } from "../build-id.js";
import { compileSchema } from "../compile-schema.js";
import { CliError, ExitCode } from "../exit-code.js";
import type { Io } from "../io.js";
import { findProjectRoot } from "../project-root.js";
import { readingSettings } from "../read-schema.js";
import {
  describePlan,
  diffOfPlan,
  painter,
  printDiagnostics,
  printJson,
  refusePlan,
} from "../report.js";
import { rootOf } from "../schema-source.js";
import { slashed } from "../slashed.js";

export async function generate(
  options: GenerateOptions,
  io: Io,
  compile: Compile,
): Promise<ExitCode> {
  const root = projectRoot(io);
  const { config: kept, problems } = await readConfig(root, io);
  if (kept === undefined) return fail(problems, options, io);
  const config = { ...kept, ...readingSettings(options) };

  const host = createNodeWriteHost(root);
  const rules = applyOptions(io);
  const writes = !options.check && !options.dryRun && !options.diff;
  try {
    if (writes) recover(host, rules);
    const schema = resolve(root, config.schema);
    const place = {
      schema,
      root: rootOf(schema, config.root, root),
      project: root,
    };
    const compiled = await compileSchema(compile, place, config, io);
    const { diagnostics, result } = compiled;
    if (result === undefined) return fail(diagnostics, options, io);
    if (!options.json) printDiagnostics(diagnostics, io);

    const desired = desiredTree(config, result);
    // An output that left the configuration leaves no files behind.
    const left = lastFolders(root).filter(
      (folder) =>
        ownFolder(folder) === folder && !desired.folders.includes(folder),
    );
    const folders = [...desired.folders, ...left];
    const plan = buildPlan({ ...desired, folders }, host, {
      schema: config.schema,
      force: options.force,
    });
    if (options.json && plan.refusals.length > 0) {
      printJson(io, jsonOf(plan, diagnostics, false));
      return ExitCode.problem;
    }
    refusePlan(plan, io, "nothing was changed");
    if (writes) applyPlan(plan, host, rules);
    if (buildId !== undefined && (writes || plan.actions.length === 0)) {
      const read = compiled.host.reads.map(({ path }) =>
        slashed(relative(root, resolve(compiled.base, path))),
      );
      const remote = compiled.host.remote?.reads ?? [];
      writeManifest(root, buildId, { ...seenBy(desired, read), remote });
    }
    tell(plan, diagnostics, options, io);
    return options.check && plan.actions.length > 0
      ? ExitCode.problem
      : ExitCode.done;
  } catch (error) {
    throw tellApplyError(error);
  }
}

function projectRoot({ cwd }: Io): string {
  const root = findProjectRoot(cwd);
  if (root !== undefined) return root;
  throw new CliError(
    ExitCode.problem,
    `no ${CONFIG_FILE} here or in a folder above`,
    "create-realtime sets a project up; generate keeps it in step",
  );
}

/** The project's configuration; `undefined`: its problems tell why. */
export async function readConfig(
  root: string,
  { cwd }: Io,
): Promise<{
  readonly config: ProjectConfig | undefined;
  readonly problems: readonly Diagnostic[];
}> {
  const path = resolve(root, CONFIG_FILE);
  const file = {
    path: slashed(relative(cwd, path)),
    text: readFileSync(path, "utf8"),
  };
  const diagnostics = new Diagnostics();
  const config = await parseConfig(file, diagnostics);
  return { config, problems: await locate(diagnostics.list) };
}

function seenBy(desired: Desired, read: readonly string[]) {
  return {
    files: [
      CONFIG_FILE,
      ...read,
      ...desired.generated.map(({ path }) => path),
      ...desired.carried.map(({ path }) => path),
    ].map((path) => posix.normalize(path)),
    folders: desired.folders,
  };
}

function fail(
  diagnostics: readonly Diagnostic[],
  { json }: GenerateOptions,
  io: Io,
): ExitCode {
  if (json) {
    printJson(io, { ok: false, diagnostics: diagnosticsToJson(diagnostics) });
  } else printDiagnostics(diagnostics, io);
  return ExitCode.problem;
}

function tell(
  plan: Plan,
  diagnostics: readonly Diagnostic[],
  options: GenerateOptions,
  io: Io,
): void {
  const { check, dryRun, diff, json } = options;
  const stale = plan.actions.length > 0;
  if (json) {
    printJson(io, jsonOf(plan, diagnostics, !(check && stale)));
    return;
  }
  if (!stale) {
    io.stdout.write("nothing to change\n");
    return;
  }
  const paint = painter(io.stdout, io.env);
  io.stdout.write(diff ? diffOfPlan(plan) : describePlan(plan, paint));
  if (check) {
    io.stderr.write(
      "out of step with the schema: run create-realtime generate\n",
    );
  } else if (dryRun) io.stdout.write("--dry-run: nothing was written\n");
}

function jsonOf(plan: Plan, diagnostics: readonly Diagnostic[], ok: boolean) {
  return {
    ok,
    changes: plan.actions.map(({ kind, path }) => ({ kind, path })),
    refused: plan.refusals.map(({ reason, path }) => ({ reason, path })),
    unchanged: plan.unchanged.length,
    diagnostics: diagnosticsToJson(diagnostics),
  };
}
