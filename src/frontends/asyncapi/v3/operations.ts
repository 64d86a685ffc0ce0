import { describe, type Fields } from "../../../documents/fields.js";
import { read, type Context } from "../context.js";
import type { Entries, Operation, OperationReply } from "../entries.js";
import { isStream } from "../extensions.js";
import { readLocation } from "../location.js";
import { readScopes } from "../security.js";
import { readOperationLayers } from "../traits.js";
import { readChannels, type Channels } from "./channels.js";
import { findAnyMessages, findChannel, findMessages } from "./references.js";

/** Channels and operations of a 3.x document. */
export function readEntries(root: Fields, context: Context): Entries {
  const channels = readChannels(root, context);
  const operations = root
    .entries("operations")
    .flatMap(({ name, value, origin }) => {
      const what = `operation "${name}"`;
      const fields = read(value, origin, "operation", what, context);
      return (
        (fields && readOperation(name, fields, origin, channels, context)) ?? []
      );
    });
  return { channels: channels.list, operations };
}

function readOperation(
  name: string,
  fields: Fields,
  origin: Operation["origin"],
  channels: Channels,
  context: Context,
): Operation | undefined {
  const action = fields.required("action");
  const channel = findChannel(fields, channels, context);
  if (action !== "send" && action !== "receive") {
    if (action !== undefined) {
      const params = { what: fields.what, found: describe(action) };
      const target = fields.at("action");
      context.diagnostics.report("asyncapi-action", target, params);
    }
    return undefined;
  }
  if (!channel) return undefined;
  const reply = readReply(name, fields, channels, context);
  const layers = readOperationLayers(fields, context);
  const summary = layers.prose("summary") ?? layers.prose("title");
  const description = layers.prose("description");
  return {
    name,
    action,
    channel,
    messages: findMessages(fields, channel, channels, context),
    ...(reply && { reply }),
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    scopes: readScopes(layers.owner("security"), context),
    bindings: layers.bindings(),
    origin,
  };
}

function readReply(
  operation: string,
  fields: Fields,
  channels: Channels,
  context: Context,
): OperationReply | undefined {
  const value = fields.value["reply"];
  if (value === undefined) return undefined;
  const origin = fields.at("reply");
  const what = `the reply of operation "${operation}"`;
  const reply = read(value, origin, "reply", what, context);
  if (!reply) return undefined;
  if (!reply.has("channel") && !reply.has("messages")) {
    const params = { operation };
    context.diagnostics.report("asyncapi-reply-untyped", origin, params);
    return undefined;
  }
  const location = reply.has("address")
    ? readLocation(
        reply.value["address"] ?? null,
        reply.at("address"),
        "replyAddress",
        `the address of ${what}`,
        context,
      )
    : undefined;
  const rest = {
    ...(location !== undefined && { location }),
    stream: isStream(reply, context),
    origin,
  };
  if (!reply.has("channel")) {
    return { messages: findAnyMessages(reply, context), ...rest };
  }
  const channel = findChannel(reply, channels, context);
  if (!channel) return undefined;
  return {
    channel,
    messages: findMessages(reply, channel, channels, context),
    ...rest,
  };
}
