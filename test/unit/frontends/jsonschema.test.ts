import { describe, expect, test } from "vitest";
import { readContract } from "../../../src/frontends/read-contract.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

type Files = Readonly<Record<string, unknown>>;

/** The first file is the schema. */
async function readFiles(files: Files, events?: readonly string[]) {
  const texts = Object.entries(files).map(([path, value]) => [
    path,
    typeof value === "string" ? value : JSON.stringify(value, null, 1),
  ]);
  const [entry = ""] = Object.keys(files);
  const { contract, diagnostics } = await readContract({
    entry,
    host: memoryReadHost(Object.fromEntries(texts)),
    ...(events && { events }),
  });
  const messages = contract?.channels.flatMap((each) => each.serverToClient);
  return {
    contract,
    messages,
    names: messages?.map(({ name }) => name),
    told: diagnostics.map(({ id }) => id),
    diagnostics,
  };
}

const read = (schema: object, events?: readonly string[]) =>
  readFiles({ "shop-events.schema.json": schema }, events);

const object = (property: string) => ({
  type: "object",
  required: [property],
  properties: { [property]: { type: "string" } },
});

const ref = (name: string) => ({ $ref: `#/$defs/${name}` });

describe("a schema that is one event", () => {
  test("is the only message of the channel `events`", async () => {
    const { contract, names, told } = await read({
      ...object("id"),
      description: "An order.",
    });
    expect(told).toEqual([]);
    expect(contract).toMatchObject({
      name: "shop-events",
      version: "0.0.0",
      description: "An order.",
      channels: [{ name: "events", address: "events", parameters: [] }],
    });
    expect(names).toEqual(["shop-events"]);
  });

  test("and may have a $ref that is none", async () => {
    const schema = { $schema: "x", title: "order", $ref: [ref("A")] };
    const { told } = await read({ ...schema, $defs: { A: object("id") } });
    expect(told).toContain("schema-keyword-value");
  });

  test.each([
    [{ title: "order.created" }, "order.created", "order.created"],
    [
      { title: "An order", $id: "https://a.example/x/order-created.json" },
      "An order",
      "order-created",
    ],
    [{ $id: "urn:example:order_created" }, "order_created", "order_created"],
    [
      { $id: "https://a.example/order-created.schema.json#" },
      "order-created",
      "order-created",
    ],
    [
      {
        $schema: "http://json-schema.org/draft-04/schema#",
        id: "https://a.example/v1/created",
      },
      "created",
      "created",
    ],
    [{ title: "An order" }, "An order", "An order"],
    [{ title: " " }, "shop-events", "shop-events"],
  ])("%j is called by what it says of itself", async (head, name, message) => {
    const { contract, names } = await read({ ...head, ...object("id") });
    expect(contract?.name).toBe(name);
    expect(names).toEqual([message]);
  });

  test("keeps definitions for itself", async () => {
    const { names, contract, told } = await read({
      type: "object",
      properties: { user: ref("User") },
      $defs: { User: object("name"), Unused: object("x") },
    });
    expect(told).toEqual([]);
    expect(names).toEqual(["shop-events"]);
    const types = [...contract!.definitions.values()].map(({ name }) => name);
    expect(types).toEqual(["shop-events", "User"]);
  });

  test("may be what a $ref at the top leads to", async () => {
    const { names, told } = await read({
      $schema: "http://json-schema.org/draft-04/schema#",
      $ref: "#/definitions/OrderCreated",
      definitions: { OrderCreated: object("id"), Other: object("x") },
    });
    expect(told).toEqual([]);
    expect(names).toEqual(["OrderCreated"]);
  });

  test("may contain itself, as one type", async () => {
    const { contract, told } = await read({
      type: "object",
      properties: { children: { type: "array", items: { $ref: "#" } } },
    });
    expect(told).toEqual([]);
    expect(contract?.definitions.size).toBe(1);
  });
});

