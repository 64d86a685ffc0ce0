/** Documents that are not valid in ways that do not matter for code. */
import { describe, expect, test } from "vitest";
import { names, readAsyncapi } from "../../support/read-asyncapi.js";

const read = (body: string, files?: Readonly<Record<string, string>>) =>
  readAsyncapi("3.0.0", body, {}, files);

const OPERATION = `
operations:
  o: { action: send, channel: { $ref: "#/channels/a" } }
`;

const channel = (more: string) => `
channels:
  a: { address: a, messages: { m: { payload: { type: string } } }, ${more} }
${OPERATION}`;

test.each(["3.0", "3.1", "'3.0'"])(
  "asyncapi: %s is a version",
  async (version) => {
    const { contract, told } = await readAsyncapi(
      version,
      channel("description: a"),
      {},
    );
    expect(told).toEqual([]);
    expect(names(contract?.channels[0]?.serverToClient)).toEqual(["m"]);
  },
);

describe("what no code depends on", () => {
  test.each([
    ["a description", "description: { $ref: ./a.md }"],
    ["a list as a description", "description: [a]"],
    ["bindings", "bindings: []"],
    ["a binding", "bindings: { ws: 1 }"],
    ["servers", "servers: all"],
  ])("%s of the wrong type is ignored", async (_, more) => {
    const { contract, told } = await read(channel(more));
    expect(told).toEqual(["asyncapi-wrong-type"]);
    expect(contract).toBeDefined();
  });

  test.each([
    ["tags", `tags: [{ $ref: "#/nowhere" }]`],
    ["externalDocs", `externalDocs: { $ref: "#/nowhere" }`],
    ["bindings", `bindings: { $ref: "#/nowhere" }`],
    ["a binding", `bindings: { ws: { $ref: "#/nowhere" } }`],
    ["a server", `servers: [{ $ref: "#/servers/nowhere" }]`],
    ["a file", `tags: [{ $ref: "./tags.yaml" }]`],
    ["a parameter", `parameters: { p: { $ref: "#/nowhere" } }`],
  ])("%s may lead nowhere", async (_, more) => {
    const { contract, told } = await read(channel(more));
    expect(told).toContain("asyncapi-reference-ignored");
    expect(contract).toBeDefined();
  });

  test("what comes in dozens is told of once, with its number", async () => {
    const { diagnostics } = await read(`
channels:
  a: { address: a, description: 1, messages: { m: { payload: true } } }
  b: { address: b, description: 1, messages: { m: { payload: true } } }
  c: { address: c, description: 1, messages: { m: { payload: true } } }
operations:
  a: { action: send, channel: { $ref: "#/channels/a" } }
  b: { action: send, channel: { $ref: "#/channels/b" } }
  c: { action: send, channel: { $ref: "#/channels/c" } }
`);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      '"description" of channel "a" must be a string, not the number 1: it is ignored, and so are 2 more like it',
    ]);
  });

  test("a payload that leads nowhere is an error", async () => {
    const { contract, told } = await read(`
channels:
  a: { address: a, messages: { m: { payload: { $ref: "#/nowhere" } } } }
${OPERATION}`);
    expect(told).toEqual(["reference-missing"]);
    expect(contract).toBeUndefined();
  });

  test("extensions are nobody's business", async () => {
    const { told } = await read(
      channel("x-anything: { $ref: '#/nowhere' }, x-sap-ord-id: 1"),
    );
    expect(told).toEqual([]);
  });

  test("a misspelt key among the components is told of", async () => {
    const { told } = await read(
      `${channel("title: t")}\ncomponents: { schema: {} }`,
    );
    expect(told).toEqual(["asyncapi-unknown-key"]);
  });
});

describe("info", () => {
  const document = channel("title: t");
  const info = async (text: string) => {
    const { contract, diagnostics } = await readAsyncapi(
      "3.0.0",
      document,
      {},
      { "a.yaml": `asyncapi: 3.0.0\n${text}\n${document}` },
    );
    const told = diagnostics.map(({ id }) => id);
    return { name: contract?.name, version: contract?.version, told };
  };

  test.each([
    ["", "a", "0.0.0", ["asyncapi-no-title", "asyncapi-no-version"]],
    ["info: {}", "a", "0.0.0", ["asyncapi-no-title", "asyncapi-no-version"]],
    [
      "info: []",
      "a",
      "0.0.0",
      ["asyncapi-no-title", "asyncapi-no-version", "asyncapi-wrong-type"],
    ],
    ["info: { title: x, version: 1.2 }", "x", "1.2", []],
    [
      "info: { title: 7, version: '2' }",
      "a",
      "2",
      ["asyncapi-no-title", "asyncapi-wrong-type"],
    ],
  ] as const)("%s", async (text, name, version, told) => {
    expect(await info(text)).toEqual({ name, version, told });
  });
});

