/** `create-realtime [dir]`: a new project, or realtime in the one that is there. */
import { mkdirSync, rmdirSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { gitInit, install } from "../../apply/commands.js";
import { applyPlan, recover } from "../../apply/transaction.js";
import type { Diagnostic } from "../../diagnostics/diagnostics.js";
import { diagnosticsToJson } from "../../diagnostics/format.js";
import { createNodeWriteHost } from "../../host/write-host.js";
import { buildPlan } from "../../plan/build.js";
import type { Plan } from "../../plan/plan.js";
import type { Compile } from "../../project/compile.js";
import { ownFolder, type ProjectConfig } from "../../project/config.js";
import { desiredTree } from "../../project/desired.js";
import { scaffoldFiles } from "../../project/scaffold.js";
import { collectAnswers, type Answers } from "../answers.js";
import { applyOptions, tellApplyError } from "../apply-options.js";
import type { CreateOptions } from "../options.js";
import { readingSettings } from "../read-schema.js";
import { compileSchema, type SchemaRun } from "../compile-schema.js";
import { CliError, ExitCode, Interrupted, usageError } from "../exit-code.js";
import { foundFramework } from "../found-framework.js";
import type { Io } from "../io.js";
import { nextSteps, type Outcome } from "../next-steps.js";
import {
  describePlan,
  painter,
  printDiagnostics,
  printJson,
  refusePlan,
  withProgress,
} from "../report.js";
import { copiesOf, ownNames, schemaSource } from "../schema-source.js";
import { slashed } from "../slashed.js";
import { lookAt } from "../target-folder.js";

/** What is settled once questions are answered and the schema is read. */
interface Scaffold {
  readonly options: CreateOptions;
  readonly answers: Answers;
  /** Absolute. */
  readonly folder: string;
  readonly mode: "new" | "add";
  readonly out: string;
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

export async function create(
  options: CreateOptions,
  io: Io,
  loadCompile: () => Promise<Compile>,
): Promise<ExitCode> {
  const out = outFolder(options);
  const answers = await collectAnswers(options, io);
  const folder = resolve(io.cwd, answers.dir);
  const { source } = answers;
  const schema = schemaSource(source, folder, io.cwd, options.root);
  const config: ProjectConfig = {
    ...schema.inProject,
    outputs: [{ dir: out, side: "both", transports: answers.transports }],
    // Tests want the one that keeps nothing.
    engines: [...new Set(["memory" as const, answers.engine])],
    ...readingSettings(options),
  };
  // After the questions: nobody waits for it to load.
  const compile = await loadCompile();
  const place = { schema: schema.path, root: schema.root, project: folder };
  const run = await compileSchema(compile, place, config, io);
  const { diagnostics, result } = run;
  if (!options.json) printDiagnostics(diagnostics, io);
  if (result === undefined) {
    if (options.json) {
      printJson(io, { ok: false, diagnostics: diagnosticsToJson(diagnostics) });
    }
    return ExitCode.problem;
  }

  const mode = modeOf(folder, run, answers);
  const files = await scaffoldFiles({
    folder: slashed(folder),
    name: basename(folder),
    contract: result.contract,
    names: result.names,
    config,
    choices: answers,
    packageManager: answers.packageManager,
    mode,
    ...(source.kind === "example" && { example: source.id }),
  });
  const copies = schema.copied
    ? copiesOf(run.host, run.base, schema.root, folder)
    : [];
  const host = createNodeWriteHost(folder);
  const rules = applyOptions(io);
  try {
    if (!options.dryRun) recover(host, rules);
    const plan = buildPlan(
      desiredTree(config, result, [...copies, ...files]),
      host,
      { schema: config.schema, force: false },
    );
    refusePlan(plan, io, "nothing was written");
    const settled = { options, answers, folder, mode, out };
    const scaffold = { ...settled, plan, diagnostics };
    if (options.dryRun) return tellDryRun(scaffold, io);
    if (io.signal.aborted) throw new Interrupted();
    inFolder(folder, () => applyPlan(plan, host, rules));
    return await finish(scaffold, io);
  } catch (error) {
    throw tellApplyError(error);
  }
}

function outFolder({ out }: CreateOptions): string {
  const folder = ownFolder(out ?? "src/realtime");
  // The project compiles what is below src/.
  if (folder?.startsWith("src/")) return folder;
  throw usageError(
    `--out ${out} is not a folder of its own below src/`,
    "for example --out src/realtime",
  );
}

function modeOf(
  folder: string,
  { host, base }: SchemaRun,
  { dir }: Answers,
): "new" | "add" {
  const target = lookAt(folder, ownNames(folder, host, base));
  switch (target.kind) {
    case "new":
      return "new";
    case "add":
      return "add";
    case "done":
      throw new CliError(
        ExitCode.problem,
        `${dir} has a realtime.config.json: it was set up before`,
        "edit the schema, then run create-realtime generate there",
      );
    case "occupied":
      throw new CliError(
        ExitCode.problem,
        `${dir} is not empty, and nothing in it is ever overwritten:\n` +
          target.by.map((name) => `  ${name}`).join("\n"),
        "name another folder",
      );
    case "not-a-folder":
      throw new CliError(ExitCode.problem, `${dir} is a file`);
    default:
      return target satisfies never;
  }
}

/** The folder is there while `work` runs, and no trace of it if that fails. */
function inFolder(folder: string, work: () => void): void {
  const first = mkdirSync(folder, { recursive: true });
  try {
    work();
  } catch (error) {
    if (first !== undefined) removeEmpty(folder, first);
    throw error;
  }
}

function removeEmpty(folder: string, first: string): void {
  try {
    for (let at = folder; at.startsWith(first); at = resolve(at, "..")) {
      rmdirSync(at);
    }
  } catch {
    // Something is in it: what made it fail, or somebody's.
  }
}

function tellDryRun(scaffold: Scaffold, io: Io): ExitCode {
  const { plan, options, diagnostics } = scaffold;
  if (options.json) {
    printJson(io, {
      ok: true,
      dryRun: true,
      ...jsonOf(scaffold),
      diagnostics: diagnosticsToJson(diagnostics),
    });
    return ExitCode.done;
  }
  io.stdout.write(describePlan(plan, painter(io.stdout, io.env)));
  io.stdout.write("--dry-run: nothing was written\n");
  return ExitCode.done;
}

function jsonOf({ answers, folder, mode, plan }: Scaffold) {
  return {
    folder: slashed(folder),
    mode,
    transports: answers.transports,
    engine: answers.engine,
    framework: answers.framework,
    packageManager: answers.packageManager,
    created: plan.actions.map(({ path }) => path),
    kept: plan.kept,
  };
}

/** Installs, commits, and says what is next. */
async function finish(scaffold: Scaffold, io: Io): Promise<ExitCode> {
  const { options, answers, folder, mode, out, plan } = scaffold;
  const paint = painter(io.stdout, io.env);
  if (!options.json) {
    const count = plan.actions.length;
    const where = relative(io.cwd, folder) || ".";
    io.stdout.write(`${paint("green", "✓")} ${count} files in ${where}\n`);
    for (const path of plan.kept) io.stdout.write(`  kept ${path}\n`);
  }
  const failure =
    options.install && mode === "new"
      ? await installIn(scaffold, io)
      : undefined;
  if (io.signal.aborted)
    throw new Interrupted("the files are written; nothing more was done");
  const git =
    options.git && mode === "new"
      ? await gitInit(folder, io.signal)
      : "skipped";
  const installed = options.install && mode === "new" && failure === undefined;
  const found = foundFramework(folder);
  const outcome: Outcome = { answers, mode, out, installed, git, found };
  if (options.json) {
    printJson(io, {
      ok: failure === undefined,
      ...jsonOf(scaffold),
      installed,
      git,
      diagnostics: diagnosticsToJson(scaffold.diagnostics),
      ...(failure && { error: failure.message }),
    });
  } else {
    io.stdout.write(nextSteps(outcome, io));
    if (failure !== undefined) throw failure;
  }
  return failure === undefined ? ExitCode.done : ExitCode.problem;
}

async function installIn(
  { answers, folder }: Scaffold,
  io: Io,
): Promise<CliError | undefined> {
  const { packageManager } = answers;
  const result = await withProgress(
    io,
    `${packageManager} install`,
    install(packageManager, folder, io.signal),
  );
  if (result.ok) return undefined;
  switch (result.reason) {
    case "missing":
      return new CliError(
        ExitCode.problem,
        `the files are written, but ${packageManager} is not installed here`,
        "install it, or choose another with --package-manager",
      );
    case "cancelled":
      throw new Interrupted(
        "the files are written; the installation was cut off",
      );
    case "failed": {
      const offline =
        /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT/.test(
          result.output,
        );
      return new CliError(
        ExitCode.problem,
        `the files are written, but ${packageManager} install failed${offline ? ": the registry cannot be reached" : ""}\n${lastLines(result.output)}`,
        `try again later in the project: ${packageManager} install`,
      );
    }
    default:
      return result.reason satisfies never;
  }
}

function lastLines(output: string): string {
  return output
    .trimEnd()
    .split("\n")
    .slice(-15)
    .map((line) => `  ${line}`)
    .join("\n");
}
