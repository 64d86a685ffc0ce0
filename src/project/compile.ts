/** What the command line asks of the pipeline, and what it gets. */
import type { Contract } from "../contract/model.js";
import type { Diagnostic } from "../diagnostics/diagnostics.js";
import type { ReadHost } from "../host/read-host.js";
import type { ImportEnding } from "../output/runtime-modules.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import type { Names } from "../typescript/names.js";
import type { ProjectConfig } from "./config.js";

export interface CompileRequest {
  /** The schema file, as `host` finds it. */
  readonly entry: string;
  /** The folder that `$ref`s may lead into, as `host` finds it. Default: the entry's. */
  readonly root?: string;
  readonly config: ProjectConfig;
  /** `realtime.lock`, as `host` finds it; it may be missing. */
  readonly ledger: string;
  readonly host: ReadHost;
  /** One for each of the config's outputs, in their order. */
  readonly importEndings: readonly ImportEnding[];
}

export interface Compiled {
  /** With ranges; an error among them means that there is nothing to write. */
  readonly diagnostics: readonly Diagnostic[];
  readonly result?: CompileResult;
}

export interface CompileResult {
  readonly contract: Contract;
  /** One for each of the config's outputs, in their order; paths within its folder. */
  readonly outputs: readonly (readonly GeneratedFile[])[];
  /** The text of `realtime.lock` from now on. */
  readonly ledger: string;
  /** What it holds, to name more by. */
  readonly names: Names;
}

export type Compile = (request: CompileRequest) => Promise<Compiled>;
