import type { Bindings } from "../../contract/model.js";
import { describe, type Fields } from "../../documents/fields.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import {
  findChannel,
  findMessages,
  type ChannelEntry,
  type MessageEntry,
} from "./channels.js";
import { mergeBindings, read, readBindings, type Context } from "./context.js";

export interface Operation {
  readonly name: string;
  readonly action: "send" | "receive";
  readonly channel: ChannelEntry;
  readonly messages: readonly MessageEntry[];
  readonly reply?: OperationReply;
  readonly bindings: Bindings;
  readonly origin: Origin;
}

export interface OperationReply {
  readonly channel: ChannelEntry;
  readonly messages: readonly MessageEntry[];
  readonly origin: Origin;
}

export function readOperations(
  root: Fields,
  channels: ReadonlyMap<string, ChannelEntry>,
  context: Context,
): readonly Operation[] {
  return root
    .entries("operations")
    .flatMap(({ name, value, origin }): Operation[] => {
      const what = `operation "${name}"`;
      const fields = read(value, origin, "operation", what, context);
      if (!fields) return [];
      const action = fields.required("action");
      const channel = findChannel(fields, channels, context);
      if (action !== "send" && action !== "receive") {
        if (action !== undefined) {
          const params = { what, found: describe(action) };
          const target = fields.at("action");
          context.diagnostics.report("asyncapi-action", target, params);
        }
        return [];
      }
      if (!channel) return [];
      const reply = readReply(name, fields, channels, context);
      const messages = findMessages(fields, channel, context);
      const bindings = bindingsOf(fields, context);
      const rest = reply && { reply };
      return [{ name, action, channel, messages, ...rest, bindings, origin }];
    });
}

function readReply(
  operation: string,
  fields: Fields,
  channels: ReadonlyMap<string, ChannelEntry>,
  context: Context,
): OperationReply | undefined {
  const value = fields.value["reply"];
  if (value === undefined) return undefined;
  const origin = fields.at("reply");
  const what = `the reply of operation "${operation}"`;
  const reply = read(value, origin, "reply", what, context);
  if (!reply) return undefined;
  if (!reply.has("channel")) {
    const params = { operation };
    context.diagnostics.report("asyncapi-reply-untyped", origin, params);
    return undefined;
  }
  const channel = findChannel(reply, channels, context);
  if (!channel) return undefined;
  return { channel, messages: findMessages(reply, channel, context), origin };
}

/** Its own, then those of its traits, the last one first. */
function bindingsOf(fields: Fields, context: Context): Bindings {
  const traits = fields.list("traits").flatMap((trait, i) => {
    const origin = at(fields.at("traits"), i);
    const what = "an operation trait";
    return read(trait, origin, "operationTrait", what, context) ?? [];
  });
  return [fields, ...traits.reverse()]
    .map((layer) => readBindings(layer, context))
    .reduce<Bindings>(mergeBindings, Object.create(null));
}
