/** The flags of each command, as help shows them. */
import {
  engines,
  examples,
  frameworks,
  packageManagers,
  perspectives,
  transports,
} from "../advice/choices.js";

export interface Flag {
  readonly type: "string" | "boolean";
  readonly describe: string;
  readonly choices?: readonly string[];
}

export const createFlags = {
  schema: value("your schema file"),
  example: value("start from an example instead", examples),
  transport: value("techniques, several with commas", transports),
  framework: value("what serves HTTP", frameworks),
  engine: value("where events are kept", engines),
  out: value("folder of the generated code (default: src/realtime)"),
  "package-manager": value("what installs and runs scripts", packageManagers),
  perspective: value("the end that an AsyncAPI file describes", perspectives),
  yes: flag("take the default of every question (the shop example)"),
  "no-install": flag("do not install dependencies"),
  "no-git": flag("do not make a git repository"),
  "dry-run": flag("show what would be written; write nothing"),
  json: flag("answer in JSON"),
} as const satisfies Record<string, Flag>;

export const generateFlags = {
  check: flag("write nothing; exit 1 if anything would change"),
  "dry-run": flag("show what would change; write nothing"),
  diff: flag("show the changes as a diff; write nothing"),
  force: flag("replace edited files too; each is kept as *.bak"),
  json: createFlags.json,
} as const satisfies Record<string, Flag>;

export const validateFlags = {
  perspective: createFlags.perspective,
  json: createFlags.json,
} as const satisfies Record<string, Flag>;

function value(what: string, choices?: readonly string[]): Flag {
  return choices === undefined
    ? { type: "string", describe: what }
    : { type: "string", describe: `${what}: ${choices.join(", ")}`, choices };
}

function flag(describe: string): Flag {
  return { type: "boolean", describe };
}

export type Flags = Readonly<Record<string, Flag>>;

/** By command; `create` is the one without a name. */
export const flagsOf = {
  create: createFlags,
  generate: generateFlags,
  validate: validateFlags,
} as const satisfies Record<string, Flags>;

export function flagsFor(word: string | undefined): Flags {
  return word === "generate" || word === "validate"
    ? flagsOf[word]
    : flagsOf.create;
}
