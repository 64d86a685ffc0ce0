import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Json } from "../../src/source/json.js";
import { synthesize } from "./synth.js";

/** Events of one channel. */
const CHANNEL = 20;

/** A project with so many events, in a folder of its own below `folder`. */
export function writeProject(
  folder: string,
  events: number,
  language: "json" | "yaml",
): string {
  const root = join(folder, `${language}-${events}`);
  mkdirSync(root, { recursive: true });
  const schema = `realtime.${language}`;
  const contract = nativeContract(events);
  const write = (name: string, text: string): void =>
    writeFileSync(join(root, name), text);
  write("package.json", '{ "type": "module" }\n');
  write(
    schema,
    language === "json"
      ? JSON.stringify(contract, null, 2)
      : stringify(contract, { aliasDuplicateObjects: false }),
  );
  write(
    "realtime.config.json",
    JSON.stringify({
      schema,
      outputs: [{ dir: "src/realtime", side: "both", transports: ["sse"] }],
    }),
  );
  return root;
}

/** The schemas as one JSON Schema, for tools that make types of one. */
export function writeJsonSchema(folder: string, events: number): string {
  const { shared, events: schemas } = synthesize(events, "#/definitions/");
  const definitions = { ...shared, ...schemas };
  const file = join(folder, `events-${events}.schema.json`);
  const properties = Object.fromEntries(
    Object.keys(schemas).map((name) => [
      name,
      { $ref: `#/definitions/${name}` },
    ]),
  );
  writeFileSync(
    file,
    JSON.stringify({
      $schema: "http://json-schema.org/draft-07/schema#",
      title: "Events",
      type: "object",
      additionalProperties: false,
      properties,
      definitions,
    }),
  );
  return file;
}

function nativeContract(count: number): Json {
  const { events, shared } = synthesize(count, "#/types/");
  const names = Object.keys(events);
  const channels: Record<string, Json> = {};
  for (let i = 0; i < names.length; i += CHANNEL) {
    const group = i / CHANNEL;
    channels[`group${group}`] = {
      address: `groups/${group}/{tenantId}`,
      parameters: { tenantId: { type: "string", format: "uuid" } },
      serverToClient: Object.fromEntries(
        names
          .slice(i, i + CHANNEL)
          .map((name) => [dotted(name), { payload: name }]),
      ),
    };
  }
  return {
    realtime: 1,
    name: "bench",
    version: "1.0.0",
    channels,
    types: { ...shared, ...events },
  };
}

function dotted(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1.$2").toLowerCase();
}
