import { describe, expect, test } from "vitest";
import { contractHash } from "../../../src/contract/hash.js";
import { readAsyncapi } from "../../support/read-asyncapi.js";

const CHANNEL_2 = `
channels: { a: { subscribe: { message: { name: m, payload: { type: string } } } } }
`;
const CHANNEL_3 = `
channels: { a: { address: a, messages: { m: { payload: { type: string } } } } }
operations: { o: { action: send, channel: { $ref: "#/channels/a" } } }
`;

const read2 = (body: string) => readAsyncapi("2.6.0", `${CHANNEL_2}${body}`);
const read3 = (body: string) => readAsyncapi("3.0.0", `${CHANNEL_3}${body}`);

describe("servers", () => {
  test("of 2.x: a url, with the defaults of its variables", async () => {
    const { contract, told } = await read2(`
servers:
  one:
    url: "broker.{region}.example.org:{port}/{rest}"
    protocol: mqtt
    description: The first.
    variables:
      port: { default: 1883, enum: [1883, "8883"], description: TLS is 8883. }
      region: { $ref: "#/components/serverVariables/region" }
    bindings: { mqtt: { clientId: c } }
  two: { $ref: "#/components/servers/two" }
components:
  servers: { two: { url: wss://example.org, protocol: wss } }
  serverVariables: { region: { default: eu } }
`);
    expect(told).toEqual([]);
    expect(contract?.servers).toMatchObject([
      {
        name: "one",
        description: "The first.",
        protocol: "mqtt",
        url: "mqtt://broker.eu.example.org:1883/{rest}",
        variables: [
          {
            name: "port",
            default: "1883",
            enum: ["1883", "8883"],
            description: "TLS is 8883.",
          },
          { name: "region", default: "eu", enum: [] },
        ],
        security: [],
        bindings: { mqtt: { clientId: "c" } },
      },
      { name: "two", url: "wss://example.org" },
    ]);
  });

  test("of 3.x: a host and a path", async () => {
    const { contract, told } = await read3(`
servers:
  one: { host: "api.example.org:{port}", pathname: "v1/{stage}", protocol: wss, variables: { port: { default: "443" }, stage: { default: live } } }
  two: { host: example.org, protocol: https }
`);
    expect(told).toEqual([]);
    expect(contract?.servers?.map(({ url }) => url)).toEqual([
      "wss://api.example.org:443/v1/live",
      "https://example.org",
    ]);
  });

  test("that channels name", async () => {
    const { contract, told } = await readAsyncapi(
      "3.0.0",
      `
servers: { one: { $ref: "#/components/servers/first" }, two: { host: b, protocol: ws } }
channels: { a: { address: a, servers: [{ $ref: "#/servers/one" }], messages: { m: { payload: { type: string } } } } }
operations: { o: { action: send, channel: { $ref: "#/channels/a" } } }
components: { servers: { first: { host: a, protocol: ws } } }
`,
    );
    expect(told).toEqual([]);
    expect(contract?.channels[0]?.servers).toEqual(["one"]);
  });

  test("that channels name, and that there are not", async () => {
    const { contract, told } = await readAsyncapi(
      "2.6.0",
      `
servers: { one: { url: a, protocol: ws } }
channels:
  a: { servers: [one, nope], subscribe: { message: { name: m, payload: { type: string } } } }
  b: { servers: [nope], subscribe: { message: { name: m, payload: { type: string } } } }
`,
    );
    expect(told).toEqual([
      "asyncapi-server-missing",
      "asyncapi-server-missing",
    ]);
    expect(contract?.channels.map(({ servers }) => servers)).toEqual([
      ["one"],
      undefined,
    ]);
  });

  test("none are no member of the contract, and none is its identity", async () => {
    const without = (await read3("")).contract!;
    expect(without).not.toHaveProperty("servers");
    expect(without).not.toHaveProperty("securitySchemes");
    const { contract } = await read3(
      "servers: { s: { host: a, protocol: ws } }",
    );
    expect(contractHash(contract!)).toBe(contractHash(without));
  });
});

