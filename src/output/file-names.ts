/**
 * Names of the channels' files: short, lower case, and the same file on every
 * disk, whatever its case rules and reserved names are. Each is made from the
 * name of the channel's type alone, which the ledger keeps: no other channel
 * moves it. Types that differ have files that differ.
 */
import { createHash } from "node:crypto";
import { techniques } from "../advice/choices.js";
import { foldName } from "../source/fold-name.js";

/** Names of files and folders that stand beside the channels', and beside their handlers. */
const OURS: ReadonlySet<string> = new Set([
  "client",
  "contract",
  "index",
  "not-implemented",
  "runtime",
  "server",
  "server.node",
  "testing",
  "types",
  ...techniques,
]);

/** Windows refuses these with any extension. */
const WINDOWS = /^(con|prn|aux|nul|conin|conout|com\d|lpt\d)$/;

/** File name without extension for a channel whose type is called `type`: `OpenOrdersChannel` stands in `open-orders`. */
export function channelFileName(type: string): string {
  const whole = kebab(type, "channel");
  const name = whole.replace(/-channel$/, "");
  // What another type could be called whole stays whole.
  return OURS.has(name) ||
    WINDOWS.test(name) ||
    /(?:^|-)channel(?:-?\d+)?$/.test(name)
    ? whole
    : name;
}

/** What every folder of messages has, and what some tools take for the folder itself. */
const BESIDE_MESSAGES: ReadonlySet<string> = new Set(["index", "types"]);

/**
 * File name without extension for what one message has, in the folder of a
 * channel that is split; `type` is what its payload's type is called. Types of
 * one file name, such as `Order_Placed` and `OrderPlaced`, share the file.
 */
export function messageFileName(type: string): string {
  const name = kebab(type, "message");
  return BESIDE_MESSAGES.has(name) || WINDOWS.test(name)
    ? `${name}-message`
    : name;
}

/**
 * Letters and digits of ASCII; what else there was is told by a hash, after a
 * border that no other name has.
 *
 * @param kind in place of a name of which nothing is left
 */
function kebab(type: string, kind: "channel" | "message"): string {
  const humps = type
    .replace(/([\p{Ll}\p{Lo}\p{N}])(\p{Lu})/gu, "$1-$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1-$2");
  const folded = foldName(humps);
  const name = folded.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  if (/^\p{ASCII}*$/u.test(folded)) return name || kind;
  const hash = createHash("sha256").update(foldName(type)).digest("hex");
  const rest = name.endsWith(kind) ? name.slice(0, -kind.length) : name;
  return `${rest.replace(/-$/, "") || kind}--${hash.slice(0, 8)}`;
}
