/** What events and the contract are called that a JSON Schema describes. */
import { isObject, type Json } from "../../source/json.js";
import { keysOf } from "../../source/path.js";
import type { Origin, SourceFile } from "../../source/source-file.js";

/**
 * `$` between words is read as a dot (`issues$opened` is `issues.opened`),
 * which needs no quoting in a shell and is how events are called elsewhere.
 */
export function messageName(name: string): string {
  const dotted = name.replaceAll(/(\w)\$(?=\w)/g, "$1.");
  return dotted.startsWith("rt.") ? name : dotted;
}

/** For an event whose name another one has: all of its way. */
export function longName({ file, path }: Origin): string {
  return [stemOf(file), ...keysOf(path)].join(".").replaceAll("/", ".");
}

/** The event that a whole document is: an identifier, if it has one. */
export function nameOfDocument(value: Json, file: SourceFile): string {
  const title = titleOf(value);
  const word = title !== undefined && !/\s/.test(title) ? title : undefined;
  return word ?? lastPartOfId(value) ?? title ?? baseOf(file);
}

export function contractName(value: Json, file: SourceFile): string {
  return titleOf(value) ?? lastPartOfId(value) ?? baseOf(file);
}

function titleOf(value: Json): string | undefined {
  const title = isObject(value) ? value["title"] : undefined;
  return typeof title === "string" && title.trim() !== ""
    ? title.trim()
    : undefined;
}

/** `consumer_action` of `https://nats.io/schemas/consumer_action.json`. */
function lastPartOfId(value: Json): string | undefined {
  if (!isObject(value)) return undefined;
  const id = value["$id"] ?? value["id"];
  if (typeof id !== "string") return undefined;
  const part = withoutEnding(id.replace(/[#?].*$/s, ""))
    .split(/[/:]/)
    .findLast((part) => part !== "");
  return part === undefined || part === "schema" ? undefined : part;
}

function baseOf(file: SourceFile): string {
  return stemOf(file).split("/").at(-1) ?? "";
}

function stemOf({ path }: SourceFile): string {
  return withoutEnding(path);
}

function withoutEnding(path: string): string {
  return path.replace(/([.-]schema)?\.(json|ya?ml)$/i, "");
}
