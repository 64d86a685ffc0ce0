import { describe, expect, test } from "vitest";
import type { Message } from "../../../src/contract/model.js";
import { readContract } from "../../../src/frontends/read-contract.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

async function read(
  body: string,
  {
    version = "3.1.0",
    events,
    files = {},
  }: {
    version?: string;
    events?: readonly string[];
    files?: Readonly<Record<string, string>>;
  } = {},
) {
  const text = `openapi: ${version}\ninfo: { title: Shop, version: "2" }\n${body}`;
  const { contract, diagnostics } = await readContract({
    entry: "api.yaml",
    host: memoryReadHost({ "api.yaml": text, ...files }),
    ...(events && { events }),
  });
  const messages = contract?.channels[0]?.serverToClient;
  return {
    contract,
    diagnostics,
    messages,
    names: messages?.map(({ name }) => name),
    told: diagnostics.map(({ id }) => id),
  };
}

const json = (schema: string) =>
  `requestBody: { content: { application/json: { schema: ${schema} } } }`;

const text = `{ post: { ${json("{ type: string }")} } }`;

/** What of a payload a test looks at. */
const checks = (message: Message | undefined) => message?.payload.checks;

describe("webhooks", () => {
  test("are what the server publishes on the channel `webhooks`", async () => {
    const { contract, told } = await read(`
webhooks:
  order.created:
    post:
      tags: [Orders]
      operationId: orderCreated
      summary: An order was placed
      description: |
        With all of its items.
      deprecated: true
      requestBody:
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Order" }
            examples:
              small: { value: { id: a } }
              other: { $ref: "#/components/examples/big" }
      responses:
        "200": { description: Seen }
components:
  schemas:
    Order: { type: object, required: [id], properties: { id: { type: string } } }
    Unused: { $ref: "#/nowhere" }
  examples:
    big: { summary: A big one, value: { id: b } }
`);
    expect(told).toEqual([]);
    expect(contract).toMatchObject({
      name: "Shop",
      version: "2",
      channels: [
        {
          name: "webhooks",
          address: "webhooks",
          parameters: [],
          clientToServer: [],
          serverToClient: [
            {
              name: "order.created",
              summary: "An order was placed",
              description: "With all of its items.",
              deprecated: true,
              payload: {
                checks: [
                  {
                    kind: "reference",
                    to: "api.yaml#/components/schemas/Order",
                  },
                ],
              },
              examples: [{ value: { id: "a" } }, { value: { id: "b" } }],
            },
          ],
        },
      ],
    });
    expect(contract?.definitions.size).toBe(1);
  });

  test("may stand elsewhere", async () => {
    const { names, told } = await read(
      `
webhooks:
  a: { $ref: "#/components/pathItems/a" }
  b: { $ref: "hooks.yaml#/b" }
components:
  pathItems:
    a: ${text}
`,
      { files: { "hooks.yaml": `b: ${text}` } },
    );
    expect(told).toEqual([]);
    expect(names).toEqual(["a", "b"]);
  });

  test("by any method; a second one has its own name", async () => {
    const body = json("{ type: string }");
    const { names, told } = await read(`
webhooks:
  a: { put: { ${body} } }
  b: { patch: { ${body} }, post: { ${body} } }
  c: { summary: Nothing }
`);
    expect(told).toEqual(["openapi-no-method"]);
    expect(names).toEqual(["a", "b", "b.patch"]);
  });

  test("are chosen by --events", async () => {
    const hooks = `webhooks: { a.x: ${text}, a.y: ${text}, b: ${text} }`;
    const { names, told } = await read(hooks, { events: ["a.*", "!a.y"] });
    expect(told).toEqual([]);
    expect(names).toEqual(["a.x"]);
    const none = await read(hooks, { events: ["c.*"] });
    expect(none.told).toEqual(["events-unmatched"]);
    expect(none.contract).toBeUndefined();
  });

  test("are called x-webhooks before 3.1, where not everything is one", async () => {
    const early = await read(`x-webhooks: { description: Ours, a: ${text} }`, {
      version: "3.0.3",
    });
    expect(early.told).toEqual([]);
    expect(early.names).toEqual(["a"]);
    const late = await read(`webhooks: { a: ${text} }`, { version: "3.0.3" });
    expect(late.told).toEqual(["openapi-early-webhooks"]);
    expect(late.names).toEqual(["a"]);
    const prose = `webhooks: { a: ${text} }\nx-webhooks: See our manual.`;
    expect((await read(prose)).told).toEqual([]);
  });

  test("are the only thing that is read, which is told once", async () => {
    const { told, diagnostics } = await read(`
paths: { /orders: { get: { responses: {} } } }
security: [{ key: [] }]
webhooks:
  a: { post: { security: [{ key: [] }], callbacks: { x: {} }, ${json("true")} } }
  b: { post: { security: [{ key: [] }], callbacks: { x: {} }, ${json("true")} } }
`);
    expect(told).toEqual([
      "openapi-not-read",
      "openapi-not-read",
      "openapi-security",
    ]);
    expect(diagnostics.map(({ message }) => message.slice(0, 24))).toEqual([
      '"paths" is left out: of ',
      '"callbacks" is left out:',
      '"security" is left out: ',
    ]);
  });

  test("there are none", async () => {
    for (const body of ["paths: {}", "webhooks: {}", "x-webhooks: { a: b }"]) {
      const { contract, told } = await read(body);
      expect(told).toEqual(["openapi-no-webhooks"]);
      expect(contract).toBeUndefined();
    }
  });
});

