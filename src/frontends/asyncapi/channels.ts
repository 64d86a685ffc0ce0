import { isObject, type Json } from "../../source/json.js";
import type { Bindings, Parameter } from "../../contract/model.js";
import type { Fields } from "../../documents/fields.js";
import { at, idOf } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import { anything, read, readBindings, type Context } from "./context.js";

/** A channel as written: which way its messages go is for the operations. */
export interface ChannelEntry {
  readonly name: string;
  readonly fields: Fields;
  readonly description?: string;
  /** `undefined`: absent or null, which is to say not known beforehand. */
  readonly address: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly messages: ReadonlyMap<string, MessageEntry>;
  readonly bindings: Bindings;
  readonly origin: Origin;
  /** Every place that stands for this channel: `$ref`s compare by it. */
  readonly ids: ReadonlySet<string>;
}

export interface MessageEntry {
  readonly name: string;
  readonly value: Json;
  readonly origin: Origin;
  /** Where its `$ref`s end. */
  readonly target: string | undefined;
}

export function readChannels(
  root: Fields,
  context: Context,
): ReadonlyMap<string, ChannelEntry> {
  const channels = new Map<string, ChannelEntry>();
  for (const { name, value, origin } of root.entries("channels")) {
    const what = `channel "${name}"`;
    const fields = read(value, origin, "channel", what, context);
    if (!fields) continue;
    const description =
      fields.string("description") ?? fields.string("summary");
    channels.set(name, {
      name,
      fields,
      ...(description !== undefined && { description: description.trim() }),
      address:
        fields.value["address"] === null ? undefined : fields.string("address"),
      parameters: fields
        .entries("parameters")
        .map((entry) => readParameter(entry.name, entry, context)),
      messages: readMessages(fields, context),
      bindings: readBindings(fields, context),
      origin,
      ids: new Set([idOf(origin), idOf(fields.origin)]),
    });
  }
  return channels;
}

function readMessages(
  fields: Fields,
  { documents }: Context,
): ReadonlyMap<string, MessageEntry> {
  return new Map(
    fields.entries("messages").map(({ name, value, origin }) => {
      const target = isObject(value)
        ? documents.follow(value, origin)?.id
        : undefined;
      return [name, { name, value, origin, target }];
    }),
  );
}

function readParameter(
  name: string,
  { value, origin }: { readonly value: Json; readonly origin: Origin },
  context: Context,
): Parameter {
  const what = `parameter "${name}"`;
  const fields = read(value, origin, "parameter", what, context);
  if (!fields) return { name, schema: anything(origin), origin };
  const schema: Record<string, Json> = { type: "string" };
  for (const key of ["enum", "default", "description", "examples"]) {
    const part = fields.value[key];
    if (part !== undefined) schema[key] = part;
  }
  const description = fields.string("description");
  return {
    name,
    ...(description !== undefined && { description: description.trim() }),
    schema: context.schemas.lower(schema, fields.origin) ?? anything(origin),
    origin,
  };
}

/** The channel that a `$ref` stands for. */
export function findChannel(
  fields: Fields,
  channels: ReadonlyMap<string, ChannelEntry>,
  { documents, diagnostics }: Context,
): ChannelEntry | undefined {
  const value = fields.required("channel") ?? null;
  const origin = fields.at("channel");
  if (!fields.has("channel")) return undefined;
  if (!isObject(value) || typeof value["$ref"] !== "string") {
    const what = `the channel of ${fields.what}`;
    const params = { what, example: "#/channels/<name>" };
    diagnostics.report("asyncapi-needs-reference", origin, params);
    return undefined;
  }
  const ref = value["$ref"];
  const from = at(origin, "$ref");
  const found = documents.resolve(ref, from);
  if (!found) return undefined;
  for (const channel of channels.values()) {
    if (channel.ids.has(found.id)) return channel;
  }
  diagnostics.report("asyncapi-not-a-channel", from, { ref });
  return undefined;
}

/** The messages that a list of `$ref`s stands for; absent: all of the channel. */
export function findMessages(
  fields: Fields,
  channel: ChannelEntry,
  { documents, diagnostics }: Context,
): readonly MessageEntry[] {
  if (!fields.has("messages")) return [...channel.messages.values()];
  return fields.list("messages").flatMap((value, i) => {
    const origin = at(fields.at("messages"), i);
    if (!isObject(value) || typeof value["$ref"] !== "string") {
      const what = `each message of ${fields.what}`;
      const example = `#/channels/${channel.name}/messages/<name>`;
      const params = { what, example };
      diagnostics.report("asyncapi-needs-reference", origin, params);
      return [];
    }
    const ref = value["$ref"];
    const from = at(origin, "$ref");
    const found = documents.resolve(ref, from);
    if (!found) return [];
    const entries = [...channel.messages.values()];
    const own = entries.find((entry) => idOf(entry.origin) === found.id);
    if (own) return [own];
    const target = documents.follow(found.value, found.origin)?.id;
    const same = entries.find((entry) => entry.target === target);
    const params = { ref, channel: channel.name };
    if (!same) {
      diagnostics.report("asyncapi-not-of-channel", from, params);
      return [];
    }
    const message = same.name;
    diagnostics.report("asyncapi-message-by-component", from, {
      ...params,
      message,
    });
    return [same];
  });
}
