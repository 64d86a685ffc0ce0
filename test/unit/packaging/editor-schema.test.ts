import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { format } from "../../../src/frontends/native/format.js";
import { editorSchema } from "../../../src/packaging/editor-schema.js";
import {
  contractFixtures,
  contractsFolder,
} from "../../support/contract-fixtures.js";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const schema = editorSchema();
const accepts = ajv.compile(Object(schema));

const native = contractFixtures.filter((name) => name.includes(".realtime."));

function fixture(name: string): Record<string, unknown> {
  return parse(readFileSync(join(contractsFolder, name), "utf8"));
}

test("is a schema of 2020-12", () => {
  expect(ajv.validateSchema(Object(schema))).toBe(true);
});

test.each(native)("accepts %s", (name) => {
  accepts(fixture(name));
  expect(accepts.errors ?? []).toEqual([]);
});

test.each([
  ["a misspelt key", ["channels", "orders"], { adress: "x" }],
  ["a misspelt direction", ["channels", "orders"], { servertoClient: {} }],
  [
    "a misspelt key of a message",
    ["channels", "orders", "serverToClient", "order.created"],
    { paylod: {} },
  ],
  [
    "scopes on an event",
    ["channels", "orders", "serverToClient", "order.created"],
    { scopes: [] },
  ],
  [
    "a key on a command",
    ["channels", "orders", "clientToServer", "order.cancel"],
    { key: "id" },
  ],
  [
    "latestBy on a command",
    ["channels", "orders", "clientToServer", "order.cancel"],
    { latestBy: "id" },
  ],
  [
    "an ephemeral command",
    ["channels", "orders", "clientToServer", "order.cancel"],
    { ephemeral: true },
  ],
  [
    "an answer from a client in parts",
    ["channels", "orders", "serverToClient", "order.created"],
    { reply: { payload: {}, stream: true } },
  ],
  [
    "a stream without the type of its parts",
    ["channels", "orders", "clientToServer", "order.cancel"],
    { reply: { stream: true } },
  ],
  [
    "a reserved name",
    ["channels", "orders", "serverToClient"],
    { "rt.hello": { payload: {} } },
  ],
  [
    "a duration without unit",
    ["channels", "orders", "history"],
    { maxAge: "24" },
  ],
  [
    "a message without payload",
    ["channels", "orders", "serverToClient"],
    { x: {} },
  ],
  ["a schema that is none", ["types"], { Bad: { type: "int" } }],
  ["an unknown technique", [], { bindings: { mqqt: {} } }],
  ["a version that is a number", [], { version: 1 }],
  ["another format", [], { realtime: 2 }],
])("refuses %s", (_, path, change) => {
  const shop = fixture("shop.realtime.yaml");
  let place: unknown = shop;
  for (const key of path) place = Object(place)[key];
  Object.assign(Object(place), change);
  expect(accepts(shop)).toBe(false);
});

test("has a sentence for every key of the format", () => {
  const { $defs, properties } = Object(schema);
  const parts: Record<string, unknown> = {
    root: { properties },
    message: {
      properties: { ...$defs.event.properties, ...$defs.command.properties },
    },
    channel: $defs.channel,
    history: $defs.history,
    reply: $defs.reply,
    error: $defs.error,
  };
  for (const [part, keys] of Object.entries(format)) {
    const { properties } = Object(parts[part]);
    expect(Object.keys(properties).sort()).toEqual(Object.keys(keys).sort());
    for (const [key, sentence] of Object.entries(keys)) {
      expect(properties[key].description).toContain(sentence);
    }
  }
});
