/** `realtime.config.json`: what `generate` need not ask. */
import { posix } from "node:path";
import type { Json } from "../source/json.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { Fields } from "../documents/fields.js";
import { isInside } from "../documents/load-document.js";
import { readDocument } from "../documents/read-document.js";
import {
  engines as engineChoices,
  perspectives,
  sides,
  transports,
  type EngineId,
  type Perspective,
  type Side,
  type TransportId,
} from "../advice/choices.js";
import { at, originAt } from "../source/path.js";
import type { Origin, SourceFile } from "../source/source-file.js";

export const CONFIG_FILE = "realtime.config.json";
export const LEDGER_FILE = "realtime.lock";

/** Paths are relative to the file, with `/`. */
export interface ProjectConfig {
  readonly schema: string;
  /** The folder that `$ref`s may lead into. Default: the schema's. */
  readonly root?: string;
  readonly outputs: readonly Output[];
  /** Engines whose modules server outputs get. */
  readonly engines: readonly EngineId[];
  /** The end that an AsyncAPI document describes. */
  readonly perspective?: Perspective;
  /** Patterns of names: which events of a JSON Schema or of OpenAPI webhooks are taken. */
  readonly events?: readonly string[];
  /** Warnings are errors. */
  readonly strict?: boolean;
  /** What `$ref`s to http(s) addresses lead to is fetched, at every run. */
  readonly allowRemoteRefs?: boolean;
}

export interface Output {
  readonly dir: string;
  readonly side: Side;
  readonly transports: readonly TransportId[];
}

export function printConfig(config: ProjectConfig): string {
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** `undefined`: what is wrong was reported. */
export async function parseConfig(
  file: SourceFile,
  diagnostics: Diagnostics,
): Promise<ProjectConfig | undefined> {
  const problems = new Diagnostics();
  const document = await readDocument(file, problems);
  const config =
    document && readConfig(document.value, originAt(file, []), problems);
  diagnostics.join(problems);
  return problems.failed ? undefined : config;
}

function readConfig(
  value: Json,
  origin: Origin,
  problems: Diagnostics,
): ProjectConfig | undefined {
  const fields = Fields.of(value, origin, "the configuration", problems);
  if (fields === undefined) return undefined;
  fields.allow([
    "$schema",
    "schema",
    "root",
    "outputs",
    "engines",
    "perspective",
    "events",
    "strict",
    "allowRemoteRefs",
  ]);
  const schema = fields.name("schema");
  const root = fields.has("root") ? fields.name("root") : undefined;
  if (schema !== undefined && root !== undefined && !holds(root, schema)) {
    problems.report("config-bad-root", fields.at("root"), { root, schema });
  }
  fields.required("outputs");
  const outputs = fields
    .list("outputs")
    .map((output, i) =>
      readOutput(output, at(fields.at("outputs"), i), problems),
    )
    .filter((output) => output !== undefined);
  if (fields.has("outputs") && fields.list("outputs").length === 0) {
    problems.report("config-output-missing", fields.at("outputs"), {});
  }
  refuseNested(outputs, fields.at("outputs"), problems);
  const engines = chosen(fields, "engines", engineChoices, problems);
  const perspective = fields.has("perspective")
    ? choice(
        fields.value["perspective"]!,
        fields.at("perspective"),
        perspectives,
        "perspective",
        problems,
      )
    : undefined;
  const events = fields.strings("events");
  const strict = fields.boolean("strict");
  const allowRemoteRefs = fields.boolean("allowRemoteRefs");
  if (schema === undefined) return undefined;
  return {
    schema,
    ...(root !== undefined && { root }),
    outputs,
    engines: fields.has("engines") ? engines : ["memory"],
    ...(perspective && { perspective }),
    ...(events.length > 0 && { events }),
    ...(strict && { strict }),
    ...(allowRemoteRefs && { allowRemoteRefs }),
  };
}

function holds(root: string, schema: string): boolean {
  const folder = posix.normalize(root).replace(/\/$/, "");
  return isInside(folder, posix.normalize(schema));
}

function readOutput(
  value: Json,
  origin: Origin,
  problems: Diagnostics,
): Output | undefined {
  const fields = Fields.of(value, origin, "an output", problems);
  if (fields === undefined) return undefined;
  fields.allow(["dir", "side", "transports"]);
  const dir = fields.name("dir");
  const side = fields.has("side")
    ? choice(fields.value["side"]!, fields.at("side"), sides, "side", problems)
    : "both";
  fields.required("transports");
  const chosenTransports = chosen(fields, "transports", transports, problems);
  if (dir === undefined || side === undefined) return undefined;
  const folder = ownFolder(dir);
  if (folder === undefined) {
    problems.report("config-bad-folder", fields.at("dir"), { folder: dir });
    return undefined;
  }
  return { dir: folder, side, transports: chosenTransports };
}

/**
 * A folder that may be replaced whole: inside the project, and neither the
 * project nor one that other tools keep. `undefined`: it is not.
 */
export function ownFolder(dir: string): string | undefined {
  const folder = posix.normalize(dir.replaceAll("\\", "/")).replace(/\/$/, "");
  const [first] = folder.split("/");
  const taken = ["", ".", "..", ".git", ".realtime", "node_modules"];
  const isWhole = /^(?:src|lib|app|test|packages)$/.test(folder);
  return taken.includes(first!) || /^[A-Za-z]:/.test(folder) || isWhole
    ? undefined
    : folder;
}

function refuseNested(
  outputs: readonly Output[],
  origin: Origin,
  problems: Diagnostics,
): void {
  for (const [i, { dir }] of outputs.entries()) {
    const clash = outputs.some(
      (other, j) => j !== i && `${dir}/`.startsWith(`${other.dir}/`),
    );
    if (clash) problems.report("config-same-folder", origin, { folder: dir });
  }
}

function chosen<T extends string>(
  fields: Fields,
  key: string,
  choices: readonly T[],
  problems: Diagnostics,
): readonly T[] {
  const values = fields
    .list(key)
    .map((value, i) =>
      choice(value, at(fields.at(key), i), choices, key, problems),
    );
  return [...new Set(values.filter((value) => value !== undefined))];
}

function choice<T extends string>(
  value: Json,
  origin: Origin,
  choices: readonly T[],
  key: string,
  problems: Diagnostics,
): T | undefined {
  const found = choices.find((each) => each === value);
  if (found === undefined) {
    problems.report("config-unknown-value", origin, {
      key,
      value: typeof value === "string" ? value : JSON.stringify(value),
      choices: choices.join(", "),
    });
  }
  return found;
}
