import { describe, expect, test } from "vitest";
import {
  names,
  readAsyncapi,
  type ReadOptions,
} from "../../support/read-asyncapi.js";

const read = (
  body: string,
  options?: ReadOptions,
  files?: Readonly<Record<string, string>>,
) => readAsyncapi("2.6.0", body, options, files);

/** One channel that sends one message. */
const sends = (message: string, more = "") =>
  read(`
channels:
  user/signedup:
    subscribe:
      ${more}
      message: ${message}
components:
  messages:
    Component: { payload: true }
    Named: { name: its.name, title: Its title, payload: true }
    Identified: { messageId: its.id, name: its.name, payload: true }
  schemas:
    UserSignedUp: { type: object }
`);

describe("directions", () => {
  const both = `
channels:
  orders:
    subscribe: { message: { name: placed, payload: { type: string } } }
    publish: { message: { name: cancel, payload: { type: string } } }
`;

  test("what others subscribe to, the application sends", async () => {
    const { contract, told } = await read(both);
    expect(told).toEqual([]);
    const [orders] = contract!.channels;
    expect(names(orders?.serverToClient)).toEqual(["placed"]);
    expect(names(orders?.clientToServer)).toEqual(["cancel"]);
  });

  test("from the client's end it is the other way round", async () => {
    const { contract } = await read(both, { perspective: "client" });
    const [orders] = contract!.channels;
    expect(names(orders?.serverToClient)).toEqual(["cancel"]);
    expect(names(orders?.clientToServer)).toEqual(["placed"]);
  });

  test("a message of both operations goes both ways, lowered once", async () => {
    const { contract, told } = await read(`
channels:
  /:
    subscribe: { message: { $ref: "#/components/messages/M" } }
    publish: { message: { $ref: "#/components/messages/M" } }
components:
  messages:
    M: { payload: { type: strin } }
`);
    expect(told).toEqual([expect.stringMatching(/^schema-/)]);
    const [root] = contract?.channels ?? [];
    expect(root?.address ?? "/").toBe("/");
  });

  test("only received messages are a reason to ask for the perspective", async () => {
    const one = `
channels:
  a: { publish: { message: { name: m, payload: true } } }
`;
    expect((await read(one)).told).toEqual(["asyncapi-perspective"]);
    expect((await read(one, { perspective: "server" })).told).toEqual([]);
    // In 2.x this is what the document's reader does.
    const subscribing = await read(`
channels:
  a: { subscribe: { operationId: subscribeToA, message: { name: m, payload: true } } }
`);
    expect(subscribing.told).toEqual([]);
  });
});

describe("names of messages", () => {
  test.each([
    ["messageId", `{ $ref: "#/components/messages/Identified" }`, "its.id"],
    ["name", `{ $ref: "#/components/messages/Named" }`, "its.name"],
    [
      "the key among the components",
      `{ $ref: "#/components/messages/Component" }`,
      "Component",
    ],
    ["title", `{ title: Turn on/off, payload: true }`, "turnOnOff"],
    [
      "the payload's type",
      `{ payload: { $ref: "#/components/schemas/UserSignedUp" } }`,
      "UserSignedUp",
    ],
    ["the address", `{ payload: { type: string } }`, "signedup"],
  ])("%s", async (_, message, name) => {
    const { contract, told } = await sends(message);
    expect(told).toEqual([]);
    expect(names(contract?.channels[0]?.serverToClient)).toEqual([name]);
  });

  test("the operation's, where it carries one message", async () => {
    const { contract } = await sends(
      "{ payload: { type: string } }",
      "operationId: onSignup",
    );
    expect(names(contract?.channels[0]?.serverToClient)).toEqual(["onSignup"]);
  });

  test.each([
    ["/", "message"],
    ["{queue}", "queue"],
    ["https://example.com/books/{id}", "books"],
    ["a.b.{c}.v1", "b"],
  ])("of %s it is %s", async (address, name) => {
    const { contract } = await read(`
channels:
  "${address}": { subscribe: { message: { payload: { type: string } } } }
`);
    expect(names(contract?.channels[0]?.serverToClient)).toEqual([name]);
  });

  test("two of one channel and direction are told apart", async () => {
    const { contract, told } = await sends(
      "{ oneOf: [{ name: a, payload: true }, { name: a-2, payload: true }, { name: a, payload: { type: string } }] }",
    );
    expect(told).toEqual(["asyncapi-name-twice"]);
    expect(names(contract?.channels[0]?.serverToClient)).toEqual([
      "a",
      "a-2",
      "a-3",
    ]);
  });
});

