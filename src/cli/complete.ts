import { flagsFor } from "./flags.js";
import { commandNames } from "./command-names.js";

/**
 * What may stand where the cursor is.
 *
 * @param words Those typed after the program's name; the last is being typed.
 */
export function completions(words: readonly string[]): readonly string[] {
  const current = words.at(-1) ?? "";
  const before = words.at(-2) ?? "";
  const flags = flagsFor(words[0]);
  const starting = (list: readonly string[]): string[] =>
    list.filter((word) => word.startsWith(current));

  if (current.startsWith("-")) {
    return starting(Object.keys(flags).map((name) => `--${name}`));
  }
  const name = before.slice(2);
  if (before.startsWith("--") && Object.hasOwn(flags, name)) {
    const { type, choices } = flags[name]!;
    // None: the shell goes on with names of files.
    if (type === "string") return starting(choices ?? []);
  }
  return words.length <= 1 ? starting(commandNames) : [];
}