describe("references", () => {
  test("with slashes that should have been escaped", async () => {
    const { contract, told } = await read(`
channels:
  smarty/lights/{id}:
    address: lights
    messages: { m: { payload: { type: string } } }
operations:
  o:
    action: send
    channel: { $ref: "#/channels/smarty/lights/{id}" }
    messages: [{ $ref: "#/channels/smarty/lights/{id}/messages/m" }]
`);
    expect(told).toEqual(["reference-unescaped", "reference-unescaped"]);
    expect(names(contract?.channels[0]?.serverToClient)).toEqual(["m"]);
  });

  test("and with slashes that may mean two keys lead nowhere", async () => {
    const { told } = await read(`
channels:
  a/b/c: { address: a, messages: { m: { payload: true } } }
  a/b: { address: b, messages: { m: { payload: true } } }
operations:
  o: { action: send, channel: { $ref: "#/channels/a/b/c" } }
`);
    expect(told).toContain("reference-missing");
  });

  test.each(["#/channels/rooms~1{id}", "#/channels/rooms~1%7Bid%7D"])(
    "%s",
    async (ref) => {
      const { contract, told } = await read(`
channels:
  rooms/{id}: { address: "rooms/{id}", parameters: { id: {} }, messages: { m: { payload: true } } }
operations:
  o: { action: send, channel: { $ref: "${ref}" } }
`);
      expect(told).toEqual([]);
      expect(contract?.channels).toHaveLength(1);
    },
  );

  test("have no keys beside them", async () => {
    const { contract, told } = await read(`
channels:
  a: { address: a, messages: { m: { $ref: "#/components/messages/M", summary: beside, x-own: 1 } } }
${OPERATION}
components: { messages: { M: { payload: { type: string }, summary: behind } } }
`);
    expect(told).toEqual(["asyncapi-reference-siblings"]);
    expect(contract?.channels[0]?.serverToClient[0]?.summary).toBe("behind");
  });

  test("into channels, and to operations among the components", async () => {
    const { contract, told } = await read(`
channels:
  a: { address: a, messages: { m: { payload: { type: object, properties: { id: { type: string } } } } } }
  b: { address: b, messages: { n: { payload: { $ref: "#/channels/a/messages/m/payload" } } } }
operations:
  o: { $ref: "#/components/operations/O" }
  p: { action: send, channel: { $ref: "#/channels/b" } }
components:
  operations:
    O: { action: send, channel: { $ref: "#/channels/a" } }
`);
    expect(told).toEqual([]);
    expect(contract?.channels).toHaveLength(2);
  });

  test("of an operation to a component that the channel has not", async () => {
    const { contract, told } = await read(`
channels:
  a: { address: a }
operations:
  o: { action: send, channel: { $ref: "#/channels/a" }, messages: [{ $ref: "#/components/messages/M" }] }
components: { messages: { M: { payload: { type: string } } } }
`);
    expect(told).toEqual(["asyncapi-message-added"]);
    expect(names(contract?.channels[0]?.serverToClient)).toEqual(["M"]);
  });

  test("of an operation to what is no message", async () => {
    const { told } = await read(`
channels:
  a: { address: a, messages: { m: { payload: { type: string } } } }
operations:
  o: { action: send, channel: { $ref: "#/channels/a" }, messages: [{ $ref: "#/components/schemas/M" }] }
components: { schemas: { M: { type: string } } }
`);
    expect(told).toContain("asyncapi-not-of-channel");
  });

  test("to nowhere are told of once each", async () => {
    const nowhere = `{ $ref: "#/components/nowhere" }`;
    const newer = await read(`
channels:
  a: { address: a, messages: { m: ${nowhere}, n: { headers: ${nowhere}, payload: ${nowhere} } } }
operations:
  o: { action: receive, channel: { $ref: "#/channels/a" }, reply: { channel: { $ref: "#/channels/a" } } }
  p: ${nowhere}
components: {}
`);
    expect(newer.told).toEqual(Array(4).fill("reference-missing"));
    const older = await readAsyncapi(
      "2.6.0",
      `
channels:
  a: ${nowhere}
  b: { subscribe: ${nowhere}, publish: { message: ${nowhere} } }
  "c/{p}": { parameters: { p: { schema: ${nowhere} } }, subscribe: { message: { payload: ${nowhere} } } }
components: {}
`,
      { perspective: "server" },
    );
    expect(older.told).toEqual(Array(5).fill("reference-missing"));
  });

  test("to relative files", async () => {
    const { contract, told } = await read(
      `
channels:
  a: { address: a, messages: { m: { $ref: "./messages.yaml#/m" } } }
${OPERATION}`,
      {
        "messages.yaml": "m: { payload: { $ref: types.json } }",
        "types.json": '{ "type": "object" }',
      },
    );
    expect(told).toEqual([]);
    expect([...contract!.definitions.values()].map(({ name }) => name)).toEqual(
      ["types"],
    );
  });
});

