/**
 * A Contract as AsyncAPI 3.0, told from the server's end. What AsyncAPI has no
 * place for stands under `x-realtime-` keys, which our own reader knows
 * (`frontends/asyncapi/extensions.ts`).
 */
import type { Assertion } from "../contract/assertion.js";
import { extensionKey } from "../contract/extension-key.js";
import type {
  Channel,
  Contract,
  Message,
  Parameter,
  Reply,
} from "../contract/model.js";
import { nameOf } from "../documents/place.js";
import type { Json, JsonObject } from "../source/json.js";
import { originAt } from "../source/path.js";
import { securitySchemesOf, serversOf } from "./asyncapi-servers.js";
import { asyncapi, draft201909, draft202012 } from "./flavour.js";
import { fromEntries, objectOf, unlessEmpty } from "./members.js";
import { loneReference, pointerPart, Schemas } from "./schemas.js";
import { errorsOf, historyOf } from "./to-native.js";
import { takenKeys, uniqueKey, type TakenKeys } from "./unique-key.js";

export function toAsyncapi(contract: Contract): JsonObject {
  const { name, version, description, bindings, channels } = contract;
  const schemas = new Schemas(contract, {
    path: "components/schemas",
    flavours: [asyncapi, draft202012, draft201909],
    booleans: false,
    // AsyncAPI 3.0, "Fixed Fields" of the Components Object.
    legalKey: (name) => name.replaceAll(/[^\w.-]/g, "_") || "_",
    beside: ({ name, schema }, key) => {
      // A `$ref` to what is nothing but a `$ref` would lead past it.
      const isPlain =
        componentName(key) === name && loneReference(schema) === undefined;
      return extensions({ name: isPlain ? undefined : name });
    },
  });
  const writer = new Writer(channels, schemas);
  for (const channel of channels) writer.add(channel);
  return objectOf({
    asyncapi: "3.0.0",
    info: objectOf({ title: name, version, description }),
    defaultContentType: "application/json",
    ...extensions({ perspective: "server", bindings: unlessEmpty(bindings) }),
    servers: serversOf(contract),
    channels: fromEntries(writer.channels),
    operations: unlessEmpty(fromEntries(writer.operations)),
    components: unlessEmpty(
      objectOf({
        schemas: unlessEmpty(schemas.definitions()),
        securitySchemes: securitySchemesOf(contract),
      }),
    ),
  });
}

function extensions(
  members: Readonly<Record<string, Json | undefined>>,
): JsonObject {
  return fromEntries(
    Object.entries(members).map(([key, value]) => [extensionKey(key), value]),
  );
}

/** What our reader calls the schema under a key. */
function componentName(key: string): string {
  const file = { path: "", text: "" };
  return nameOf(originAt(file, ["components", "schemas", key]));
}

class Writer {
  readonly channels = new Map<string, JsonObject>();
  readonly operations = new Map<string, JsonObject>();
  readonly #schemas: Schemas;
  readonly #channelKeys: TakenKeys;
  readonly #operationKeys = takenKeys();

  constructor(channels: readonly Channel[], schemas: Schemas) {
    this.#schemas = schemas;
    this.#channelKeys = takenKeys(channels.map(({ name }) => name));
  }

  add(channel: Channel): void {
    const { name, description, address, parameters, snapshot } = channel;
    const keys = takenKeys();
    const keyed = (message: Message): [string, Message] => [
      uniqueKey(message.name, keys),
      message,
    ];
    const toClient = channel.serverToClient.map(keyed);
    const toServer = channel.clientToServer.map(keyed);
    this.channels.set(
      name,
      objectOf({
        description,
        address,
        servers: channel.servers?.map((server) =>
          objectOf({ $ref: `#/servers/${pointerPart(server)}` }),
        ),
        parameters: unlessEmpty(
          fromEntries(
            parameters.map((parameter) => [
              parameter.name,
              this.#parameter(parameter),
            ]),
          ),
        ),
        messages: unlessEmpty(
          fromEntries(
            [...toClient, ...toServer].map(([key, message]) => [
              key,
              this.#message(key, message),
            ]),
          ),
        ),
        ...extensions({
          history: historyOf(channel.history),
          wildcard: channel.wildcard || undefined,
          snapshot: snapshot && this.#schemas.write(snapshot),
          bindings: unlessEmpty(channel.bindings),
        }),
      }),
    );
    this.#operate("send", channel, toClient);
    this.#operate("receive", channel, toServer);
  }