/** What a request's data lowers to, and what is told. */
async function payload(request: string) {
  const { messages, told } = await read(
    `webhooks: { a: { post: { ${request} } } }`,
  );
  return [checks(messages?.[0]), told];
}

/** The examples of a webhook's data. */
async function examples(text: string) {
  const { messages, told } = await read(`
webhooks: { a: { post: { requestBody: { content: { application/json: { schema: { type: string }, ${text} } } } } } }
`);
  return [messages?.[0]?.examples.map(({ value }) => value), told];
}

describe("data", () => {
  const string = [{ kind: "type", types: ["string"] }];

  test.each([
    [
      "JSON is taken before other forms",
      "requestBody: { content: { text/xml: { schema: false }, application/x-www-form-urlencoded: { schema: false }, 'application/vnd.a+json; charset=utf-8': { schema: { type: string } } } }",
      [string, []],
    ],
    [
      "any form is JSON too",
      "requestBody: { content: { text/xml: { schema: false }, application/*: { schema: { type: string } } } }",
      [string, []],
    ],
    [
      "another form is sent as JSON, which is told",
      "requestBody: { content: { text/plain: { schema: { type: string } } } }",
      [string, ["openapi-content-type"]],
    ],
    ["no request is anything", "summary: a", [[], ["openapi-no-schema"]]],
    [
      "no schema is anything",
      "requestBody: { content: { application/json: {} } }",
      [[], ["openapi-no-schema"]],
    ],
    [
      "no content is anything",
      "requestBody: { content: {} }",
      [[], ["openapi-no-schema"]],
    ],
    [
      "a misspelt key is told of with what was meant",
      "requestbody: {}",
      [[], ["openapi-unknown-key", "openapi-no-schema"]],
    ],
  ])("%s", async (_, request, expected) => {
    expect(await payload(request)).toEqual(expected);
  });

  test("may stand elsewhere; one that leads nowhere stops", async () => {
    const { messages, told } = await read(`
webhooks: { a: { post: { requestBody: { $ref: "#/components/requestBodies/a" } } } }
components: { requestBodies: { a: { content: { application/json: { schema: { type: string } } } } } }
`);
    expect(told).toEqual([]);
    expect(checks(messages?.[0])).toEqual(string);
    const nowhere = 'requestBody: { $ref: "#/components/requestBodies/b" }';
    expect((await payload(nowhere))[1]).toEqual(["reference-missing"]);
  });

  test("examples: one, several, wrong ones", async () => {
    expect(await examples("example: b")).toEqual([["b"], []]);
    expect(await examples("examples: { b: { value: 1 } }")).toEqual([
      [1],
      ["example-invalid"],
    ]);
    expect(
      await examples(
        "examples: { b: { externalValue: 'b.json' }, c: { $ref: '#/c' } }",
      ),
    ).toEqual([[], ["openapi-left-out"]]);
  });
});

