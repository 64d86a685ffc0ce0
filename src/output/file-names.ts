/**
 * Names of the channels' files: short, lower case, and the same file on every
 * disk, whatever its case rules and reserved names are.
 */

import { techniques } from "../advice/choices.js";

/** Names of files and folders that stand beside the channels'. */
const OURS: ReadonlySet<string> = new Set([
  "client",
  "contract",
  "index",
  "runtime",
  "server",
  "server.node",
  "testing",
  "types",
  ...techniques,
]);

/** Windows refuses these with any extension. */
const WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)$/;

const MAX_LENGTH = 60;

/** File name without extension for a channel whose type is called `typeName`. */
export function channelFileName(typeName: string): string {
  const kebab = typeName
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1-$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, MAX_LENGTH);
  const name = kebab === "" ? "channel" : kebab;
  return OURS.has(name) || WINDOWS.test(name) ? `${name}-channel` : name;
}
