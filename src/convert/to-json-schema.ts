/**
 * The schemas of a Contract as one JSON Schema (2020-12): under `$defs` stand
 * its types and, by their names, its messages with what belongs to them. As a
 * whole it accepts the payload of every message to clients.
 */
import type { Assertion } from "../contract/assertion.js";
import type { Contract, Message } from "../contract/model.js";
import { messagesOf } from "../contract/walk.js";
import type { Json, JsonObject } from "../source/json.js";
import { draft201909, draft202012 } from "./flavour.js";
import { fromEntries, objectOf, unlessEmpty } from "./members.js";
import { pointerPart, Schemas } from "./schemas.js";
import { takenKeys, uniqueKey } from "./unique-key.js";

export function toJsonSchema(contract: Contract): JsonObject {
  const { name, description, channels } = contract;
  const schemas = new Schemas(contract, {
    path: "$defs",
    flavours: [draft202012, draft201909],
    booleans: true,
    legalKey: (name) => name || "Type",
  });
  const types = schemas.definitions();
  const taken = takenKeys(Object.keys(types));
  const parts: [string, Json][] = [];
  const events: string[] = [];
  const add = (key: string, schema: Assertion): string => {
    const free = uniqueKey(key, taken);
    parts.push([free, schemas.write(schema)]);
    return free;
  };
  const shared = sharedNames(contract);
  for (const channel of channels) {
    for (const message of messagesOf(channel)) {
      const key = shared.has(message.name)
        ? `${channel.name}.${message.name}`
        : message.name;
      const own = addMessage(key, message, add);
      if (channel.serverToClient.includes(message)) events.push(own);
    }
    if (channel.snapshot) add(`${channel.name}.snapshot`, channel.snapshot);
  }
  return objectOf({
    $schema: draft202012.uri,
    title: name,
    description,
    anyOf: unlessEmpty(
      events.map((key) => objectOf({ $ref: `#/$defs/${pointerPart(key)}` })),
    ),
    $defs: fromEntries([...parts, ...Object.entries(types)]),
  });
}

function addMessage(
  key: string,
  { payload, headers, reply, errors }: Message,
  add: (key: string, schema: Assertion) => string,
): string {
  const own = add(key, payload);
  if (headers) add(`${key}.headers`, headers);
  if (reply) add(`${key}.reply`, reply.payload);
  for (const { code, payload } of errors) add(`${key}.errors.${code}`, payload);
  return own;
}

/** Names of messages that stand in several channels, or both ways in one. */
function sharedNames({ channels }: Contract): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of channels.flatMap(messagesOf)) {
    (seen.has(name) ? shared : seen).add(name);
  }
  return shared;
}