describe("parameters", () => {
  test("in headers are headers; the operation's take the place of the path item's", async () => {
    const { messages, told } = await read(`
webhooks:
  a:
    parameters:
      - { name: X-Event, in: header, schema: { type: integer } }
      - { $ref: "#/components/parameters/id" }
      - { name: content-type, in: header, schema: { const: a } }
    post:
      parameters:
        - { name: x-event, in: header, required: true, description: Its name, schema: { type: string } }
        - { name: page, in: query }
      ${json("true")}
components:
  parameters:
    id: { name: X-Id, in: header, deprecated: true }
`);
    expect(told).toEqual(["openapi-parameter"]);
    expect(messages?.[0]?.headers?.checks).toMatchObject([
      { kind: "type", types: ["object"] },
      {
        kind: "object",
        required: ["x-event"],
        properties: [
          {
            name: "x-event",
            schema: {
              checks: [{ kind: "type", types: ["string"] }],
              notes: { description: "Its name" },
            },
          },
          { name: "X-Id", schema: { notes: { deprecated: true } } },
        ],
      },
    ]);
  });

  test("without any there are no headers", async () => {
    const { messages } = await read(`webhooks: { a: ${text} }`);
    expect(messages?.[0]).not.toHaveProperty("headers");
  });
});

test("a reference whose way leads through itself is told of", async () => {
  const { contract, told } = await read(`
webhooks: { a: { post: { ${json('{ $ref: "#/components/schemas/A" }')} } } }
components: { schemas: { $ref: "#/components/schemas/A" } }
`);
  expect(contract).toBeUndefined();
  expect(told).toEqual(["reference-cycle"]);
});

describe("the document", () => {
  test.each([
    ["3.1.0", "{ type: [string, 'null'] }", []],
    ["3.0.1", "{ type: string, nullable: true }", []],
  ])(
    "OpenAPI %s has its own dialect: %s",
    async (version, schema, expected) => {
      const key = version.startsWith("3.0") ? "x-webhooks" : "webhooks";
      const hook = `${key}: { a: { post: { ${json(schema)} } } }`;
      const { contract, told } = await read(hook, { version });
      expect(told).toEqual(expected);
      const [message] = contract!.channels[0]!.serverToClient;
      expect(JSON.stringify(checks(message))).toContain('"null"');
    },
  );

  test("jsonSchemaDialect is honoured", async () => {
    const tuple = "{ type: array, items: [{ type: string }] }";
    const dialect = async (uri: string) => {
      const { messages, told } = await read(
        `jsonSchemaDialect: "${uri}"\nwebhooks: { a: { post: { ${json(tuple)} } } }`,
      );
      return { checks: checks(messages?.[0]), told };
    };
    const found = await dialect("http://json-schema.org/draft-07/schema#");
    expect(found.told).toEqual([]);
    expect(found.checks).toMatchObject([{}, { prefixItems: [{}] }]);
    expect(
      (await dialect("https://spec.openapis.org/oas/3.1/dialect/base")).told,
    ).not.toContain("schema-unknown-dialect");
    expect((await dialect("https://a.example/mine")).told).toContain(
      "schema-unknown-dialect",
    );
  });

  test("without title and version has stand-ins", async () => {
    const host = memoryReadHost({
      "a.yaml": `openapi: 3.1.0\nwebhooks: { a: ${text} }`,
    });
    const { contract, diagnostics } = await readContract({
      entry: "a.yaml",
      host,
    });
    expect(contract).toMatchObject({ name: "webhooks", version: "0.0.0" });
    expect(diagnostics.map(({ id }) => id)).toEqual([
      "openapi-info",
      "openapi-info",
    ]);
  });

  test.each([
    ["openapi: 3.2.0", ["openapi-newer"]],
    ["openapi: 3.1", []],
    ["openapi: 4.0.0", ["wrong-type"]],
    ["openapi: [3]", ["wrong-type"]],
    ["swagger: '2.0'", ["openapi-swagger"]],
  ])("%s", async (line, expected) => {
    const text = `${line}\ninfo: { title: a, version: '1' }\nwebhooks: { a: { post: { ${json("true")} } } }`;
    const host = memoryReadHost({ "a.yaml": text });
    const { diagnostics } = await readContract({ entry: "a.yaml", host });
    expect(diagnostics.map(({ id }) => id)).toEqual(expected);
  });
});