  /** One operation for all that are not answered, and one for each that is. */
  #operate(
    action: "send" | "receive",
    { name: channel }: Channel,
    messages: readonly (readonly [key: string, message: Message])[],
  ): void {
    const place = `#/channels/${pointerPart(channel)}`;
    const operation = (
      name: string,
      keys: readonly string[],
      reply?: JsonObject,
    ): void => {
      const operation = objectOf({
        action,
        channel: objectOf({ $ref: place }),
        messages: keys.map((key) =>
          objectOf({ $ref: `${place}/messages/${pointerPart(key)}` }),
        ),
        reply,
      });
      this.operations.set(uniqueKey(name, this.#operationKeys), operation);
    };
    const plain = messages.filter(([, { reply }]) => !reply);
    if (plain.length > 0) {
      operation(
        `${channel}.${action}`,
        plain.map(([key]) => key),
      );
    }
    for (const [key, { name, reply }] of messages) {
      if (!reply) continue;
      const way = `${channel}.${name}`;
      operation(`${way}.${action}`, [key], this.#reply(`${way}.reply`, reply));
    }
  }

  /** Its payload stands in a channel that has no address of its own. */
  #reply(channel: string, { payload, stream, replyTo }: Reply): JsonObject {
    const key = uniqueKey(channel, this.#channelKeys);
    const message = objectOf({ payload: this.#schemas.write(payload) });
    this.channels.set(
      key,
      objectOf({ address: null, messages: objectOf({ reply: message }) }),
    );
    return objectOf({
      address:
        replyTo === undefined ? undefined : objectOf({ location: replyTo }),
      channel: objectOf({ $ref: `#/channels/${pointerPart(key)}` }),
      ...extensions({ stream: stream || undefined }),
    });
  }

  #parameter({ description, schema }: Parameter): JsonObject {
    const { checks, notes } = schema;
    const values = checks.find((check) => check.kind === "enum")?.values;
    return objectOf({
      description,
      enum: values?.every(isText) ? values : undefined,
      default: isText(notes.default) ? notes.default : undefined,
      examples: notes.examples?.every(isText) ? notes.examples : undefined,
      ...extensions({
        schema: isPlain(schema, description)
          ? undefined
          : this.#schemas.write(schema),
      }),
    });
  }

  #message(key: string, message: Message): JsonObject {
    const { name, summary, description, headers, correlationId } = message;
    const { payload, errors, examples, scopes, bindings } = message;
    return objectOf({
      summary,
      description,
      payload: this.#schemas.write(payload),
      headers: headers && this.#schemas.write(headers),
      correlationId:
        correlationId === undefined
          ? undefined
          : objectOf({ location: correlationId }),
      examples: unlessEmpty(
        examples.map(({ value }) => objectOf({ payload: value })),
      ),
      ...extensions({
        name: key === name ? undefined : name,
        typeName: message.typeName,
        deprecated: message.deprecated,
        scopes: unlessEmpty(scopes),
        key: message.key,
        latestBy: message.latestBy,
        ephemeral: message.ephemeral || undefined,
        errors: unlessEmpty(
          errorsOf(errors, (schema) => this.#schemas.write(schema)),
        ),
        bindings: unlessEmpty(bindings),
      }),
    });
  }
}

/** Whether a Parameter Object of AsyncAPI says all of it. */
function isPlain(
  { checks, notes }: Assertion,
  description: string | undefined,
): boolean {
  const [type, values, ...others] = checks;
  const { title, deprecated, default: preset, examples = [] } = notes;
  return (
    type?.kind === "type" &&
    type.types.join() === "string" &&
    (values === undefined ||
      (values.kind === "enum" && values.values.every(isText))) &&
    others.length === 0 &&
    title === undefined &&
    deprecated === undefined &&
    notes.description === description &&
    (preset === undefined || isText(preset)) &&
    examples.every(isText)
  );
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string";
}
