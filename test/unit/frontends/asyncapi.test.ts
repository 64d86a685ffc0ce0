import { describe, expect, test } from "vitest";
import type { Channel, Contract } from "../../../src/contract/model.js";
import { pointerOf } from "../../../src/source/path.js";
import { readFixture } from "../../support/contract-fixtures.js";
import {
  names,
  readAsyncapi,
  type ReadOptions,
} from "../../support/read-asyncapi.js";

const read = (body: string, options?: ReadOptions) =>
  readAsyncapi("3.0.0", body, options);

/** Less what AsyncAPI has no words for, or a generation of it. */
function common(contract: Contract, less: readonly string[] = []): unknown {
  const names = new Map(
    [...contract.definitions].map(([id, { name }]) => [id, name]),
  );
  const channels = contract.channels.map((channel: Channel) => ({
    ...channel,
    history: undefined,
    snapshot: undefined,
    parameters: channel.parameters.map(({ name, description }) => ({
      name,
      description,
    })),
    clientToServer: channel.clientToServer.map((message) => ({
      ...message,
      errors: undefined,
      scopes: undefined,
    })),
    serverToClient: channel.serverToClient.map((message) => ({
      ...message,
      key: undefined,
    })),
  }));
  const definitions = Object.fromEntries(
    [...contract.definitions.values()]
      .filter(({ name }) => name !== "OrderList")
      .map(({ name, schema }) => [name, schema]),
  );
  const { name, version, description } = contract;
  const all = { name, version, description, channels, definitions };
  return JSON.parse(
    JSON.stringify(all, (key, part: unknown) => {
      if (key === "origin" || less.includes(key)) return undefined;
      return key === "to" ? names.get(String(part)) : part;
    }),
  );
}

describe("the shop", () => {
  test("in AsyncAPI 3 and in the native format is one contract", async () => {
    const native = await readFixture("shop.realtime.yaml");
    const asyncapi = await readFixture("shop.asyncapi.yaml");
    expect(asyncapi.diagnostics).toEqual([]);
    expect(common(asyncapi.contract!)).toEqual(common(native.contract!));
  });

  test("in AsyncAPI 2 and 3 is one contract, but for the replies", async () => {
    const older = await readFixture("shop.asyncapi2.yaml");
    const newer = await readFixture("shop.asyncapi.yaml");
    expect(older.diagnostics).toEqual([]);
    const less = ["reply"];
    expect(common(older.contract!, less)).toEqual(
      common(newer.contract!, less),
    );
  });
});

describe("all that AsyncAPI can say", () => {
  test.each(["kitchen-sink.asyncapi.yaml", "kitchen-sink.asyncapi2.yaml"])(
    "%s",
    async (name) => {
      const { contract, diagnostics } = await readFixture(name);
      expect(diagnostics).toEqual([]);
      expect(contract).toMatchObject({
        name: "market",
        version: "2.1.0",
        servers: [
          {
            name: "live",
            url: "wss://eu.example.org:443/v2",
            security: ["token", "key", "user"],
            bindings: { mqtt: { keepAlive: 30 } },
          },
          { name: "test", url: "ws://localhost:8080", security: [] },
        ],
        securitySchemes: [
          { name: "token", kind: "bearer", issuer: "http", format: "JWT" },
          { name: "key", kind: "apiKey", in: "header", key: "X-Key" },
          { name: "user", kind: "userPassword" },
          { kind: "bearer", issuer: "oauth2" },
        ],
      });
      const [prices, orders] = contract!.channels;
      expect(prices).toMatchObject({
        address: "markets/{market}/prices",
        servers: ["live"],
        bindings: { websocket: { method: "GET" } },
        serverToClient: [
          {
            name: "price",
            summary: "It can be traced.",
            description: "What was last paid.",
            correlationId: "$message.header#/requestId",
            bindings: {
              amqp: { contentEncoding: "gzip" },
              http: {},
              mqtt: { retain: true },
            },
          },
          { name: "halted" },
        ],
      });
      expect(orders?.clientToServer).toMatchObject([
        { name: "place", summary: "Buys or sells.", scopes: ["orders:write"] },
      ]);
      const types = [...contract!.definitions.values()].map(({ name }) => name);
      expect(types).toEqual(expect.arrayContaining(["Price", "Halted"]));
    },
  );

  test("a reply goes where its question says", async () => {
    const { contract } = await readFixture("kitchen-sink.asyncapi.yaml");
    const [place] = contract!.channels[1]!.clientToServer;
    expect(place?.reply).toMatchObject({
      replyTo: "$message.header#/replyTo",
      payload: { checks: [{ kind: "anyOf", of: [{}, {}] }] },
    });
  });
});

