/** From the values of flags to a command's options; what is wrong ends with what was meant. */
import { closest } from "../diagnostics/did-you-mean.js";
import { commandNames, laterCommands } from "./command-names.js";
import { usageError } from "./exit-code.js";
import type { Flags } from "./flags.js";
import type { Command, ReadingOptions } from "./options.js";
import { generateOptions } from "./plain-generate.js";
import {
  convertFormats,
  convertTargets,
  engines,
  examples,
  frameworks,
  laterValues,
  packageManagers,
  perspectives,
  transports,
} from "../advice/choices.js";

/** As yargs has them, by the flags' names. */
export type Values = Readonly<Record<string, unknown>>;

export function readCreate(values: Values): Command {
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
      ...readingOptions(values),
      yes: values["yes"] === true,
      install: values["no-install"] !== true,
      git: values["no-git"] !== true,
      dryRun: values["dry-run"] === true,
      json: values["json"] === true,
    },
  };
}

export function readGenerate(values: Values): Command {
  return { name: "generate", options: generateOptions(values) };
}

export function readValidate(values: Values): Command {
  return {
    name: "validate",
    options: {
      ...given("schema", text("schema", values)),
      ...readingOptions(values),
      json: values["json"] === true,
    },
  };
}

export function readConvert(values: Values): Command {
  const schema = text("schema", values);
  const to = oneOf("to", convertTargets, values);
  if (schema === undefined || to === undefined) {
    const missing = schema === undefined ? "which schema?" : "to which format?";
    const choices = convertTargets.join("|");
    const usage = `create-realtime convert <schema> --to ${choices}`;
    throw usageError(missing, usage);
  }
  return {
    name: "convert",
    options: {
      schema,
      to,
      ...given("out", text("out", values)),
      ...given("format", oneOf("format", convertFormats, values)),
      force: values["force"] === true,
      ...readingOptions(values),
    },
  };
}

/** Of the commands that have all of these flags. */
function readingOptions(values: Values): ReadingOptions {
  return {
    ...given("perspective", oneOf("perspective", perspectives, values)),
    ...given("events", list("events", values)),
    ...given("root", text("root", values)),
    strict: values["strict"] === true,
    allowRemoteRefs: values["allow-remote-refs"] === true,
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
export function refuseUnknown(values: Values, flags: Flags): void {
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

/** Several with commas, or the flag several times. */
function list(name: string, values: Values): readonly string[] | undefined {
  const given = values[name] as string | readonly string[] | undefined;
  if (given === undefined) return undefined;
  const words = [given]
    .flat()
    .flatMap((text) => text.split(","))
    .map((word) => word.trim());
  if (words.includes("")) throw usageError(`--${name} needs a value`);
  return words;
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
  const words = list(name, values);
  return (
    words && [...new Set(words.map((word) => choose(name, choices, word)))]
  );
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
