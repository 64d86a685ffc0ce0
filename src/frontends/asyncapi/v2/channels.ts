import { isObject } from "../../../source/json.js";
import type { Entry, Fields } from "../../../documents/fields.js";
import { keysOf } from "../../../source/path.js";
import { listAside } from "../aside.js";
import { peekReference, read, type Context } from "../context.js";
import type { ChannelEntry, Entries, Operation } from "../entries.js";
import { channelExtensions } from "../extensions.js";
import { serverNameOf } from "../servers.js";
import { Layers } from "../traits.js";
import { ChannelMessages } from "./messages.js";
import { readOperation } from "./operation.js";
import { readParameter } from "./parameter.js";

/** Channels of a 2.x document, with the operations that stand in them. */
export function readEntries(root: Fields, context: Context): Entries {
  const channels: ChannelEntry[] = [];
  const operations: Operation[] = [];
  const entries = root.entries("channels");
  const names = new Set(entries.map(({ name }) => name));
  for (const entry of entries) {
    const layers = readChannel(entry, context);
    if (!layers) continue;
    const name = nameOf(entry, names, context);
    names.add(name);
    const messages = new ChannelMessages(entry.name, context);
    const channel = lowerChannel(name, entry, layers, messages, context);
    channels.push(channel);
    for (const action of ["subscribe", "publish"] as const) {
      const operation = readOperation(
        action,
        channel,
        layers,
        messages,
        context,
      );
      if (operation) operations.push(operation);
    }
  }
  return { channels, operations };
}

/** A Channel Item Object; what stands beside its `$ref` goes before what is behind. */
function readChannel(
  { name, value, origin }: Entry,
  context: Context,
): Layers | undefined {
  const what = `channel "${name}"`;
  if (!isObject(value) || !("$ref" in value)) {
    const fields = read(value, origin, "channel", what, context);
    return fields && new Layers(fields, [fields], context);
  }
  const { $ref, ...beside } = value;
  const own = read(
    Object.assign(Object.create(null), beside),
    origin,
    "channel",
    what,
    context,
  );
  const behind = read({ $ref: $ref ?? null }, origin, "channel", what, context);
  return own && behind && new Layers(own, [own, behind], context);
}

/**
 * 2.x channels have an address and no name. One that is a component goes by
 * its key there; others by the address, less its braces. No name depends on
 * what other channels there are, as long as that tells them apart.
 */
function nameOf(
  { name: address, value, origin }: Entry,
  taken: ReadonlySet<string>,
  context: Context,
): string {
  const found = peekReference(value, origin, context);
  const isComponent =
    found !== undefined && keysOf(found.origin.path)[0] === "components";
  const names = [
    ...(isComponent ? [found.name] : []),
    address.replaceAll(/\{([^{}]+)\}/g, "$1"),
  ];
  return names.find((name) => !taken.has(name)) ?? address;
}

function lowerChannel(
  name: string,
  { name: address, origin }: Entry,
  layers: Layers,
  messages: ChannelMessages,
  context: Context,
): ChannelEntry {
  const description = layers.prose("description");
  const owner = layers.owner("servers");
  const servers = owner
    ? listAside(owner, "servers", context).flatMap(
        ({ value, origin }) => serverNameOf(value, origin, context) ?? [],
      )
    : [];
  return {
    name,
    ...(description !== undefined && { description }),
    address,
    parameters: (layers.owner("parameters")?.entries("parameters") ?? []).map(
      (entry) => readParameter(entry, context),
    ),
    messages: messages.list,
    ...(servers.length > 0 && { servers }),
    bindings: layers.bindings(),
    extensions: channelExtensions(layers.own, context),
    origin,
  };
}
