/** The flags of each command, as help shows them. */
import {
  convertFormats,
  convertTargets,
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

/** Of every command that is given a schema. */
const readingFlags = {
  perspective: value("the end that an AsyncAPI file describes", perspectives),
  events: value(
    "events to take of a JSON Schema or OpenAPI file, as 'a.*,!a.b'",
  ),
  root: value("folder that $refs may lead into (default: the schema's)"),
  strict: flag("take warnings for errors"),
  "allow-remote-refs": flag("fetch what $refs to http(s) addresses lead to"),
} as const satisfies Record<string, Flag>;

export const createFlags = {
  schema: value("your schema file"),
  example: value("start from an example instead", examples),
  transport: value("techniques, several with commas", transports),
  framework: value("what serves HTTP", frameworks),
  engine: value("where events are kept", engines),
  out: value("folder of the generated code (default: src/realtime)"),
  "package-manager": value("what installs and runs scripts", packageManagers),
  ...readingFlags,
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
  strict: readingFlags.strict,
  "allow-remote-refs": readingFlags["allow-remote-refs"],
  json: createFlags.json,
} as const satisfies Record<string, Flag>;

export const validateFlags = {
  ...readingFlags,
  json: createFlags.json,
} as const satisfies Record<string, Flag>;

export const convertFlags = {
  to: value("the format to write", convertTargets),
  out: value("file to write (default: to the terminal)"),
  format: value("how to write it", convertFormats),
  force: flag("replace the file"),
  ...readingFlags,
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
const flagsOf = {
  create: createFlags,
  generate: generateFlags,
  validate: validateFlags,
  convert: convertFlags,
} as const satisfies Record<string, Flags>;

export function flagsFor(word: string | undefined): Flags {
  return word === "generate" || word === "validate" || word === "convert"
    ? flagsOf[word]
    : flagsOf.create;
}
