/**
 * `generate` with nothing but its own flags, the command of every watcher and
 * every build, is read without yargs: loading that takes longer than making
 * the code of a small contract. Anything else is left to `args.ts`.
 */
import type { GenerateOptions } from "./options.js";
import { generateFlags, type Flags } from "./flags.js";

export function plainGenerate(
  words: readonly string[],
): GenerateOptions | undefined {
  const [command, ...flags] = words;
  if (command !== "generate") return undefined;
  const known: Flags = generateFlags;
  const given: Record<string, boolean> = {};
  for (const flag of flags) {
    const name = flag.slice(2);
    const isFlag = flag.startsWith("--") && Object.hasOwn(known, name);
    if (!isFlag || known[name]?.type !== "boolean") return undefined;
    given[name] = true;
  }
  return generateOptions(given);
}

/** @param values of the flags, by name */
export function generateOptions(
  values: Readonly<Record<string, unknown>>,
): GenerateOptions {
  return {
    check: values["check"] === true,
    dryRun: values["dry-run"] === true,
    diff: values["diff"] === true,
    force: values["force"] === true,
    strict: values["strict"] === true,
    allowRemoteRefs: values["allow-remote-refs"] === true,
    json: values["json"] === true,
  };
}
