/** A Contract in our own format. */
import { printDuration } from "../contract/duration.js";
import { DEFAULT_HISTORY } from "../contract/history.js";
import type {
  Channel,
  Contract,
  ErrorCase,
  History,
  Message,
} from "../contract/model.js";
import type { Assertion } from "../contract/assertion.js";
import type { Json, JsonObject } from "../source/json.js";
import { draft201909, draft202012 } from "./flavour.js";
import { fromEntries, objectOf, unlessEmpty } from "./members.js";
import { nativeBindings } from "./left-out.js";
import { Schemas } from "./schemas.js";

export function toNative(contract: Contract): JsonObject {
  const schemas = new Schemas(contract, {
    path: "types",
    flavours: [draft202012, draft201909],
    booleans: true,
    legalKey: (name) => name || "Type",
  });
  const { name, version, description, channels, bindings } = contract;
  return objectOf({
    realtime: 1,
    name: name || "untitled",
    version: version || "0.0.0",
    description,
    channels: fromEntries(
      channels.map((channel) => [channel.name, channelOf(channel, schemas)]),
    ),
    types: unlessEmpty(schemas.definitions()),
    bindings: nativeBindings(bindings),
  });
}

function channelOf(channel: Channel, schemas: Schemas): JsonObject {
  const { name, description, address, parameters, snapshot } = channel;
  const messages = (list: readonly Message[]): JsonObject | undefined =>
    unlessEmpty(
      fromEntries(
        list.map((message) => [message.name, messageOf(message, schemas)]),
      ),
    );
  return objectOf({
    description,
    address: address === name ? undefined : address,
    parameters: unlessEmpty(
      fromEntries(
        parameters.map(({ name, schema }) => [name, typeOf(schema, schemas)]),
      ),
    ),
    history: historyOf(channel.history),
    snapshot: snapshot && typeOf(snapshot, schemas),
    wildcard: channel.wildcard || undefined,
    serverToClient: messages(channel.serverToClient),
    clientToServer: messages(channel.clientToServer),
    bindings: nativeBindings(channel.bindings),
  });
}

/** `undefined`: as a channel has it that says nothing. */
export function historyOf(history: History): Json | undefined {
  if (history.kind === "none") return "none";
  const { maxEvents, maxAgeMs } = history;
  return unlessEmpty(
    objectOf({
      maxEvents:
        maxEvents === DEFAULT_HISTORY.maxEvents ? undefined : maxEvents,
      maxAge:
        maxAgeMs === DEFAULT_HISTORY.maxAgeMs
          ? undefined
          : printDuration(maxAgeMs),
    }),
  );
}

function messageOf(message: Message, schemas: Schemas): JsonObject {
  const { payload, headers, reply, errors, examples } = message;
  return objectOf({
    summary: message.summary,
    description: message.description,
    deprecated: message.deprecated,
    typeName: message.typeName,
    scopes: unlessEmpty(message.scopes),
    key: message.key,
    latestBy: message.latestBy,
    ephemeral: message.ephemeral || undefined,
    payload: typeOf(payload, schemas),
    headers: headers && typeOf(headers, schemas),
    reply:
      reply &&
      objectOf({
        stream: reply.stream || undefined,
        payload: typeOf(reply.payload, schemas),
      }),
    errors: unlessEmpty(errorsOf(errors, (schema) => typeOf(schema, schemas))),
    examples: unlessEmpty(examples.map(({ value }) => value)),
    bindings: nativeBindings(message.bindings),
  });
}

/** By code. */
export function errorsOf(
  errors: readonly ErrorCase[],
  write: (schema: Assertion) => Json,
): JsonObject {
  return fromEntries(
    errors.map(({ code, description, payload }) => [
      code,
      objectOf({
        description,
        payload: isAnyObject(payload) ? undefined : write(payload),
      }),
    ]),
  );
}

/** What the payload of an error is where nothing is said. */
function isAnyObject({ checks, notes }: Assertion): boolean {
  const [check] = checks;
  return (
    checks.length === 1 &&
    check?.kind === "type" &&
    check.types.join() === "object" &&
    Object.keys(notes).length === 0
  );
}

/** A type by its name, or where it is used. */
function typeOf(schema: Assertion, schemas: Schemas): Json {
  return schemas.nameOf(schema) ?? schemas.write(schema);
}