describe("a union at the top", () => {
  test.each(["oneOf", "anyOf"])("%s names the events", async (keyword) => {
    const { names, told } = await read({
      title: "Events of a shop",
      type: "object",
      [keyword]: [ref("OrderCreated"), ref("OrderShipped")],
      $defs: {
        OrderCreated: object("id"),
        OrderShipped: object("id"),
        Never: object("x"),
      },
    });
    expect(told).toEqual([]);
    expect(names).toEqual(["OrderCreated", "OrderShipped"]);
  });

  test("is taken apart however deep, each event once, which is told", async () => {
    const { names, told } = await read({
      oneOf: [ref("issues_event"), ref("push$event"), ref("all")],
      $defs: {
        issues$opened: object("id"),
        issues$closed: object("id"),
        push$event: object("id"),
        issues_event: { oneOf: [ref("issues$opened"), ref("issues$closed")] },
        all: { oneOf: [ref("issues_event"), ref("all")] },
      },
    });
    expect(told).toEqual(["jsonschema-events-guessed"]);
    expect(names).toEqual(["issues.opened", "issues.closed", "push.event"]);
  });

  test("has members with a title, and in other files", async () => {
    const { names, told } = await readFiles({
      "events.json": {
        oneOf: [
          { title: "OrderCreated", ...object("id") },
          { $ref: "./order-shipped.json" },
          { $ref: "more.json#/$defs/OrderLost" },
        ],
      },
      "order-shipped.json": object("id"),
      "more.json": { $defs: { OrderLost: object("id") } },
    });
    expect(told).toEqual([]);
    expect(names).toEqual(["OrderCreated", "order-shipped", "OrderLost"]);
  });

  test("of parts without names, or with more to it, is one event", async () => {
    const parts = { oneOf: [object("a"), object("b")] };
    expect((await read(parts)).names).toEqual(["shop-events"]);
    const more = {
      oneOf: [ref("A"), ref("B")],
      required: ["kind"],
      $defs: { A: object("a"), B: object("b") },
    };
    expect((await read(more)).names).toEqual(["shop-events"]);
  });

  test("with a member that leads nowhere is told of", async () => {
    const { contract, told } = await read({ oneOf: [ref("Missing")] });
    expect(contract).toBeUndefined();
    expect(new Set(told)).toEqual(new Set(["reference-missing"]));
  });
});

describe("a bundle without a top", () => {
  const bundle = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    $defs: {
      OrderCreated: {
        type: "object",
        properties: { order: ref("Order") },
      },
      OrderNoted: {
        type: "object",
        properties: { at: { $ref: "#time" }, by: { $ref: "user.json" } },
      },
      Tree: { type: "object", properties: { below: ref("Tree") } },
      Order: object("id"),
      Status: { enum: ["open", "closed"] },
      Code: { type: "string" },
      Time: { $anchor: "time", type: "object" },
      User: { $id: "user.json", type: "object" },
    },
  };

  test("has for events the objects that nothing else refers to, which is told", async () => {
    const { names, diagnostics } = await read(bundle);
    expect(names).toEqual(["OrderCreated", "OrderNoted", "Tree"]);
    expect(diagnostics).toMatchObject([
      {
        id: "jsonschema-events-guessed",
        message:
          "3 of the schemas are taken for events, which no other one refers to: OrderCreated, OrderNoted, Tree",
      },
    ]);
  });

  test("lowers nothing that is not chosen", async () => {
    const { names, told, contract } = await read(
      {
        $defs: {
          Good: object("a"),
          Bad: { type: "object", properties: { x: ref("Missing") } },
        },
      },
      ["Good"],
    );
    expect(told).toEqual([]);
    expect(names).toEqual(["Good"]);
    expect(contract?.definitions.size).toBe(1);
  });

  test.each([
    [["*"], ["OrderCreated", "OrderNoted", "Tree"]],
    [["Order*"], ["OrderCreated", "OrderNoted"]],
    [["!Tree"], ["OrderCreated", "OrderNoted"]],
    [
      ["User", "Order"],
      ["User", "Order"],
    ],
  ])("--events %j, without a warning", async (events, expected) => {
    const { names, told } = await read(bundle, events);
    expect(told).toEqual([]);
    expect(names).toEqual(expected);
  });

  test("in which each is a part of another says that it needs a choice", async () => {
    const circle = {
      definitions: {
        A: { properties: { b: { $ref: "#/definitions/B" } } },
        B: { properties: { a: { $ref: "#/definitions/A" } } },
      },
    };
    expect((await read(circle)).told).toEqual(["jsonschema-no-events"]);
    expect((await read(circle, ["A"])).names).toEqual(["A"]);
  });

  test.each([
    [{ $schema: "https://json-schema.org/draft/2020-12/schema" }, undefined],
    [{ $defs: { A: { type: "string" } } }, undefined],
    [{ $defs: { A: object("a") } }, ["A", "!A"]],
  ])("%j has no events", async (schema, events) => {
    expect((await read(schema, events)).told).toEqual(["jsonschema-no-events"]);
  });

  test("a definition that only refers is an event by its own name", async () => {
    const { names, messages, told } = await readFiles(
      {
        "index.json": {
          $defs: {
            OrderCreated: {
              description: "An order was placed.",
              $ref: "./created.json",
            },
          },
        },
        "created.json": object("id"),
      },
      ["*"],
    );
    expect(told).toEqual([]);
    expect(names).toEqual(["OrderCreated"]);
    expect(messages).toMatchObject([{ description: "An order was placed." }]);
  });
});