describe("several messages", () => {
  test("oneOf, behind a reference and in another oneOf, each message once", async () => {
    const { contract, told } = await read(`
channels:
  a: { subscribe: { message: { $ref: "#/components/messages/All" } } }
components:
  messages:
    All: { oneOf: [{ $ref: "#/components/messages/X" }, { oneOf: [{ $ref: "#/components/messages/Y" }, { $ref: "#/components/messages/X" }] }] }
    X: { payload: true }
    Y: { payload: true }
`);
    expect(told).toEqual([]);
    expect(names(contract?.channels[0]?.serverToClient)).toEqual(["X", "Y"]);
  });

  test("a oneOf that holds itself ends", async () => {
    const { contract } = await read(`
channels:
  a: { subscribe: { message: { $ref: "#/components/messages/All" } } }
components:
  messages:
    All: { oneOf: [{ $ref: "#/components/messages/All" }, { name: x, payload: true }] }
`);
    expect(names(contract?.channels[0]?.serverToClient)).toEqual(["x"]);
  });

  test("an operation without a message, and one that is a message", async () => {
    const { contract, told } = await read(`
channels:
  a:
    subscribe: { operationId: nothing }
    publish: { name: m, payload: { type: string } }
`);
    expect(told).toContain("asyncapi-no-message");
    expect(told).toContain("asyncapi-message-as-operation");
    expect(names(contract?.channels[0]?.clientToServer)).toEqual(["m"]);
  });
});

describe("channels", () => {
  test("are called by their address, less its braces where they are not needed", async () => {
    const { contract } = await read(`
channels:
  "users/{id}": { parameters: { id: {} }, subscribe: { message: { name: m, payload: true } } }
  users/id: { subscribe: { message: { name: m, payload: true } } }
  "users/{id}/posts": { parameters: { id: {} }, subscribe: { message: { name: m, payload: true } } }
`);
    expect(
      contract?.channels.map(({ name, address }) => [name, address]),
    ).toEqual([
      ["users/{id}", "users/{id}"],
      ["users/id", "users/id"],
      ["users/id/posts", "users/{id}/posts"],
    ]);
  });

  test("by their key, where they are components; keys beside the reference count", async () => {
    const { contract, told } = await read(`
channels:
  rooms/{id}:
    $ref: "#/components/channels/room"
    description: of this document
components:
  channels:
    room:
      description: of the component
      parameters: { id: { schema: { type: string } } }
      subscribe: { message: { name: m, payload: true } }
`);
    expect(told).toEqual([]);
    expect(contract?.channels[0]).toMatchObject({
      name: "room",
      address: "rooms/{id}",
      description: "of this document",
    });
  });

  test("and messages may stand in other files", async () => {
    const { contract, told } = await read(
      `
channels:
  rooms: { $ref: "./more/channels.yaml#/rooms" }
`,
      {},
      {
        "more/channels.yaml": `rooms: { subscribe: { message: { $ref: "messages.yaml#/Joined" } } }`,
        "more/messages.yaml": `Joined: { payload: { $ref: "#/User" } }\nUser: { type: object }`,
      },
    );
    expect(told).toEqual([]);
    const [message] = contract!.channels[0]!.serverToClient;
    expect(message).toMatchObject({
      name: "Joined",
      payload: { checks: [{ kind: "reference" }] },
    });
  });

  test("their servers, and bindings of techniques that we know", async () => {
    const { contract, told } = await read(`
servers: { one: { url: a, protocol: ws } }
channels:
  a:
    servers: [one]
    bindings: { ws: { method: GET }, mqtt: { qos: 1 }, kafka: { topic: t } }
    subscribe:
      bindings: { amqp: { ack: true } }
      message: { name: m, payload: true, bindings: { mqtt: { retain: true } } }
`);
    expect(told).toEqual([]);
    const [channel] = contract!.channels;
    expect(channel?.servers).toEqual(["one"]);
    expect(channel?.bindings).toEqual({
      websocket: { method: "GET" },
      mqtt: { qos: 1 },
    });
    expect(channel?.serverToClient[0]?.bindings).toEqual({
      amqp: { ack: true },
      mqtt: { retain: true },
    });
  });
});

const parameter = async (schema: string) => {
  const { contract, told } = await read(`
channels:
  "a/{p}":
    parameters: { p: { description: What it is., schema: ${schema} } }
    subscribe: { message: { name: m, payload: true } }
components:
  schemas: { Number: { type: number } }
`);
  return { parameter: contract?.channels[0]?.parameters[0], told };
};

