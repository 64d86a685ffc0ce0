/**
 * The JSON Schema by which editors complete and check the native format; the
 * sentences come from the table that the reader uses.
 */
import type { Json } from "../source/json.js";
import { jsonSchemaDefinition } from "./editor-json-schema.js";
import { techniques } from "../advice/choices.js";
import { format, type Part } from "../frontends/native/format.js";

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

const ref = (name: string): Json => ({ $ref: `#/$defs/${name}` });
const text: Json = { type: "string" };
const flag: Json = { type: "boolean" };

const DURATION = "^(?=.)(\\d+d)?(\\d+h)?(\\d+m(?!s))?(\\d+s)?(\\d+ms)?$";

export function editorSchema(): Json {
  return {
    $schema: DRAFT,
    title: "create-realtime",
    description: "One event schema for real-time servers and clients.",
    ...part(
      "root",
      {
        realtime: { const: 1 },
        name: { type: "string", minLength: 1 },
        version: { type: "string", minLength: 1 },
        description: text,
        channels: {
          ...named(ref("channel"), "name"),
          minProperties: 1,
        },
        types: named(ref("schema")),
        bindings: ref("bindings"),
      },
      ["realtime", "name", "version", "channels"],
    ),
    $defs: {
      name: {
        type: "string",
        minLength: 1,
        maxLength: 500,
        not: { pattern: "^rt\\." },
      },
      schema: jsonSchemaDefinition(ref("schema")),
      type: {
        anyOf: [
          {
            type: "string",
            description: "The name of an entry of `types`.",
          },
          ref("schema"),
        ],
      },
      bindings: {
        type: "object",
        properties: Object.fromEntries(
          techniques.map((technique) => [technique, { type: "object" }]),
        ),
        patternProperties: { "^x-": true },
        additionalProperties: false,
      },
      channel: part("channel", {
        description: text,
        address: { type: "string", minLength: 1 },
        parameters: named(ref("type")),
        history: { anyOf: [{ const: "none" }, ref("history")] },
        snapshot: ref("type"),
        wildcard: flag,
        serverToClient: named(orReference(ref("event")), "name"),
        clientToServer: named(orReference(ref("command")), "name"),
        bindings: ref("bindings"),
      }),
      history: part("history", {
        maxEvents: { type: "integer", minimum: 1 },
        maxAge: { type: "string", pattern: DURATION },
      }),
      event: message(["scopes", "errors"]),
      command: message(["key", "ephemeral", "latestBy"]),
      reply: part("reply", { payload: ref("type"), stream: flag }, ["payload"]),
      answer: part("reply", { payload: ref("type") }, ["payload"]),
      error: part("error", { description: text, payload: ref("type") }),
    },
  };
}

/** A message of one direction: without what belongs to the other. */
function message(without: readonly string[]): Json {
  const all: Record<string, Json> = {
    summary: text,
    description: text,
    payload: ref("type"),
    headers: ref("type"),
    key: { type: "string", minLength: 1 },
    deprecated: { type: ["boolean", "string"] },
    ephemeral: flag,
    latestBy: { type: "string", minLength: 1 },
    examples: { type: "array" },
    typeName: { type: "string", pattern: "^[A-Za-z_$][A-Za-z0-9_$]*$" },
    scopes: { type: "array", items: text },
    // Answers from clients come whole.
    reply: without.includes("scopes") ? ref("answer") : ref("reply"),
    errors: {
      ...named(orReference(ref("error"))),
      propertyNames: { pattern: "^[A-Za-z][A-Za-z0-9_.-]{0,99}$" },
    },
    bindings: ref("bindings"),
  };
  const own = Object.entries(all).filter(([key]) => !without.includes(key));
  return part("message", Object.fromEntries(own), ["payload"]);
}

/** Keys with their sentences; misspelt ones are refused, `x-` keys are not. */
function part(
  name: Part,
  properties: Readonly<Record<string, Json>>,
  required: readonly string[] = [],
): { readonly [key: string]: Json } {
  const sentences: Readonly<Record<string, string>> = format[name];
  const described = Object.entries(properties).map(([key, schema]) => [
    key,
    { description: sentences[key] ?? "", ...Object(schema) },
  ]);
  return {
    type: "object",
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(described),
    patternProperties: { "^x-": true },
    additionalProperties: false,
  };
}

/** An object whose keys are the user's own names. */
function named(schema: Json, names?: string): { readonly [key: string]: Json } {
  return {
    type: "object",
    ...(names !== undefined && { propertyNames: ref(names) }),
    additionalProperties: schema,
  };
}

/** A `$ref` alone, or the thing itself; never both, so that errors are plain. */
function orReference(schema: Json): Json {
  return {
    oneOf: [
      {
        type: "object",
        required: ["$ref"],
        properties: { $ref: { type: "string", minLength: 1 } },
        additionalProperties: false,
      },
      schema,
    ],
  };
}
