/** What the `$ref`s of operations and replies stand for. */
import { isObject, type Json } from "../../../source/json.js";
import type { Fields } from "../../../documents/fields.js";
import type { Resolved } from "../../../documents/resolver.js";
import { at, pointerOf } from "../../../source/path.js";
import type { Origin } from "../../../source/source-file.js";
import { peek, type Context } from "../context.js";
import type { ChannelEntry, MessageEntry } from "../entries.js";
import type { Channels } from "./channels.js";

/** The channel that the `$ref` under `channel` stands for. */
export function findChannel(
  fields: Fields,
  channels: Channels,
  context: Context,
): ChannelEntry | undefined {
  if (fields.required("channel") === undefined) return undefined;
  const what = `the channel of ${fields.what}`;
  const found = resolve(
    fields.value["channel"] ?? null,
    fields.at("channel"),
    { what, example: "#/channels/<name>" },
    context,
  );
  if (!found) return undefined;
  const channel = channels.byPlace.get(found.id);
  if (channel) return channel;
  const { ref, from } = found;
  context.diagnostics.report("asyncapi-not-a-channel", from, { ref });
  return undefined;
}

/** The messages that a list of `$ref`s stands for; absent: all of the channel. */
export function findMessages(
  fields: Fields,
  channel: ChannelEntry,
  { messages }: Channels,
  context: Context,
): readonly MessageEntry[] {
  if (!fields.has("messages")) return channel.messages;
  return fields.list("messages").flatMap((value, i) => {
    const example = `${placeOf(channel)}/messages/<name>`;
    const found = resolveMessage(fields, value, i, example, context);
    if (!found) return [];
    const own = messages.get(channel)?.get(found.id);
    return own ?? findByComponent(found, channel, context) ?? [];
  });
}

/** Those of a reply that names no channel. */
export function findAnyMessages(
  fields: Fields,
  context: Context,
): readonly MessageEntry[] {
  return fields.list("messages").flatMap((value, i) => {
    const example = "#/channels/<name>/messages/<name>";
    const found = resolveMessage(fields, value, i, example, context);
    return found ? [entryOf(found, context)] : [];
  });
}

/** A common slip: the `$ref` leads past the channel to what its message is. */
function findByComponent(
  found: Reference,
  channel: ChannelEntry,
  context: Context,
): MessageEntry | undefined {
  const { ref, from, origin } = found;
  const { diagnostics } = context;
  const component = entryOf(found, context);
  const same = channel.messages.find(
    ({ target }) => target !== undefined && target === component.target,
  );
  const place = placeOf(channel);
  const params = { ref, channel: channel.name, place };
  if (!same && !mayBeMessage(origin)) {
    diagnostics.report("asyncapi-not-of-channel", from, params);
    return undefined;
  }
  const message = same?.name ?? found.name;
  const id = same ? "asyncapi-message-by-component" : "asyncapi-message-added";
  diagnostics.report(id, from, { ...params, message });
  return same ?? component;
}

/** How a `$ref` is to name a channel. */
function placeOf({ name }: ChannelEntry): string {
  return `#/channels/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Not of another channel, nor a component of another kind. */
function mayBeMessage({ path }: Origin): boolean {
  const pointer = pointerOf(path);
  return !/^\/(channels|operations|components\/(?!messages\/))/.test(pointer);
}

function entryOf(found: Reference, context: Context): MessageEntry {
  const { name, value, origin } = found;
  const target = peek(value, origin, context)?.id;
  return { name, value, origin, target };
}

interface Reference extends Resolved {
  readonly ref: string;
  /** Where the text of the `$ref` stands. */
  readonly from: Origin;
}

function resolveMessage(
  fields: Fields,
  value: Json,
  index: number,
  example: string,
  context: Context,
): Reference | undefined {
  const origin = at(fields.at("messages"), index);
  const what = `each message of ${fields.what}`;
  return resolve(value, origin, { what, example }, context);
}

function resolve(
  value: Json,
  origin: Origin,
  params: { readonly what: string; readonly example: string },
  { documents, diagnostics }: Context,
): Reference | undefined {
  const ref = isObject(value) ? value["$ref"] : undefined;
  if (typeof ref !== "string") {
    diagnostics.report("asyncapi-needs-reference", origin, params);
    return undefined;
  }
  const from = at(origin, "$ref");
  const found = documents.resolve(ref, from);
  return found && { ...found, ref, from };
}
