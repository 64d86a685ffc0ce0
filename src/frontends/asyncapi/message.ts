import type { Assertion } from "../../contract/assertion.js";
import { isObject, type Json } from "../../source/json.js";
import type { Bindings, Example, Message } from "../../contract/model.js";
import type { Fields } from "../../documents/fields.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import {
  anything,
  mergeBindings,
  read,
  readBindings,
  type Context,
} from "./context.js";

/** A message before it is known which way it goes. */
export type MessageBody = Omit<
  Message,
  "name" | "scopes" | "errors" | "ephemeral" | "origin"
>;

/** `undefined`: it could not be made out, which was reported. */
export function lowerMessage(
  value: Json,
  origin: Origin,
  what: string,
  context: Context,
): MessageBody | undefined {
  const { schemas, diagnostics } = context;
  const fields = read(value, origin, "message", what, context);
  if (!fields) return undefined;
  // The message itself, then its traits, the last one first: who speaks first
  // wins (AsyncAPI 3.0, "Traits Merge Mechanism").
  const layers = [fields, ...readTraits(fields, context).reverse()];
  const first = (key: string): string | undefined =>
    layers.find((layer) => layer.has(key))?.string(key);

  const contentType = first("contentType") ?? context.contentType;
  if (!isJson(contentType)) {
    const owner = layers.find((layer) => layer.has("contentType")) ?? fields;
    diagnostics.report("asyncapi-content-type", owner.at("contentType"), {
      message: what.replace(/^message "(.*)"$/s, "$1"),
      contentType,
    });
    // Its payload is likely not JSON Schema either: one problem is enough.
    return undefined;
  }
  const headers = lowerHeaders(layers, context);
  const payload = fields.value["payload"];
  const summary = first("summary") ?? first("title");
  const description = first("description");
  return {
    ...(summary !== undefined && { summary: summary.trim() }),
    ...(description !== undefined && { description: description.trim() }),
    payload:
      (payload !== undefined && schemas.lower(payload, fields.at("payload"))) ||
      anything(fields.origin),
    ...(headers && { headers }),
    examples: readExamples(layers),
    bindings: layers
      .map((layer) => readBindings(layer, context))
      .reduce<Bindings>(mergeBindings, Object.create(null)),
  };
}

function readTraits(fields: Fields, context: Context): Fields[] {
  return fields
    .list("traits")
    .flatMap(
      (trait, i) =>
        read(
          trait,
          at(fields.at("traits"), i),
          "messageTrait",
          "a message trait",
          context,
        ) ?? [],
    );
}

function lowerHeaders(
  layers: readonly Fields[],
  { schemas }: Context,
): Assertion | undefined {
  const all = layers.flatMap((layer) => {
    const headers = layer.value["headers"];
    if (headers === undefined) return [];
    return schemas.lower(headers, layer.at("headers")) ?? [];
  });
  const [first, second] = all;
  if (!first || !second) return first;
  const { origin } = first;
  return { checks: [{ kind: "allOf", of: all }], notes: {}, origin };
}

function readExamples(layers: readonly Fields[]): readonly Example[] {
  const owner = layers.find((layer) => layer.has("examples"));
  return (owner?.list("examples") ?? []).flatMap((example, i) => {
    const value = isObject(example) ? example["payload"] : undefined;
    if (!owner || value === undefined) return [];
    const origin = at(at(owner.at("examples"), i), "payload");
    return [{ value, origin }];
  });
}

function isJson(contentType: string): boolean {
  return /^(application|text)\/([\w.-]+\+)?json\s*(;|$)/i.test(
    contentType.trim(),
  );
}
