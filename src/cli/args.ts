/** The one door to yargs: from words to a command with typed options. */
import yargs, { type Argv } from "yargs";
import { CliError, usageError } from "./exit-code.js";
import { completions } from "./complete.js";
import {
  convertFlags,
  createFlags,
  generateFlags,
  validateFlags,
  type Flags,
} from "./flags.js";
import { withEatenFlags } from "./npm-flags.js";
import type { Command } from "./options.js";
import {
  readConvert,
  readCreate,
  readGenerate,
  readValidate,
  refuseUnknown,
  type Values,
} from "./read-options.js";

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
    .command(
      "convert [schema]",
      "write a schema in another format",
      (argv) =>
        add(argv.positional("schema", { type: "string" }), convertFlags),
      on(convertFlags, readConvert),
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
