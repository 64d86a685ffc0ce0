/** From words to an exit code. */
import type { Compile } from "../project/compile.js";
import { ownPackage } from "../project/own-package.js";
import type { Command } from "./options.js";
import { CliError, ExitCode } from "./exit-code.js";
import type { Io } from "./io.js";
import { withEatenFlags } from "./npm-flags.js";
import { plainGenerate } from "./plain-generate.js";
import { painter } from "./report.js";

/**
 * @param loadCompile The pipeline, loaded when a command needs it.
 * @returns The exit code; every problem has been told.
 */
export async function main(
  words: readonly string[],
  io: Io,
  loadCompile: () => Promise<Compile>,
): Promise<ExitCode> {
  try {
    return await execute(await read(words, io), io, loadCompile);
  } catch (error) {
    return tell(error, io);
  }
}

async function read(words: readonly string[], { env }: Io): Promise<Command> {
  const options = plainGenerate(withEatenFlags(words, env));
  if (options !== undefined) return { name: "generate", options };
  const { parseArguments } = await import("./args.js");
  return parseArguments(words, env);
}

async function execute(
  command: Command,
  io: Io,
  loadCompile: () => Promise<Compile>,
): Promise<ExitCode> {
  switch (command.name) {
    case "create": {
      const { create } = await import("./commands/create.js");
      return create(command.options, io, loadCompile);
    }
    case "generate": {
      const { generate } = await import("./commands/generate.js");
      return generate(command.options, io, await loadCompile());
    }
    case "validate": {
      const { validate } = await import("./commands/validate.js");
      return validate(command.options, io, await loadCompile());
    }
    case "convert": {
      const { convert } = await import("./commands/convert.js");
      return convert(command.options, io);
    }
    case "print":
      io.stdout.write(command.text);
      return ExitCode.done;
    case "version":
      io.stdout.write(`${ownPackage().version}\n`);
      return ExitCode.done;
    default:
      return command satisfies never;
  }
}

function tell(error: unknown, { stderr, env }: Io): ExitCode {
  const paint = painter(stderr, env);
  if (error instanceof CliError) {
    const kind = error.exitCode === ExitCode.interrupted ? "" : "error: ";
    stderr.write(`${paint("red", kind)}${error.message}\n`);
    if (error.hint !== undefined) stderr.write(`${error.hint}\n`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  stderr.write(
    `${paint("red", "create-realtime has failed, and it is our fault:")} ${message}\n`,
  );
  if ((env["DEBUG"] ?? "") !== "" && error instanceof Error) {
    stderr.write(`${error.stack}\n`);
  } else {
    stderr.write("please report it, with what DEBUG=1 adds\n");
  }
  return ExitCode.bug;
}
