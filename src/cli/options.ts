/** What the command line asks for, once its words are understood. */
import type {
  EngineId,
  ExampleId,
  FrameworkId,
  PackageManager,
  Perspective,
  TransportId,
} from "../advice/choices.js";

export interface CreateOptions {
  readonly dir?: string;
  readonly schema?: string;
  readonly example?: ExampleId;
  readonly transport?: readonly TransportId[];
  readonly framework?: FrameworkId;
  readonly engine?: EngineId;
  readonly out?: string;
  readonly packageManager?: PackageManager;
  readonly perspective?: Perspective;
  readonly yes: boolean;
  readonly install: boolean;
  readonly git: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export interface GenerateOptions {
  readonly check: boolean;
  readonly dryRun: boolean;
  readonly diff: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

export interface ValidateOptions {
  /** Default: the one that realtime.config.json names. */
  readonly schema?: string;
  readonly perspective?: Perspective;
  readonly json: boolean;
}

export type Command =
  | { readonly name: "create"; readonly options: CreateOptions }
  | { readonly name: "generate"; readonly options: GenerateOptions }
  | { readonly name: "validate"; readonly options: ValidateOptions }
  /** Text that answers the question itself: help, completion. */
  | { readonly name: "print"; readonly text: string }
  | { readonly name: "version" };
