/** The answers that a scaffold needs: from flags, else from whoever is there. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { CreateOptions } from "./args.js";
import { usageError } from "./exit-code.js";
import { isInteractive, type Io } from "./io.js";
import { detectPackageManager } from "./package-manager.js";
import { askText, choose } from "./prompts.js";
import {
  examples,
  frameworks,
  packageManagers,
  type EngineId,
  type ExampleId,
  type FrameworkId,
  type PackageManager,
  type TransportId,
} from "../advice/choices.js";

export interface Answers {
  /** As typed. */
  readonly dir: string;
  readonly source: Source;
  readonly transports: readonly TransportId[];
  readonly framework: FrameworkId;
  readonly engine: EngineId;
  readonly packageManager: PackageManager;
}

export type Source =
  | { readonly kind: "schema"; readonly path: string }
  | { readonly kind: "example"; readonly id: ExampleId };

const DEFAULT_DIR = "realtime-app";

/** @throws {CliError} Something is missing, and nobody is there to be asked. */
export async function collectAnswers(
  options: CreateOptions,
  io: Io,
): Promise<Answers> {
  if (options.schema !== undefined && options.example !== undefined) {
    throw usageError("--schema and --example: only one can be the start");
  }
  const ask = isInteractive(io) && !options.yes;
  if (!ask && !options.yes) refuseMissing(options, io);
  // Asked in this order.
  const source = sourceOf(options) ?? (ask ? await askSource(io) : shop);
  const dir = options.dir ?? (ask ? await askDir(io) : defaultDir(io));
  const framework =
    options.framework ?? (ask ? await askFramework(io) : "node");
  const packageManager =
    options.packageManager ??
    detectPackageManager(resolve(io.cwd, dir), io.env) ??
    (ask ? await askPackageManager(io) : "npm");
  return {
    dir,
    source,
    // One of each, in this version: nothing to ask.
    transports: options.transport ?? ["sse"],
    engine: options.engine ?? "memory",
    framework,
    packageManager,
  };
}

const shop: Source = { kind: "example", id: "shop" };

function sourceOf({ schema, example }: CreateOptions): Source | undefined {
  if (schema !== undefined) return { kind: "schema", path: schema };
  return example && { kind: "example", id: example };
}

/** In a project of somebody's, that is what is meant. */
function defaultDir({ cwd }: Io): string {
  return existsSync(resolve(cwd, "package.json")) ? "." : DEFAULT_DIR;
}

function refuseMissing(options: CreateOptions, io: Io): void {
  const missing: string[] = [];
  const words: string[] = [];
  if (options.dir === undefined) {
    missing.push("a folder");
    words.push(defaultDir(io));
  }
  if (sourceOf(options) === undefined) {
    missing.push("--schema <file> or --example shop|chat");
    words.push("--example shop");
  }
  if (missing.length === 0) return;
  throw usageError(
    `nobody is here to be asked, and this is missing: ${missing.join(", ")}`,
    `for example: ${invocation(io)}${[options.dir ?? [], ...words].flat().join(" ")}`,
  );
}

/** The way that this was started, up to the first argument. */
function invocation({ env }: Io): string {
  if (env["npm_command"] === "init") return "npm create realtime -- ";
  if (env["npm_command"] === "exec") return "npx create-realtime ";
  return "create-realtime ";
}

async function askSource(io: Io): Promise<Source> {
  const start = await choose<"schema" | ExampleId>(io, "Start from", [
    { title: "my own schema file", value: "schema" },
    ...examples.map((id) => ({ title: `the ${id} example`, value: id })),
  ]);
  if (start !== "schema") return { kind: "example", id: start };
  const path = await askText(io, "Schema file", "realtime.yaml", (answer) => {
    const file = resolve(io.cwd, answer);
    if (!existsSync(file)) return "There is no such file";
    return statSync(file).isFile() ? undefined : "That is not a file";
  });
  return { kind: "schema", path };
}

function askDir(io: Io): Promise<string> {
  return askText(io, "Folder", defaultDir(io), () => undefined);
}

function askFramework(io: Io): Promise<FrameworkId> {
  const titles = { node: "node:http", express: "Express 5", hono: "Hono" };
  return choose(
    io,
    "Framework",
    frameworks.map((value) => ({ title: titles[value], value })),
  );
}

function askPackageManager(io: Io): Promise<PackageManager> {
  return choose(
    io,
    "Package manager",
    packageManagers.map((value) => ({ title: value, value })),
  );
}