describe("operations", () => {
  const channels = `
channels:
  a:
    address: a
    messages: { x: { payload: { type: string } }, y: { payload: { type: string } } }
`;

  test("send is what the server sends, unless the document is the client's", async () => {
    const body = `${channels}
operations:
  o: { action: send, channel: { $ref: "#/channels/a" }, messages: [{ $ref: "#/channels/a/messages/x" }] }
  p: { action: receive, channel: { $ref: "#/channels/a" }, messages: [{ $ref: "#/channels/a/messages/y" }] }
`;
    const server = (await read(body)).contract?.channels[0];
    expect(names(server?.serverToClient)).toEqual(["x"]);
    expect(names(server?.clientToServer)).toEqual(["y"]);
    const client = (await read(body, { perspective: "client" })).contract;
    expect(names(client?.channels[0]?.serverToClient)).toEqual(["y"]);
    expect(names(client?.channels[0]?.clientToServer)).toEqual(["x"]);
  });

  test("without messages carries all of the channel's, both ways if need be", async () => {
    const { contract, told } = await read(`${channels}
operations:
  o: { action: send, channel: { $ref: "#/channels/a" } }
  p: { action: receive, channel: { $ref: "#/channels/a" }, messages: [{ $ref: "#/channels/a/messages/y" }] }
`);
    expect(told).toEqual([]);
    expect(names(contract?.channels[0]?.serverToClient)).toEqual(["x", "y"]);
    expect(names(contract?.channels[0]?.clientToServer)).toEqual(["y"]);
  });

  test("none at all: the messages go to the client, with a warning", async () => {
    const { contract, told } = await read(channels);
    expect(told).toEqual(["asyncapi-no-operations"]);
    expect(names(contract?.channels[0]?.serverToClient)).toEqual(["x", "y"]);
  });

  test("a given perspective silences the warning about it", async () => {
    const body = `${channels}
operations:
  o: { action: receive, channel: { $ref: "#/channels/a" } }
`;
    expect((await read(body)).told).toEqual(["asyncapi-perspective"]);
    expect((await read(body, { perspective: "server" })).told).toEqual([]);
    expect((await read(body, { perspective: "client" })).told).toEqual([]);
  });
});

test("a reply of several messages is any of them; its channel is gone", async () => {
  const { contract, told } = await read(`
channels:
  ask: { address: ask, messages: { q: { payload: { type: string } } } }
  answer: { messages: { a: { payload: { type: number } }, b: { payload: { type: "null" } } } }
operations:
  o: { action: receive, channel: { $ref: "#/channels/ask" }, reply: { channel: { $ref: "#/channels/answer" } } }
`);
  expect(told).toEqual([]);
  expect(contract?.channels.map(({ name }) => name)).toEqual(["ask"]);
  const reply = contract?.channels[0]?.clientToServer[0]?.reply;
  expect(reply?.payload.checks).toMatchObject([
    {
      kind: "anyOf",
      of: [
        { checks: [{ kind: "type", types: ["number"] }] },
        { checks: [{ kind: "type", types: ["null"] }] },
      ],
    },
  ]);
});

test("who sends and expects a reply, asks; who receives and replies, answers", async () => {
  const body = `
channels:
  ask: { address: ask, messages: { q: { payload: { type: string } } } }
  answer: { messages: { a: { payload: { type: number } } } }
operations:
  o: { action: send, channel: { $ref: "#/channels/ask" }, reply: { channel: { $ref: "#/channels/answer" } } }
`;
  const server = await read(body, { perspective: "server" });
  expect(server.told).toEqual([]);
  const [asked] = server.contract!.channels;
  expect(asked?.clientToServer).toEqual([]);
  expect(asked?.serverToClient).toMatchObject([
    {
      name: "q",
      reply: {
        stream: false,
        payload: { checks: [{ kind: "type", types: ["number"] }] },
      },
    },
  ]);
  expect(pointerOf(asked?.serverToClient[0]?.reply?.origin.path)).toBe(
    "/operations/o/reply",
  );
  const client = await read(body, { perspective: "client" });
  expect(client.told).toEqual([]);
  const [answered] = client.contract!.channels;
  expect(answered?.serverToClient).toEqual([]);
  expect(answered?.clientToServer).toMatchObject([{ name: "q", reply: {} }]);
});

