import type { Json } from "../../../source/json.js";
import type { Parameter } from "../../../contract/model.js";
import type { Entry, Fields } from "../../../documents/fields.js";
import { idOf } from "../../../source/path.js";
import { listAside, proseAside } from "../aside.js";
import { bindingsOf } from "../bindings.js";
import { peek, read, readAside, type Context } from "../context.js";
import type { ChannelEntry, MessageEntry } from "../entries.js";
import { channelExtensions, nameIn, parameterSchema } from "../extensions.js";
import { lowerParameterSchema } from "../parameter-schema.js";
import { text } from "../parameters.js";
import { serverNameOf } from "../servers.js";

/** The channels of a 3.x document. */
export interface Channels {
  readonly list: readonly ChannelEntry[];
  /** By every place that `$ref`s may mean. */
  readonly byPlace: ReadonlyMap<string, ChannelEntry>;
  /** Of each channel; two may share the place of one component. */
  readonly messages: ReadonlyMap<
    ChannelEntry,
    ReadonlyMap<string, MessageEntry>
  >;
}

export function readChannels(root: Fields, context: Context): Channels {
  const list: ChannelEntry[] = [];
  const byPlace = new Map<string, ChannelEntry>();
  for (const { name, value, origin } of root.entries("channels")) {
    const what = `channel "${name}"`;
    const fields = read(value, origin, "channel", what, context);
    if (!fields) continue;
    const description =
      proseAside(fields, "description", context) ??
      proseAside(fields, "summary", context);
    const servers = listAside(fields, "servers", context).flatMap(
      ({ value, origin }) => serverNameOf(value, origin, context) ?? [],
    );
    const channel: ChannelEntry = {
      name,
      ...(description !== undefined && { description }),
      address:
        fields.value["address"] === null ? undefined : fields.string("address"),
      parameters: fields
        .entries("parameters")
        .map((entry) => readParameter(entry, context)),
      messages: readMessages(fields, context),
      ...(servers.length > 0 && { servers }),
      bindings: bindingsOf(fields, context),
      extensions: channelExtensions(fields, context),
      origin,
    };
    list.push(channel);
    byPlace.set(idOf(origin), channel);
    byPlace.set(idOf(fields.origin), channel);
  }
  const messages = new Map(
    list.map((channel) => [
      channel,
      new Map(channel.messages.map((entry) => [idOf(entry.origin), entry])),
    ]),
  );
  return { list, byPlace, messages };
}

function readMessages(
  fields: Fields,
  context: Context,
): readonly MessageEntry[] {
  return fields.entries("messages").map(({ name, value, origin }) => {
    const target = peek(value, origin, context)?.id;
    return { name: nameIn(value) ?? name, value, origin, target };
  });
}

/** A Parameter Object: a string, and what is known of it. */
function readParameter(
  { name, value, origin }: Entry,
  context: Context,
): Parameter {
  const what = `parameter "${name}"`;
  const fields = readAside(value, origin, "parameter", what, context);
  if (!fields) return { name, schema: text(origin), origin };
  const schema: Record<string, Json> = { type: "string" };
  for (const key of ["enum", "default", "examples"]) {
    const part = fields.value[key];
    if (part !== undefined) schema[key] = part;
  }
  const description = proseAside(fields, "description", context);
  if (description !== undefined) schema["description"] = description;
  return {
    name,
    ...(description !== undefined && { description }),
    schema:
      parameterSchema(fields, context) ??
      lowerParameterSchema(name, fields, context) ??
      context.schemas.lower(schema, fields.origin, name) ??
      text(origin),
    origin,
  };
}
