/**
 * npm takes flags that are not behind `--` for its own: the value of
 * `--flag=value` is left in the environment, of `--flag value` only a stray
 * word. What can be told for certain is put back; the rest is an error with
 * the command that was meant.
 */
import { usageError } from "./exit-code.js";
import { createFlags, flagsFor, type Flag, type Flags } from "./flags.js";

/** npm has these itself: `--yes` is for npx, `--force` may stand in a user's .npmrc. */
const NPMS_OWN = new Set(["yes", "force", "no-git"]);

export function withEatenFlags(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const by = env["npm_command"] ?? "";
  if (!/^(?:init|exec|run-script|run)$/.test(by)) return words;
  const command = words.find((word) => !word.startsWith("-"));
  const known = flagsFor(command);

  const back: string[] = [];
  const lost: string[] = [];
  for (const [name, { type }] of Object.entries(known)) {
    if (NPMS_OWN.has(name) || words.some((word) => isFlag(word, name)))
      continue;
    const negative = name.startsWith("no-");
    const value = env[variable(negative ? name.slice(3) : name)];
    if (type === "boolean") {
      if (value === (negative ? "" : "true")) back.push(`--${name}`);
    } else if (value === "true") {
      lost.push(name);
    } else if (value !== undefined && value !== "") {
      back.push(`--${name}=${value}`);
    }
  }
  // `git` is a path in npm's configuration: only `--no-git` makes it this.
  if (known === createFlags && env["npm_config_git"] === "false") {
    back.push("--no-git");
  }
  if (lost.length === 0) return [...words, ...back];

  const right = meant(words, lost, back, known, by);
  throw usageError(
    `npm took ${lost.map((name) => `--${name}`).join(" and ")} for itself`,
    `flags go behind --, so: ${right}`,
  );
}

function meant(
  words: readonly string[],
  lost: readonly string[],
  back: readonly string[],
  known: Flags,
  by: string,
): string {
  const stray = words.filter((word) => !word.startsWith("-"));
  const found = lost.map((name) => {
    const fits = stray.findLastIndex((word) => isValueOf(known[name]!, word));
    const [word] = fits === -1 ? [] : stray.splice(fits, 1);
    return `--${name} ${word ?? `<${name}>`}`;
  });
  const own = words.filter((word) => word.startsWith("-"));
  const rest = [...found, ...back, ...own].join(" ");
  const name = by === "init" ? "npm create realtime" : "npx create-realtime";
  const separator = by === "init" ? " --" : "";
  return [name, ...stray].join(" ") + `${separator} ${rest}`;
}

function isValueOf({ choices }: Flag, word: string): boolean {
  if (choices === undefined) return /[./]/.test(word);
  return word.split(",").some((part) => choices.includes(part));
}

function isFlag(word: string, name: string): boolean {
  return word === `--${name}` || word.startsWith(`--${name}=`);
}

function variable(name: string): string {
  return `npm_config_${name.replaceAll("-", "_")}`;
}
