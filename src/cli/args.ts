/** The one door to yargs: from words to a command with typed options. */
import yargs, { type Argv } from "yargs";
import { closest } from "../diagnostics/did-you-mean.js";
import { CliError, usageError } from "./exit-code.js";
import { completions } from "./complete.js";
import {
  createFlags,
  generateFlags,
  validateFlags,
  type Flags,
} from "./flags.js";
import { withEatenFlags } from "./npm-flags.js";
import { generateOptions } from "./plain-generate.js";
import { commandNames, laterCommands } from "./command-names.js";
import {
  engines,
  examples,
  frameworks,
  laterValues,
  packageManagers,
  perspectives,
  transports,
  type EngineId,
  type ExampleId,
  type FrameworkId,
  type PackageManager,
  type Perspective,
  type TransportId,
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

type Values = Readonly<Record<string, unknown>>;

/** @throws {CliError} `usage`, with what was meant where that can be guessed. */
export async function parseArguments(
  typed: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Command> {
  if (typed[0] === "--version" || typed[0] === "-v") return { name: "version" };
  if (typed[0] === "--get-yargs-completions") {
    const list = completions(typed.slice(2));
    return { name: "print", text: list.map((word) => `${word}\n`).join("") };
  }
  const words = withEatenFlags(typed, env);
  let command: Command | undefined;
  const parser = declare(words, (parsed) => (command = parsed));
  const printed = await new Promise<string>((resolve, reject) => {
    // yargs hands over what it would print, and tells of handlers that threw.
    void parser.parse([...words], (error: unknown, _: unknown, out: string) =>
      error ? reject(error) : resolve(out),
    );
  });
  return command ?? { name: "print", text: `${printed}\n` };
}

/** What `--help` prints; the build keeps it in a file, for speed. */
export function helpText(): Promise<string> {
  return declare([], () => {}).getHelp();
}

function add(argv: Argv, flags: Flags): Argv {
  for (const [name, { type, describe }] of Object.entries(flags)) {
    argv.option(name, { type, describe, requiresArg: type === "string" });
  }
  return argv;
}

function declare(
  words: readonly string[],
  found: (command: Command) => void,
): Argv {
  const on =
    (flags: Flags, read: (values: Values) => Command) =>
    (values: Values): void => {
      refuseUnknown(values, flags);
      found(read(values));
    };

  const parser = yargs([...words])
    .scriptName("create-realtime")
    .locale("en")
    .parserConfiguration({
      "camel-case-expansion": false,
      "boolean-negation": false,
      "dot-notation": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    })
    .usage(
      "One event schema to typed, resumable real-time servers and clients.",
    )
    .command(
      "generate",
      "bring the generated code in step with the schema",
      (argv) => add(argv, generateFlags),
      on(generateFlags, readGenerate),
    )
    .command(
      "validate [schema]",
      "report every problem of a schema",
      (argv) =>
        add(argv.positional("schema", { type: "string" }), validateFlags),
      on(validateFlags, readValidate),
    )
    .completion("completion", "print a completion script for your shell")
    .epilogue(
      "Exit codes: 0 done, 1 a problem was found, 2 usage, 130 interrupted, 70 our bug.",
    )
    .help()
    .alias("help", "h")
    .version(false)
    .wrap(80)
    .exitProcess(false)
    .fail((message, error) => {
      // yargs brings some of its complaints as errors of its own.
      if (error instanceof CliError) throw error;
      throw usageError(message || error.message, "see --help");
    });
  // yargs would hand "completion" to the default command.
  return words[0] === "completion"
    ? parser
    : parser.command(
        "$0 [dir]",
        "scaffold a new project, or add to the one that is there",
        (argv) => add(argv.positional("dir", { type: "string" }), createFlags),
        on(createFlags, readCreate),
      );
}

function readCreate(values: Values): Command {
  const dir = text("dir", values);
  if (dir !== undefined) refuseCommandLike(dir);
  return {
    name: "create",
    options: {
      ...given("dir", dir),
      ...given("schema", text("schema", values)),
      ...given("example", oneOf("example", examples, values)),
      ...given("transport", someOf("transport", transports, values)),
      ...given("framework", oneOf("framework", frameworks, values)),
      ...given("engine", oneOf("engine", engines, values)),
      ...given("out", text("out", values)),
      ...given(
        "packageManager",
        oneOf("package-manager", packageManagers, values),
      ),
      ...given("perspective", oneOf("perspective", perspectives, values)),
      yes: values["yes"] === true,
      install: values["no-install"] !== true,
      git: values["no-git"] !== true,
      dryRun: values["dry-run"] === true,
      json: values["json"] === true,
    },
  };
}

function readGenerate(values: Values): Command {
  return { name: "generate", options: generateOptions(values) };
}

function readValidate(values: Values): Command {
  return {
    name: "validate",
    options: {
      ...given("schema", text("schema", values)),
      ...given("perspective", oneOf("perspective", perspectives, values)),
      json: values["json"] === true,
    },
  };
}

function given<K extends string, V>(
  key: K,
  value: V | undefined,
): { readonly [P in K]?: V } {
  // The compiler cannot see that the computed key is K.
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

/** yargs' own strict mode has no suggestions for flags. */
function refuseUnknown(values: Values, flags: Flags): void {
  const known = Object.keys(flags);
  for (const key of Object.keys(values)) {
    if (["_", "$0", "dir", "schema", "help", "h"].includes(key)) continue;
    if (known.includes(key)) continue;
    const dashes = key.length === 1 ? "-" : "--";
    const best = closest(key, [...known, "help", "version"]);
    throw usageError(
      `unknown option ${dashes}${key}`,
      best === undefined ? "see --help" : `did you mean --${best}?`,
    );
  }
  const stray = (values["_"] as readonly string[]).find(
    (word) => !commandNames.some((name) => name === word),
  );
  if (stray !== undefined) {
    throw usageError(`unexpected argument "${stray}"`, "see --help");
  }
}

function refuseCommandLike(dir: string): void {
  if (dir.includes("/") || dir.includes("\\")) return;
  const explicit = `for a folder of this name write ./${dir}`;
  if (laterCommands.some((name) => name === dir)) {
    throw usageError(`this version has no command "${dir}"`, explicit);
  }
  const best = closest(dir, commandNames);
  if (best !== undefined) {
    throw usageError(
      `unknown command "${dir}"`,
      `did you mean "${best}"? (${explicit})`,
    );
  }
}

function text(name: string, values: Values): string | undefined {
  const value = values[name] as string | readonly string[] | undefined;
  if (typeof value === "object") throw usageError(`--${name} is given twice`);
  if (value === "") throw usageError(`--${name} needs a value`);
  return value;
}

function oneOf<T extends string>(
  name: string,
  choices: readonly T[],
  values: Values,
): T | undefined {
  const value = text(name, values);
  return value === undefined ? undefined : choose(name, choices, value);
}

function someOf<T extends string>(
  name: string,
  choices: readonly T[],
  values: Values,
): readonly T[] | undefined {
  const given = values[name] as string | readonly string[] | undefined;
  if (given === undefined) return undefined;
  const chosen = [given]
    .flat()
    .flatMap((words) => words.split(","))
    .map((word) => choose(name, choices, word.trim()));
  return [...new Set(chosen)];
}

function choose<T extends string>(
  name: string,
  choices: readonly T[],
  value: string,
): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const list = `choices: ${choices.join(", ")}`;
  if (laterValues[name]?.includes(value)) {
    throw usageError(
      `--${name} ${value} comes with a later version of create-realtime`,
      list,
    );
  }
  const best = closest(value, choices);
  throw usageError(
    `--${name}: "${value}" is not one of its values`,
    best === undefined ? list : `did you mean "${best}"? (${list})`,
  );
}