const addressed = async (text: string, parameters: string) => {
  const { contract, told } = await read(`
channels:
  a: { address: "${text}", parameters: ${parameters}, messages: { m: { payload: { type: string } } } }
${OPERATION}`);
  const found = contract?.channels[0]?.parameters.map(({ name }) => name);
  return { found, told };
};

test("keys that only AsyncAPI 2 has, where they matter", async () => {
  const { contract, told } = await read(`
servers: { s: { url: example.org, protocol: wss } }
channels:
  a:
    address: "{p}"
    parameters: { p: { schema: { type: string, maxLength: 3 } } }
    messages:
      m: { schemaFormat: application/vnd.apache.avro;version=1.9.0, payload: long }
${OPERATION}`);
  expect(told).toEqual([
    "asyncapi-older-key",
    "asyncapi-older-key",
    "asyncapi-older-key",
  ]);
  expect(contract?.servers?.[0]?.url).toBe("wss://example.org");
  const [channel] = contract!.channels;
  expect(channel?.parameters[0]?.schema.checks).toContainEqual({
    kind: "string",
    maxLength: 3,
  });
  expect(channel?.serverToClient[0]?.payload.checks).toContainEqual({
    kind: "type",
    types: ["integer"],
  });
});

describe("parameters and addresses", () => {
  test("one that is not declared is any text", async () => {
    expect(await addressed("{x}/{y}", "{ y: {} }")).toEqual({
      found: ["y", "x"],
      told: ["asyncapi-parameter-undeclared"],
    });
  });

  test("one that is not in the address is left out", async () => {
    expect(await addressed("{y}", "{ y: {}, z: {} }")).toEqual({
      found: ["y"],
      told: ["asyncapi-parameter-unused"],
    });
  });

  test.each(["/", "https://example.com/books", "wss://x.org:1/a?b=c#d"])(
    "%s is an address",
    async (text) => {
      expect((await addressed(text, "{}")).told).toEqual([]);
    },
  );

  test("null and absent are one", async () => {
    const { contract, told } = await read(`
channels:
  a: { address: null, messages: { m: { payload: { type: string } } } }
  b: { messages: { m: { payload: { type: string } } } }
${OPERATION}  p: { action: send, channel: { $ref: "#/channels/b" } }
`);
    expect(told).toEqual(["asyncapi-no-address", "asyncapi-no-address"]);
    expect(contract?.channels.map(({ address }) => address)).toEqual([
      "a",
      "b",
    ]);
  });
});

const replying = (reply: string) =>
  read(`
channels:
  ask: { address: ask, messages: { q: { payload: { type: string } } } }
  answer: { address: null, messages: { a: { payload: { type: number } } } }
operations:
  o: { action: receive, channel: { $ref: "#/channels/ask" }, reply: ${reply} }
components:
  messages: { C: { payload: { type: boolean } } }
  replyAddresses: { where: { location: $message.header#/replyTo } }
`);

