/** What the command line asks for, once its words are understood. */
import type {
  ConvertFormat,
  ConvertTarget,
  EngineId,
  ExampleId,
  FrameworkId,
  PackageManager,
  Perspective,
  TransportId,
} from "../advice/choices.js";

/** How a schema is read; what is given is added to realtime.config.json's. */
export interface ReadingOptions {
  readonly perspective?: Perspective;
  /** Patterns of names: which events of a schema are taken. */
  readonly events?: readonly string[];
  /** The folder that `$ref`s may lead into. Default: the schema's. */
  readonly root?: string;
  /** Warnings are errors. */
  readonly strict: boolean;
  /** What `$ref`s to http(s) addresses lead to is fetched. */
  readonly allowRemoteRefs: boolean;
}

export interface CreateOptions extends ReadingOptions {
  readonly dir?: string;
  readonly schema?: string;
  readonly example?: ExampleId;
  readonly transport?: readonly TransportId[];
  readonly framework?: FrameworkId;
  readonly engine?: EngineId;
  readonly out?: string;
  readonly packageManager?: PackageManager;
  readonly yes: boolean;
  readonly install: boolean;
  readonly git: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export interface GenerateOptions extends ReadingOptions {
  readonly check: boolean;
  readonly dryRun: boolean;
  readonly diff: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

export interface ValidateOptions extends ReadingOptions {
  /** Default: the one that realtime.config.json names. */
  readonly schema?: string;
  readonly json: boolean;
}

export interface ConvertOptions extends ReadingOptions {
  readonly schema: string;
  readonly to: ConvertTarget;
  /** Default: standard output. */
  readonly out?: string;
  /** Default: what the ending of `out` says, else what is usual. */
  readonly format?: ConvertFormat;
  readonly force: boolean;
}

export type Command =
  | { readonly name: "create"; readonly options: CreateOptions }
  | { readonly name: "generate"; readonly options: GenerateOptions }
  | { readonly name: "validate"; readonly options: ValidateOptions }
  | { readonly name: "convert"; readonly options: ConvertOptions }
  /** Text that answers the question itself: help, completion. */
  | { readonly name: "print"; readonly text: string }
  | { readonly name: "version" };
