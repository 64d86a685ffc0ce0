import { expect, test } from "vitest";
import { printYaml } from "../../../src/documents/print-yaml.js";

test("small maps and lists stand on one line, the document's structure does not", () => {
  const Order = {
    description: "What a customer bought.",
    type: "object",
    required: ["id", "items"],
    properties: {
      id: { type: "string", format: "uuid" },
      items: {
        type: "array",
        minItems: 1,
        items: { $ref: "#/types/OrderItem" },
      },
      status: {
        enum: ["placed in the shop", "shipped to the customer", "cancelled"],
      },
      note: {
        type: ["string", "null"],
        description: "Anything.\nOver two lines.",
      },
    },
  };
  const text = printYaml({
    realtime: 1,
    version: "1.0.0",
    channels: { orders: { history: { maxEvents: 10, maxAge: "24h" } } },
    types: { Order, Sku: { type: "string" } },
  });
  expect(text).toMatchInlineSnapshot(`
    "realtime: 1
    version: "1.0.0"
    channels:
      orders:
        history: { maxEvents: 10, maxAge: 24h }
    types:
      Order:
        description: What a customer bought.
        type: object
        required: [id, items]
        properties:
          id: { type: string, format: uuid }
          items: { type: array, minItems: 1, items: { $ref: "#/types/OrderItem" } }
          status:
            enum: [placed in the shop, shipped to the customer, cancelled]
          note:
            type: [string, "null"]
            description: |-
              Anything.
              Over two lines.
      Sku:
        type: string
    "
  `);
});