describe("replies", () => {
  test.each([
    `{ address: { location: $message.header#/replyTo }, channel: { $ref: "#/channels/answer" } }`,
    `{ address: { $ref: "#/components/replyAddresses/where" }, channel: { $ref: "#/channels/answer" } }`,
  ])("%s", async (reply) => {
    const { contract, told } = await replying(reply);
    expect(told).toEqual([]);
    expect(contract?.channels[0]?.clientToServer[0]?.reply).toMatchObject({
      payload: { checks: [{ kind: "type", types: ["number"] }] },
      replyTo: "$message.header#/replyTo",
    });
  });

  test("without a channel has the messages that it names", async () => {
    const { contract } = await replying(
      `{ messages: [{ $ref: "#/components/messages/C" }] }`,
    );
    const [ask] = contract!.channels;
    expect(ask?.clientToServer[0]?.reply?.payload.checks).toEqual([
      { kind: "type", types: ["boolean"] },
    ]);
  });

  test("to nowhere that is understood", async () => {
    const { contract, told } = await replying(
      `{ address: { location: $message.body#/x }, channel: { $ref: "#/channels/answer" } }`,
    );
    expect(told).toEqual(["asyncapi-location"]);
    expect(contract?.channels[0]?.clientToServer[0]?.reply).not.toHaveProperty(
      "replyTo",
    );
  });
});

test("answers over the channel of the question are not messages of their own", async () => {
  const { contract, told } = await read(`
channels:
  a: { address: a, messages: { ping: { payload: { type: string } }, pong: { payload: { type: number } } } }
operations:
  o:
    action: receive
    channel: { $ref: "#/channels/a" }
    messages: [{ $ref: "#/channels/a/messages/ping" }]
    reply: { channel: { $ref: "#/channels/a" }, messages: [{ $ref: "#/channels/a/messages/pong" }] }
`);
  expect(told).toEqual([]);
  const [channel] = contract!.channels;
  expect(names(channel?.serverToClient)).toEqual([]);
  expect(channel?.clientToServer).toMatchObject([
    {
      name: "ping",
      reply: { payload: { checks: [{ kind: "type", types: ["number"] }] } },
    },
  ]);
});

test("a channel without an address stays where it answers its own questions", async () => {
  const { contract, told } = await read(`
channels:
  a: { address: null, messages: { ping: { payload: { type: string } }, pong: { payload: { type: number } } } }
operations:
  o:
    action: receive
    channel: { $ref: "#/channels/a" }
    messages: [{ $ref: "#/channels/a/messages/ping" }]
    reply: { channel: { $ref: "#/channels/a" }, messages: [{ $ref: "#/channels/a/messages/pong" }] }
`);
  expect(told).toEqual(["asyncapi-no-address"]);
  const [channel] = contract!.channels;
  expect(channel?.clientToServer).toMatchObject([{ name: "ping", reply: {} }]);
});

describe("replies that name messages and no channel", () => {
  test("are no messages of their own where they go over the channel of the question", async () => {
    const { contract, told } = await read(`
channels:
  a: { address: a, messages: { ping: { payload: { type: string } }, pong: { payload: { type: number } } } }
operations:
  o:
    action: receive
    channel: { $ref: "#/channels/a" }
    messages: [{ $ref: "#/channels/a/messages/ping" }]
    reply: { messages: [{ $ref: "#/channels/a/messages/pong" }] }
`);
    expect(told).toEqual([]);
    const [channel] = contract!.channels;
    expect(channel?.serverToClient).toEqual([]);
    expect(channel?.clientToServer).toMatchObject([
      { name: "ping", reply: {} },
    ]);
  });

  test("take the channel with them that exists for them", async () => {
    const { contract, told } = await read(`
channels:
  ask: { address: ask, messages: { ping: { payload: { type: string } } } }
  answer: { messages: { pong: { payload: { type: number } } } }
operations:
  o:
    action: receive
    channel: { $ref: "#/channels/ask" }
    reply: { messages: [{ $ref: "#/channels/answer/messages/pong" }] }
`);
    expect(told).toEqual([]);
    expect(contract?.channels.map(({ name }) => name)).toEqual(["ask"]);
  });
});

test("a message that many channels and replies carry is told of once", async () => {
  const { contract, told } = await read(`
channels:
  a: { address: a, messages: { m: { $ref: "#/components/messages/M" } } }
  b: { address: b, messages: { n: { $ref: "#/components/messages/M" } } }
operations:
  o: { action: send, channel: { $ref: "#/channels/a" } }
  p: { action: send, channel: { $ref: "#/channels/b" } }
components:
  messages: { M: { colour: red, contentType: text/plain, payload: { type: string, minLenght: 1 } } }
`);
  expect(told).toEqual([
    "asyncapi-unknown-key",
    expect.stringMatching(/^schema-/),
    "asyncapi-content-type",
  ]);
  expect(names(contract?.channels[1]?.serverToClient)).toEqual(["n"]);
});