/** The messages of a bundle whose definitions have these names. */
async function messagesOf(...names: readonly string[]) {
  const $defs = Object.fromEntries(names.map((name) => [name, object("id")]));
  return (await read({ $defs }, ["*"])).names;
}

describe("names of messages", () => {
  test("a $ between words is a dot, as in Octokit", async () => {
    expect(
      await messagesOf("issues$opened", "a$b$c", "$event", "cash$", "rt$x"),
    ).toEqual(["issues.opened", "a.b.c", "$event", "cash$", "rt$x"]);
  });

  test("a name as written is not taken away", async () => {
    expect(await messagesOf("a$b", "a.b")).toEqual(["a$b", "a.b"]);
  });

  test("patterns fit either spelling", async () => {
    const schema = {
      $defs: { issues$opened: object("id"), issues$closed: object("id") },
    };
    expect((await read(schema, ["issues.opened"])).names).toHaveLength(1);
    expect((await read(schema, ["issues$*"])).names).toHaveLength(2);
  });

  test("two that are alike are told apart by their way", async () => {
    const { names, told } = await readFiles({
      "all.json": {
        oneOf: [{ $ref: "a/created.json" }, { $ref: "b/created.json" }],
      },
      "a/created.json": object("id"),
      "b/created.json": object("id"),
    });
    expect(told).toEqual(["jsonschema-same-name"]);
    expect(names).toEqual(["created", "b.created"]);
  });
});

describe("dialects", () => {
  test("of the file hold for its definitions", async () => {
    const { messages, contract } = await read(
      {
        $schema: "http://json-schema.org/draft-07/schema#",
        definitions: { Pair: { type: "array", items: [true, false] } },
      },
      ["Pair"],
    );
    expect(messages).toHaveLength(1);
    const [pair] = [...contract!.definitions.values()];
    expect(pair?.schema.checks).toMatchObject([
      { kind: "type" },
      { kind: "array", prefixItems: [{}, {}] },
    ]);
  });

  test("one that nobody knows is told of", async () => {
    const schema = {
      $schema: "https://a.example/mine",
      $defs: { A: object("a") },
    };
    expect((await read(schema, ["*"])).told).toEqual([
      "schema-unknown-dialect",
    ]);
  });
});

test("a metaschema of the user's own is known where it is among the documents", async () => {
  const { told } = await read(
    {
      $schema: "https://a.example/mine",
      $defs: {
        A: object("a"),
        mine: {
          $id: "https://a.example/mine",
          $schema: "https://json-schema.org/draft/2020-12/schema",
        },
      },
    },
    ["A"],
  );
  expect(told).toEqual([]);
});

test("title and description of a schema are its message's", async () => {
  const A = { ...object("a"), title: "It was so", description: "Very much." };
  const { messages } = await read({
    title: "B",
    oneOf: [ref("A"), { title: "C", ...object("c") }],
    $defs: { A },
  });
  expect(messages).toMatchObject([
    { name: "A", summary: "It was so", description: "Very much." },
    { name: "C" },
  ]);
  expect(messages?.[1]).not.toHaveProperty("summary");
});

test("deprecated schemas are deprecated messages", async () => {
  const { messages } = await read(
    { $defs: { Old: { ...object("a"), deprecated: true } } },
    ["*"],
  );
  expect(messages).toMatchObject([{ name: "Old", deprecated: true }]);
});

test("names that are no event's own make no trouble", async () => {
  const text = `{ "$defs": { "__proto__": ${JSON.stringify(object("a"))}, "constructor": ${JSON.stringify(object("b"))}, "a/b~c": ${JSON.stringify(object("c"))} } }`;
  const { names, told } = await readFiles({ "a.json": text }, ["*"]);
  expect(told).toEqual([]);
  expect(names).toEqual(["__proto__", "constructor", "a/b~c"]);
});

test("unions in unions, deeper than any stack", async () => {
  const depth = 10_000;
  const $defs: Record<string, object> = { [`u${depth}`]: object("id") };
  for (let i = 0; i < depth; i++) {
    $defs[`u${i}`] = { oneOf: [ref(`u${i + 1}`)] };
  }
  const { names } = await read({ oneOf: [ref("u0")], $defs });
  expect(names).toEqual([`u${depth}`]);
});

test("a schema in YAML", async () => {
  const { names } = await readFiles({
    "order.yaml": "type: object\nproperties: { id: { type: string } }\n",
  });
  expect(names).toEqual(["order"]);
});
