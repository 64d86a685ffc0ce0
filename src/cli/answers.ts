/** The answers that a scaffold needs: from flags, else from whoever is there. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { usageError } from "./exit-code.js";
import { foundFramework } from "./found-framework.js";
import { isInteractive, type Io } from "./io.js";
import type { CreateOptions } from "./options.js";
import { detectPackageManager, startedBy } from "./package-manager.js";
import * as questions from "./questions.js";
import {
  examples,
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
  /** The first one is the demo's. */
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
  const source =
    sourceOf(options) ?? (ask ? await questions.askSource(io) : shop);
  const dir =
    options.dir ??
    (ask ? await questions.askDir(io, defaultDir(io)) : defaultDir(io));
  const folder = resolve(io.cwd, dir);
  const usual = usualTransport(source);
  const transports =
    options.transport ??
    (ask ? await questions.askTransports(io, usual) : [usual]);
  const engine =
    options.engine ?? (ask ? await questions.askEngine(io) : "memory");
  const framework =
    options.framework ??
    foundFramework(folder)?.id ??
    (ask ? await questions.askFramework(io) : "node");
  const packageManager =
    options.packageManager ??
    detectPackageManager(folder, io.env) ??
    (ask ? await questions.askPackageManager(io) : "npm");
  return { dir, source, transports, engine, framework, packageManager };
}

const shop: Source = { kind: "example", id: "shop" };

function sourceOf({ schema, example }: CreateOptions): Source | undefined {
  if (schema !== undefined) return { kind: "schema", path: schema };
  return example && { kind: "example", id: example };
}

/** The devices answer the server, which takes WebSocket. */
function usualTransport(source: Source): TransportId {
  return source.kind === "example" && source.id === "devices"
    ? "websocket"
    : "sse";
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
    missing.push(`--schema <file> or --example ${examples.join("|")}`);
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
  const by = startedBy(env);
  return by === undefined || by === "npm"
    ? "create-realtime "
    : `${by} create realtime `;
}
