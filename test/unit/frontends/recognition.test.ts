/** Whose language a file is written in is told by its content. */
import { describe, expect, test } from "vitest";
import { readContract } from "../../../src/frontends/read-contract.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

async function told(text: string, events: readonly string[] = []) {
  const { contract, diagnostics } = await readContract({
    entry: "schema.txt",
    host: memoryReadHost({ "schema.txt": text }),
    events,
  });
  return {
    isContract: contract !== undefined,
    ids: diagnostics.map(({ id }) => id),
    hints: diagnostics.map(({ hint }) => hint),
    messages: diagnostics.map(({ message }) => message),
  };
}

describe("a JSON Schema", () => {
  test.each([
    '{ "type": "object" }',
    '{ "allOf": [{ "type": "object" }] }',
    '{ "$schema": "http://json-schema.org/draft-07/schema#", "type": "object" }',
    "oneOf: [{ title: a, type: object }]",
    "$ref: '#/$defs/a'\n$defs: { a: { type: object } }",
  ])("%s", async (text) => {
    expect(await told(text)).toMatchObject({ isContract: true, ids: [] });
  });
});

describe("nobody's", () => {
  test.each([
    ["hello: world", 'begin with "realtime: 1"'],
    ["[1, 2]", 'begin with "realtime: 1"'],
    ["'a text'", 'begin with "realtime: 1"'],
    ["realtme: 1", 'did you mean "realtime"?'],
    ["asyncpi: 3.0.0", 'did you mean "asyncapi"?'],
    ["opnapi: 3.1.0\n$schema: a", 'did you mean "openapi"?'],
    ["channels: {}", 'begin with the line "realtime: 1"'],
  ])("%s", async (text, hint) => {
    const { ids, hints } = await told(text);
    expect(ids).toEqual(["format-unknown"]);
    expect(hints[0]).toContain(hint);
  });
});

describe("another language's, said by name", () => {
  test.each([
    [
      '{ "type": "record", "name": "User", "fields": [{ "name": "id", "type": "string" }] }',
      "Avro as a contract",
    ],
    [
      '[{ "type": "enum", "name": "A", "symbols": ["B"] }]',
      "Avro as a contract",
    ],
    ['{ "protocol": "Users", "types": [] }', "Avro as a contract"],
    [
      '@namespace("a")\nprotocol Users {\n  record User { string id; }\n}\n',
      "Avro as a contract",
    ],
    [
      '// ours\nsyntax = "proto3";\npackage a;\nmessage User { string id = 1; }\n',
      "Protocol Buffers",
    ],
    ['edition = "2023";\nmessage A {}\n', "Protocol Buffers"],
  ])("%s", async (text, format) => {
    const { ids, messages, hints } = await told(text);
    expect(ids).toEqual(["format-not-yet"]);
    expect(messages).toEqual([`${format} is not supported yet`]);
    expect(hints[0]).toMatch(/AsyncAPI/);
  });

  test("but not where it is only talked about", async () => {
    const text = `type: object\ndescription: |\n  Once was\n  syntax = "proto3";\n`;
    expect((await told(text)).ids).toEqual([]);
  });
});

test.each([
  [
    "realtime: 1\nname: a\nversion: '1'\nchannels: { a: { serverToClient: { b: { payload: true } } } }",
    "native",
  ],
  [
    "asyncapi: 3.0.0\ninfo: { title: a, version: '1' }\nchannels: { a: { address: a, messages: { b: { payload: true } } } }\noperations: { o: { action: send, channel: { $ref: '#/channels/a' } } }",
    "AsyncAPI",
  ],
])("--events has no effect on %s", async (text, format) => {
  const { isContract, ids, messages } = await told(text, ["a.*"]);
  expect(isContract).toBe(true);
  expect(ids).toEqual(["events-unused"]);
  expect(messages[0]).toContain(format);
});