describe("security schemes", () => {
  test.each([
    [
      "{ type: http, scheme: bearer, bearerFormat: JWT }",
      { kind: "bearer", issuer: "http", format: "JWT" },
    ],
    ["{ type: http, scheme: Basic }", { kind: "basic" }],
    ["{ type: userPassword }", { kind: "userPassword" }],
    [
      "{ type: httpApiKey, in: header, name: X-Key }",
      { kind: "apiKey", in: "header", key: "X-Key" },
    ],
    [
      "{ type: httpApiKey, in: query, name: key }",
      { kind: "apiKey", in: "query", key: "key" },
    ],
    ["{ type: oauth2, flows: {} }", { kind: "bearer", issuer: "oauth2" }],
    [
      "{ type: openIdConnect, openIdConnectUrl: 'https://x.org' }",
      { kind: "bearer", issuer: "openIdConnect" },
    ],
  ])("%s", async (scheme, expected) => {
    const older = await read2(`
servers: { s: { url: u, protocol: ws, security: [{ own: [] }] } }
components: { securitySchemes: { own: ${scheme}, unused: { type: X509 } } }
`);
    const newer = await read3(`
servers: { s: { host: u, protocol: ws, security: [{ $ref: "#/components/securitySchemes/own" }] } }
components: { securitySchemes: { own: ${scheme} } }
`);
    for (const { contract, told } of [older, newer]) {
      expect(told).toEqual([]);
      expect(contract?.securitySchemes).toMatchObject([
        { name: "own", ...expected },
      ]);
      expect(contract?.servers?.[0]?.security).toEqual(["own"]);
    }
  });

  test.each(["X509", "scramSha256", "plain", "symmetricEncryption", "apiKey"])(
    "%s is told of and left out",
    async (type) => {
      const { contract, told } = await read2(`
servers: { s: { url: u, protocol: ws, security: [{ own: [] }] } }
components: { securitySchemes: { own: { type: ${type}, in: user } } }
`);
      expect(told).toEqual(["asyncapi-security-unused"]);
      expect(contract).not.toHaveProperty("securitySchemes");
      expect(contract?.servers?.[0]?.security).toEqual([]);
    },
  );

  test("that is not there, and one by a reference to nowhere", async () => {
    const older = await read2(
      "servers: { s: { url: u, protocol: ws, security: [{ none: [] }] } }",
    );
    expect(older.told).toEqual(["asyncapi-security-missing"]);
    const newer = await read3(
      `servers: { s: { host: u, protocol: ws, security: [{ $ref: "#/nowhere" }] } }`,
    );
    expect(newer.told).toEqual(["asyncapi-reference-ignored"]);
  });

  test("of operations: their scopes are what who sends needs", async () => {
    const older = await readAsyncapi(
      "2.6.0",
      `
channels:
  a:
    subscribe: { message: { name: told, payload: { type: string } }, security: [{ o: [read] }] }
    publish: { message: { name: asked, payload: { type: string } }, security: [{ o: [write] }] }
components: { securitySchemes: { o: { type: oauth2, flows: {} } } }
`,
    );
    const newer = await readAsyncapi(
      "3.0.0",
      `
channels: { a: { address: a, messages: { told: { payload: { type: string } }, asked: { payload: { type: string } } } } }
operations:
  s: { action: send, channel: { $ref: "#/channels/a" }, messages: [{ $ref: "#/channels/a/messages/told" }] }
  r: { action: receive, channel: { $ref: "#/channels/a" }, messages: [{ $ref: "#/channels/a/messages/asked" }], security: [{ type: oauth2, flows: {}, scopes: [write] }] }
`,
    );
    for (const { contract, told } of [older, newer]) {
      expect(told).toEqual([]);
      const [channel] = contract!.channels;
      expect(channel?.serverToClient[0]?.scopes).toEqual([]);
      expect(channel?.clientToServer[0]?.scopes).toEqual(["write"]);
    }
  });

  test("written in place go by their type, each with a name of its own", async () => {
    const { contract } = await read3(`
servers:
  s: { host: u, protocol: ws, security: [{ type: httpApiKey, in: header, name: A }, { type: httpApiKey, in: header, name: B }] }
`);
    expect(
      contract?.securitySchemes?.map((scheme) => [
        scheme.name,
        scheme.kind === "apiKey" && scheme.key,
      ]),
    ).toEqual([
      ["httpApiKey", "A"],
      ["httpApiKey-2", "B"],
    ]);
  });

  test("several at once", async () => {
    const components = `{ securitySchemes: { o: { type: oauth2, flows: {} }, k: { type: httpApiKey, in: header, name: X-Key } } }`;
    const older = await read2(`
servers: { s: { url: u, protocol: ws, security: [{ o: [], k: [] }] } }
components: ${components}
`);
    const newer = await read3(`
servers: { s: { host: u, protocol: ws, security: [[{ $ref: "#/components/securitySchemes/o" }, { $ref: "#/components/securitySchemes/k" }]] } }
components: ${components}
`);
    for (const { contract, told } of [older, newer]) {
      expect(told).toEqual([]);
      expect(contract?.servers?.[0]?.security).toEqual(["o", "k"]);
    }
  });

  test("of operations that leave a choice say nothing of scopes", async () => {
    const { contract } = await readAsyncapi(
      "2.6.0",
      `
channels:
  a:
    subscribe: { message: { name: told, payload: { type: string } } }
    publish: { message: { name: asked, payload: { type: string } }, security: [{ o: [write] }, { p: [] }] }
components: { securitySchemes: { o: { type: oauth2, flows: {} }, p: { type: userPassword } } }
`,
    );
    expect(contract?.channels[0]?.clientToServer[0]?.scopes).toEqual([]);
    expect(contract?.securitySchemes).toHaveLength(2);
  });
});