describe("parameters", () => {
  test("are what their schema says", async () => {
    const { parameter: found, told } = await parameter(
      "{ type: string, format: uuid }",
    );
    expect(told).toEqual([]);
    expect(found).toMatchObject({ name: "p", description: "What it is." });
    expect(found?.schema.checks).toContainEqual({
      kind: "string",
      format: "uuid",
    });
  });

  test.each([
    ["{ type: integer, minimum: 1 }", "^-?(0|[1-9][0-9]*)$"],
    ["{ type: boolean }", "^(true|false)$"],
    [
      '{ $ref: "#/components/schemas/Number" }',
      String.raw`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`,
    ],
  ])("%s is text that is written like one", async (schema, source) => {
    const { parameter: found, told } = await parameter(schema);
    expect(told).toEqual(["asyncapi-parameter-as-text"]);
    expect(found?.schema.checks).toEqual([
      { kind: "type", types: ["string"] },
      { kind: "string", pattern: { source, flags: "u" } },
    ]);
  });

  test("of numbers are texts in enum, default and examples", async () => {
    const { parameter: found } = await parameter(
      "{ type: integer, enum: [1, 2], default: 1 }",
    );
    expect(found?.schema.checks).toContainEqual({
      kind: "enum",
      values: ["1", "2"],
    });
    expect(found?.schema.notes.default).toBe("1");
  });
});

describe("traits", () => {
  test("have the last word: of all, the last one", async () => {
    const { contract, told } = await read(`
channels:
  a:
    subscribe:
      operationId: o
      bindings: { amqp: { ack: true } }
      traits: [{ $ref: "#/components/operationTraits/t" }]
      message:
        name: own
        summary: its own
        description: its own
        payload: { type: string }
        headers: { type: object, properties: { a: { type: string }, b: { type: string } } }
        traits:
          - { name: first, summary: first, headers: { properties: { b: { type: integer } } } }
          - { summary: last, description: null }
components:
  operationTraits:
    t: { bindings: { amqp: { ack: false, priority: 1 } } }
`);
    expect(told).toEqual([]);
    const [message] = contract!.channels[0]!.serverToClient;
    expect(message).toMatchObject({
      name: "first",
      summary: "last",
      bindings: { amqp: { ack: false, priority: 1 } },
    });
    expect(message).not.toHaveProperty("description");
    const types = message?.headers?.checks.flatMap((check) =>
      check.kind === "object"
        ? check.properties.map(({ name, schema }) => [name, schema.checks[0]])
        : [],
    );
    expect(types).toEqual([
      ["a", { kind: "type", types: ["string"] }],
      ["b", { kind: "type", types: ["integer"] }],
    ]);
  });
});

test("a payload that is empty is none, and a trait can take headers away", async () => {
  const { contract, told } = await read(`
channels:
  a:
    subscribe:
      message:
        name: m
        payload:
        headers: { type: object }
        traits: [{ headers: null }]
`);
  expect(told).toEqual(["asyncapi-no-payload"]);
  const [message] = contract!.channels[0]!.serverToClient;
  expect(message?.payload.checks).toEqual([]);
  expect(message).not.toHaveProperty("headers");
});

test("headers, correlation ID, examples and operation prose", async () => {
  const { contract, told } = await read(`
channels:
  a:
    subscribe:
      summary: Of the operation.
      message:
        name: m
        headers: { type: object, properties: { id: { type: string } } }
        correlationId: { $ref: "#/components/correlationIds/id" }
        payload: { type: integer }
        deprecated: true
        examples: [{ name: one, summary: s, headers: { id: x }, payload: 1 }, { headers: { id: x } }]
components:
  correlationIds: { id: { location: $message.header#/id } }
`);
  expect(told).toEqual([]);
  expect(contract?.channels[0]?.serverToClient).toMatchObject([
    {
      summary: "Of the operation.",
      deprecated: true,
      correlationId: "$message.header#/id",
      examples: [{ value: 1 }],
    },
  ]);
});

