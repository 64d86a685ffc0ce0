import { isObject, type Json } from "../../../source/json.js";
import type { Fields } from "../../../documents/fields.js";
import type { Origin } from "../../../source/source-file.js";
import { peek, read, type Context } from "../context.js";
import type { ChannelEntry, Operation } from "../entries.js";
import { readScopes } from "../security.js";
import { readOperationLayers, type Layers } from "../traits.js";
import type { ChannelMessages } from "./messages.js";

/**
 * The operation of a channel, told from the other end: what the document's
 * readers subscribe to, the application sends.
 */
const ACTIONS = { subscribe: "send", publish: "receive" } as const;

/** `undefined`: there is none, or it carries nothing. */
export function readOperation(
  word: "subscribe" | "publish",
  channel: ChannelEntry,
  item: Layers,
  messages: ChannelMessages,
  context: Context,
): Operation | undefined {
  const owner = item.owner(word);
  if (!owner) return undefined;
  const value = owner.value[word] ?? null;
  const origin = owner.at(word);
  const what = `"${word}" of channel "${channel.name}"`;
  const action = ACTIONS[word];
  if (isMessage(value, origin, context)) {
    context.diagnostics.report("asyncapi-message-as-operation", origin, {
      what,
    });
    return {
      name: undefined,
      action,
      channel,
      messages: messages.read(value, origin, undefined),
      scopes: [],
      bindings: Object.create(null),
      origin,
    };
  }
  const fields = read(value, origin, "operation", what, context);
  if (!fields) return undefined;
  const layers = readOperationLayers(fields, context);
  const name = layers.text("operationId");
  const summary = layers.prose("summary");
  const description = layers.prose("description");
  return {
    name,
    action,
    channel,
    messages: readMessages(fields, name, messages, context),
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    scopes: readScopes(layers.owner("security"), context),
    bindings: layers.bindings(),
    origin,
  };
}

function readMessages(
  fields: Fields,
  operationId: string | undefined,
  messages: ChannelMessages,
  { diagnostics }: Context,
): Operation["messages"] {
  const message = fields.value["message"] ?? null;
  if (message === null) {
    const target = { ...fields.origin, part: "key" } as const;
    diagnostics.report("asyncapi-no-message", target, { what: fields.what });
    return [];
  }
  return messages.read(message, fields.at("message"), operationId);
}

/** A message stands where the operation should, as in the specification's own introduction. */
function isMessage(value: Json, origin: Origin, context: Context): boolean {
  const found = peek(value, origin, context)?.value;
  return isObject(found) && !("message" in found) && "payload" in found;
}
