/** Payload schemas of AsyncAPI documents as JSON Schemas in YAML, for tools that read no other schemas. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, stringify } from "yaml";
import { isObject, type Json, type JsonObject } from "../../src/source/json.js";

/**
 * Writes each document beside the others, as references between them expect,
 * with every payload under `properties` and what those lead to under
 * `definitions`.
 *
 * @returns The files written, in order.
 */
export function writeJsonSchemas(
  folder: string,
  documents: readonly string[],
): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return documents.map((document) => {
    const schema = jsonSchemaOf(parse(readFileSync(document, "utf8")) as Json);
    const file = join(folder, basename(document));
    writeFileSync(file, stringify(schema, { aliasDuplicateObjects: false }));
    return file;
  });
}

function jsonSchemaOf(document: Json): JsonObject {
  const components = member(document, "components");
  const payloads: Record<string, Json> = {};
  for (const [channel, { messages }] of entriesOf(member(document, "channels")))
    for (const [name, message] of entriesOf(messages)) {
      const { payload } = resolved(message, document);
      if (payload !== undefined) payloads[`${channel}.${name}`] = payload;
    }
  return withReferences({
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Events",
    type: "object",
    additionalProperties: false,
    properties: payloads,
    definitions: member(components, "schemas") ?? {},
  }) as JsonObject;
}

/** References to the places that schemas have moved to. */
function withReferences(value: Json): Json {
  if (Array.isArray(value))
    return (value as readonly Json[]).map(withReferences);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (key !== "$ref" || typeof part !== "string")
        return [key, withReferences(part)];
      const [file = "", pointer = ""] = part.split("#");
      const moved = pointer.replace("/components/schemas/", "/definitions/");
      return [key, `${file}#${moved}`];
    }),
  );
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? value[key] : undefined;
}

function entriesOf(value: Json | undefined): [string, JsonObject][] {
  return isObject(value)
    ? Object.entries(value).filter((entry): entry is [string, JsonObject] =>
        isObject(entry[1]),
      )
    : [];
}

/** Where a message is told elsewhere in the document. */
function resolved(message: JsonObject, document: Json): JsonObject {
  const { $ref } = message;
  if (typeof $ref !== "string") return message;
  let target: Json | undefined = document;
  for (const key of $ref.split("/").slice(1))
    target = member(target, key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return isObject(target) ? target : {};
}
