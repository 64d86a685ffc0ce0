import type { Assertion } from "../../contract/assertion.js";
import { isObject, type Json } from "../../source/json.js";
import type { Example, Message } from "../../contract/model.js";
import type { Fields } from "../../documents/fields.js";
import { at } from "../../source/path.js";
import { listAside, textAside } from "./aside.js";
import { reviewContentType } from "./content-type.js";
import { anything, followAside, type Context } from "./context.js";
import type { MessageEntry } from "./entries.js";
import { messageExtensions, type MessageExtensions } from "./extensions.js";
import { readLocation } from "./location.js";
import { mergePatch } from "./merge-patch.js";
import { readMessageLayers, type Layers } from "./traits.js";

/** A message before it is known which way it goes. */
export type MessageBody = Omit<
  Message,
  "name" | "scopes" | "errors" | "ephemeral" | "origin"
> &
  Partial<Pick<MessageExtensions, "scopes" | "errors" | "ephemeral">>;

/** Lowers messages, each once, however many channels and replies carry it. */
export class Messages {
  readonly #root: Fields;
  readonly #context: Context;
  readonly #known = new Map<string | MessageEntry, MessageBody | undefined>();

  constructor(root: Fields, context: Context) {
    this.#root = root;
    this.#context = context;
  }

  /** `undefined`: it could not be made out, which was reported. */
  lower(entry: MessageEntry): MessageBody | undefined {
    const { name, value, origin } = entry;
    const key = entry.target ?? entry;
    if (this.#known.has(key)) return this.#known.get(key);
    const what = `message "${name}"`;
    const layers =
      entry.layers ?? readMessageLayers(value, origin, what, this.#context);
    const body = layers && lowerBody(name, layers, this.#root, this.#context);
    this.#known.set(key, body);
    return body;
  }
}

function lowerBody(
  name: string,
  layers: Layers,
  root: Fields,
  context: Context,
): MessageBody | undefined {
  const payload = lowerPayload(name, layers, context);
  const headers = lowerHeaders(layers, context);
  if (!payload) return undefined;
  reviewContentType(layers, root, payload, context);
  const summary = layers.prose("summary") ?? layers.prose("title");
  const description = layers.prose("description");
  const deprecated = layers.owner("deprecated")?.value["deprecated"] === true;
  const correlationId = correlationOf(name, layers, context);
  return {
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    ...(deprecated && { deprecated }),
    payload,
    ...(headers && { headers }),
    ...(correlationId !== undefined && { correlationId }),
    examples: readExamples(layers, context),
    bindings: layers.bindings(),
    ...messageExtensions(layers.own, context),
  };
}

/** `undefined`: its format is none that we can read, which was reported. */
function lowerPayload(
  name: string,
  layers: Layers,
  context: Context,
): Assertion | undefined {
  const { own } = layers;
  const payload = own.value["payload"] ?? null;
  if (payload === null) {
    const target = { ...own.origin, part: "key" } as const;
    context.warnings.once("asyncapi-no-payload", target, { message: name });
    return anything(own.origin);
  }
  const origin = own.at("payload");
  const owner = layers.owner("schemaFormat");
  if (!owner) {
    return context.schemas.lower(payload, origin, name);
  }
  const format = {
    value: textAside(owner, "schemaFormat", context) ?? "",
    origin: owner.at("schemaFormat"),
  };
  return context.schemas.lowerAs(format, payload, origin, name);
}

/** Headers of the message and of its traits, merged as all else is. */
function lowerHeaders(layers: Layers, context: Context): Assertion | undefined {
  if (!layers.owner("headers")) return undefined;
  const all = layers.all.flatMap((layer) => {
    const value = layer.value["headers"];
    if (value === undefined || value === null) return [];
    const found = context.documents.follow(value, layer.at("headers"));
    return found ? [{ ...found, layer }] : [];
  });
  const [first, ...others] = all;
  if (!first) return undefined;
  const lower = (value: Json, origin: Example["origin"]) =>
    context.schemas.lower(value, origin, "headers");
  // A `$ref` keeps its type's name.
  if (others.length === 0) {
    const { layer } = first;
    return lower(layer.value["headers"] ?? null, layer.at("headers"));
  }
  const { file } = first.origin;
  const mergeable = all.every(
    ({ value, origin }) =>
      origin.file === file && isObject(value) && !("schemaFormat" in value),
  );
  if (mergeable) {
    const merged = all.reduceRight<Json>(
      (target, { value }) => mergePatch(target, value),
      null,
    );
    return lower(merged, first.origin);
  }
  // Of several files, whose `$ref`s mean different places: all must hold.
  const of = all.flatMap(({ value, origin }) => lower(value, origin) ?? []);
  return { checks: [{ kind: "allOf", of }], notes: {}, origin: first.origin };
}

function correlationOf(
  name: string,
  layers: Layers,
  context: Context,
): string | undefined {
  const owner = layers.owner("correlationId");
  if (!owner) return undefined;
  return readLocation(
    owner.value["correlationId"] ?? null,
    owner.at("correlationId"),
    "correlationId",
    `the correlation ID of message "${name}"`,
    context,
  );
}

function readExamples(layers: Layers, context: Context): readonly Example[] {
  const owner = layers.owner("examples");
  const list = owner ? listAside(owner, "examples", context) : [];
  return list.flatMap(({ value, origin }) => {
    const what = `an example of ${layers.own.what}`;
    const example = followAside(value, origin, what, context);
    if (!example || !isObject(example.value)) return [];
    const payload = example.value["payload"];
    if (payload === undefined) return [];
    return [{ value: payload, origin: at(example.origin, "payload") }];
  });
}
