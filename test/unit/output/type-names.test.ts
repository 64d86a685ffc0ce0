import { describe, expect, it } from "vitest";
import { compile } from "../../../src/pipeline.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

const payload = { type: "object", properties: { id: { type: "string" } } };

/** Compiles events of one channel; gives codes and messages, and the ledger. */
async function compiled(
  serverToClient: object,
  ledger = "",
  types: object = {},
) {
  const document = {
    realtime: 1,
    name: "n",
    version: "1",
    channels: { shop: { serverToClient } },
    types,
  };
  const { diagnostics, result } = await compile({
    entry: "s.json",
    ledger: "realtime.lock",
    host: memoryReadHost({
      "s.json": JSON.stringify(document),
      "realtime.lock": ledger,
    }),
    importEndings: [".js"],
    config: {
      schema: "s.json",
      outputs: [{ dir: "o", side: "both", transports: ["sse"] }],
      engines: ["memory"],
    },
  });
  return {
    told: diagnostics.map(({ code, message }) => `${code} ${message}`),
    ledger: result?.ledger ?? "",
  };
}

describe("names that users choose", () => {
  it("come before names that are made", async () => {
    const { told, ledger } = await compiled({
      "order.placed": { payload },
      "order.made": { payload, typeName: "OrderPlaced" },
      event: { payload, typeName: "ShopChannel" },
    });
    expect(told).toEqual([]);
    expect(ledger).toContain('order.made" OrderPlaced\n');
    expect(ledger).toContain('order.placed" OrderPlacedEvent\n');
    expect(ledger).toContain('event" ShopChannel\n');
  });

  it.each(["Promise", "class", "client", "a".repeat(61)])(
    "are refused where they mean something else: %s",
    async (typeName) => {
      const { told } = await compiled({ m: { payload, typeName } });
      expect(told).toEqual([
        `RT6504 "${typeName}" cannot be the name of a type`,
      ]);
    },
  );

  it("are refused where another type has them", async () => {
    const twice = {
      a: { payload, typeName: "Order" },
      b: { payload, typeName: "order" },
    };
    expect((await compiled(twice)).told).toEqual([
      'RT6505 the typeName "order" is already that of shop/serverToClient/a',
    ]);
    const ledger = 'type "shop/serverToClient/a" Order\n';
    const later = await compiled({ b: { payload, typeName: "Order" } }, ledger);
    expect(later.told).toHaveLength(1);
    expect(later.told[0]).toMatch(/^RT6505 /);
  });
});

describe("a message and a type of the same name", () => {
  const types = { OrderCreated: payload };

  it("are one", async () => {
    const messages = { "order.created": { payload: "OrderCreated" } };
    const { told, ledger } = await compiled(messages, "", types);
    expect(told).toEqual([]);
    expect(ledger).toContain('type "#/types/OrderCreated" OrderCreated\n');
    expect(ledger).not.toContain("serverToClient");
  });

  it("stay two where the ledger has them so", async () => {
    const before = 'type "shop/serverToClient/order.created" OrderCreated\n';
    const messages = { "order.created": { payload: "OrderCreated" } };
    const { ledger } = await compiled(messages, before, types);
    expect(ledger).toContain('order.created" OrderCreated\n');
    expect(ledger).toContain('type "#/types/OrderCreated" OrderCreated2\n');
  });
});

describe("keys of the ledger", () => {
  it("tell names with slashes from what is inside others", async () => {
    const inline = (property: string) => ({
      type: "object",
      properties: { [property]: payload },
    });
    const { told, ledger } = await compiled({
      a: { payload: inline("b/c") },
      "a/headers": { payload },
      d: {
        payload: {
          type: "object",
          properties: { b: inline("c"), "b/c": payload, "": inline("b") },
        },
      },
    });
    expect(told).toEqual([]);
    const keys = ledger
      .split("\n")
      .filter((line) => line.startsWith("type"))
      .map((line) => /"(.*)"/.exec(line)![1]);
    expect(keys).toEqual(
      expect.arrayContaining([
        "shop/serverToClient/a%2Fheaders",
        "shop/serverToClient/a#b%2Fc",
        "shop/serverToClient/d#b/c",
        "shop/serverToClient/d#b%2Fc",
        "shop/serverToClient/d#%",
        "shop/serverToClient/d#%/b",
      ]),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("survive another name of the schema, and a null more", async () => {
    const before = await compiled({ m: { payload: "T" } }, "", { T: payload });
    expect(before.ledger).toContain('"#/types/T" T\n');
    const first = await compiled(withProperty(payload));
    const nullable = { anyOf: [{ type: "null" }, payload] };
    const second = await compiled(withProperty(nullable), first.ledger);
    expect(second.ledger).toBe(first.ledger);
  });
});

function withProperty(schema: object): object {
  return { m: { payload: { type: "object", properties: { p: schema } } } };
}