describe("schemaFormat of a message", () => {
  test.each([
    ["application/schema+json;version=draft-04", "draft-04"],
    ["application/schema+yaml;version=draft-07", "draft-07"],
    ["application/vnd.aai.asyncapi+json;version=2.6.0", "AsyncAPI"],
    ["application/vnd.oai.openapi;version=3.0.0", "OpenAPI"],
  ])("%s is %s", async (format) => {
    const { contract, told } = await sends(
      `{ name: m, schemaFormat: "${format}", payload: { type: string } }`,
    );
    expect(told).toEqual([]);
    const [message] = contract!.channels[0]!.serverToClient;
    expect(message?.payload.checks).toEqual([
      { kind: "type", types: ["string"] },
    ]);
  });

  test.each([
    [
      "draft-06",
      { $ref: "#/components/schemas/UserSignedUp", maxProperties: 1 },
      ["schema-ignored-sibling"],
    ],
    ["draft-06", { type: "string", if: true }, ["schema-foreign-keyword"]],
    [
      "2019-09",
      { $ref: "#/components/schemas/UserSignedUp", maxProperties: 1 },
      [],
    ],
    [
      "2019-09",
      { type: "array", prefixItems: [true] },
      ["schema-foreign-keyword"],
    ],
    ["2020-12", { type: "array", prefixItems: [true] }, []],
    ["draft-2020-12", { type: "array", prefixItems: [true] }, []],
  ])("%s is read as such: %j", async (version, payload, expected) => {
    const { told } = await sends(
      `{ name: m, schemaFormat: "application/schema+json;version=${version}", payload: ${JSON.stringify(payload)} }`,
    );
    expect(told).toEqual(expected);
  });

  test("draft-04 is read as draft-04", async () => {
    const { contract } = await sends(
      `{ name: m, schemaFormat: "application/schema+json;version=draft-04", payload: { type: number, minimum: 1, exclusiveMinimum: true } }`,
    );
    const [message] = contract!.channels[0]!.serverToClient;
    expect(message?.payload.checks).toContainEqual({
      kind: "number",
      exclusiveMinimum: 1,
    });
  });

  test.each([
    "application/vnd.apache.avro;version=1.9.0",
    "application/vnd.apache.avro+json;version=1.9.0",
    "avro/binary",
  ])("%s is Avro", async (format) => {
    const { contract, told } = await sends(
      `{ name: m, schemaFormat: "${format}", payload: { type: record, name: User, fields: [{ name: email, type: string }] } }`,
    );
    expect(told).toEqual([]);
    expect([...contract!.definitions.values()].map(({ name }) => name)).toEqual(
      ["User"],
    );
  });

  test.each([
    "application/vnd.google.protobuf;version=3",
    "application/raml+yaml;version=1.0",
    "application/schema+json;version=draft-99",
  ])("%s cannot be read", async (format) => {
    const { told, diagnostics } = await sends(
      `{ name: m, schemaFormat: "${format}", payload: { type: string } }`,
    );
    expect(told).toEqual(["asyncapi-schema-format"]);
    expect(diagnostics[0]?.message).toContain('"m"');
  });
});

describe("content types", () => {
  test.each([
    "application/json",
    "application/json; charset=utf-8",
    "application/ld+json",
    "application/vnd.api+json",
    "*/*",
  ])("%s is JSON", async (contentType) => {
    const { told } = await sends(
      `{ name: m, contentType: "${contentType}", payload: { type: string } }`,
    );
    expect(told).toEqual([]);
  });

  test.each(["application/msgpack", "text/plain", "avro/binary", "image/png"])(
    "%s is sent as JSON, which is told",
    async (contentType) => {
      const { contract, told } = await sends(
        `{ name: m, contentType: "${contentType}", payload: { type: object } }`,
      );
      expect(told).toEqual(["asyncapi-content-type"]);
      expect(contract).toBeDefined();
    },
  );

  test("a default is told of once", async () => {
    const { told } = await read(`
defaultContentType: application/xml
channels:
  a: { subscribe: { message: { name: m, payload: { type: string } } } }
  b: { subscribe: { message: { name: m, payload: { type: string } } } }
  c: { subscribe: { message: { name: m, contentType: application/json, payload: { type: string } } } }
`);
    expect(told).toEqual(["asyncapi-content-type"]);
  });
});

describe("versions", () => {
  test.each(["2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0", "2.6.0"])(
    "%s has channels with operations",
    async (version) => {
      const { contract, told } = await readAsyncapi(
        version,
        "channels: { a: { subscribe: { message: { name: m, payload: true } } } }",
      );
      expect(told).toEqual([]);
      expect(contract?.channels).toHaveLength(1);
    },
  );

  test.each([
    ["2.1.0", "channels: { a: { servers: [] } }", "2.2"],
    ["2.2.0", "components: { channels: {} }", "2.3"],
    ["2.3.0", "components: { serverVariables: {} }", "2.4"],
    ["2.4.0", "servers: { s: { url: u, protocol: ws, tags: [] } }", "2.5"],
  ])("%s knows nothing of %s", async (version, body, came) => {
    const { diagnostics } = await readAsyncapi(version, body);
    expect(diagnostics[0]).toMatchObject({
      id: "asyncapi-newer-key",
      message: expect.stringContaining(`came with AsyncAPI ${came}`),
    });
  });

  test("keys of 3.x are none of 2.x", async () => {
    const { told } = await read(`
operations: {}
channels: { a: { address: b, subscribe: { action: send, message: { name: m, payload: true } } } }
`);
    expect(told).toEqual([
      "asyncapi-unknown-key",
      "asyncapi-unknown-key",
      "asyncapi-unknown-key",
    ]);
  });
});