test("traits fill in what a message leaves out; bindings merge by key", async () => {
  const { contract, told } = await read(`
channels:
  a:
    address: a
    messages:
      x:
        title: Its own title
        payload: { type: string }
        headers: { type: object, properties: { own: { type: string } } }
        bindings: { mqtt: { qos: 2 } }
        traits:
          - { summary: from the first, description: from the first, bindings: { mqtt: { qos: 0, retain: true } } }
          - { summary: from the last, headers: { type: object, properties: { trait: { type: string } } } }
operations:
  o:
    action: send
    channel: { $ref: "#/channels/a" }
    bindings: { amqp: { ack: true } }
    traits: [{ $ref: "#/components/operationTraits/t" }]
components:
  operationTraits:
    t: { bindings: { amqp: { ack: false, priority: 1 }, mqtt: { qos: 1 } } }
`);
  expect(told).toEqual([]);
  const [message] = contract!.channels[0]!.serverToClient;
  expect(message).toMatchObject({
    summary: "from the last",
    description: "from the first",
    headers: {
      checks: [
        { kind: "type", types: ["object"] },
        { kind: "object", properties: [{ name: "trait" }, { name: "own" }] },
      ],
    },
    bindings: {
      mqtt: { qos: 2, retain: true },
      amqp: { ack: true, priority: 1 },
    },
  });
});

test("parameters take enum, default, examples and description", async () => {
  const { contract, told } = await read(`
channels:
  a:
    address: "{p}/{q}"
    parameters:
      p: { $ref: "#/components/parameters/P" }
      q: {}
    messages: { x: { payload: { type: string } } }
operations:
  o: { action: send, channel: { $ref: "#/channels/a" } }
components:
  parameters:
    P: { enum: [a, b], default: a, examples: [b], description: One of two., location: $message.payload#/p }
`);
  expect(told).toEqual([]);
  const [p, q] = contract!.channels[0]!.parameters;
  expect(p).toMatchObject({
    name: "p",
    description: "One of two.",
    schema: {
      notes: { default: "a", examples: ["b"], description: "One of two." },
    },
  });
  expect(p?.schema.checks).toContainEqual({ kind: "enum", values: ["a", "b"] });
  expect(q?.schema.checks).toEqual([{ kind: "type", types: ["string"] }]);
});

test("multi format payloads of JSON Schema are read by their dialect", async () => {
  const { contract, told } = await read(`
channels:
  a:
    address: a
    messages:
      tuple07: { payload: { schemaFormat: application/schema+json;version=draft-07, schema: { type: array, items: [{ type: string }] } } }
      tuple2020: { payload: { schemaFormat: "application/schema+json; version=2020-12", schema: { type: array, prefixItems: [{ type: string }] } } }
      byReference: { payload: { $ref: "#/components/schemas/Multi" } }
      none: { summary: without a payload }
operations:
  o: { action: send, channel: { $ref: "#/channels/a" } }
components:
  schemas:
    Multi: { schemaFormat: application/vnd.aai.asyncapi+yaml;version=3.0.0, schema: { $ref: "#/components/schemas/Plain" } }
    Plain: { type: integer }
`);
  expect(told).toEqual(["asyncapi-no-payload"]);
  const [tuple07, tuple2020, byReference, none] =
    contract!.channels[0]!.serverToClient;
  for (const tuple of [tuple07, tuple2020]) {
    expect(tuple?.payload.checks).toContainEqual(
      expect.objectContaining({
        kind: "array",
        prefixItems: expect.anything(),
      }),
    );
  }
  expect(byReference?.payload.checks).toEqual([
    { kind: "reference", to: "a.yaml#/components/schemas/Plain" },
  ]);
  expect(none?.payload.checks).toEqual([]);
});

test("channels and messages behind chains of references", async () => {
  const { contract, told } = await read(`
channels:
  a: { $ref: "#/components/channels/A" }
operations:
  o: { action: send, channel: { $ref: "#/channels/a" }, messages: [{ $ref: "#/channels/a/messages/x" }] }
components:
  channels:
    A: { address: a, messages: { x: { $ref: "#/components/messages/X" } } }
  messages:
    X: { $ref: "#/components/messages/Y" }
    Y: { payload: { type: string } }
`);
  expect(told).toEqual([]);
  expect(names(contract?.channels[0]?.serverToClient)).toEqual(["x"]);
});

test("several channels may share an address", async () => {
  const { told } = await read(`
channels:
  a: { address: /, messages: { x: { payload: { type: string } } } }
  b: { address: /, messages: { y: { payload: { type: string } } } }
operations:
  o: { action: send, channel: { $ref: "#/channels/a" } }
  p: { action: send, channel: { $ref: "#/channels/b" } }
`);
  expect(told).toEqual([]);
});
