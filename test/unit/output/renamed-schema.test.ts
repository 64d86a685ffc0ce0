import { expect, test } from "vitest";
import { compile } from "../../../src/pipeline.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

const NATIVE = `
realtime: 1
name: shop
version: "1"
channels:
  orders: { serverToClient: { placed: { payload: Order } } }
types:
  Order: { type: object, properties: { parent: { $ref: "#/types/Order" } } }
`;

/** A tree that is read in the scope of another, which the definition's id tells. */
const DYNAMIC = JSON.stringify({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Strict",
  $dynamicAnchor: "node",
  $ref: "#/$defs/tree",
  required: ["label"],
  properties: { plain: { $ref: "tree#/$defs/leaf" } },
  $defs: {
    tree: {
      $id: "tree",
      $dynamicAnchor: "node",
      type: "object",
      properties: {
        label: { type: "string" },
        children: { type: "array", items: { $dynamicRef: "#node" } },
      },
      $defs: { leaf: { type: "object", properties: { of: { $ref: "#" } } } },
    },
  },
});

async function generated(entry: string, text: string) {
  const { result } = await compile({
    entry,
    ledger: "realtime.lock",
    host: memoryReadHost({ [entry]: text }),
    importEndings: [".js"],
    config: {
      schema: entry,
      outputs: [{ dir: "out", side: "both", transports: ["sse"] }],
      engines: ["memory"],
    },
  });
  return result && { outputs: result.outputs, ledger: result.ledger };
}

test.each([
  ["native", NATIVE, "#/types/Order"],
  ["with dynamic references", DYNAMIC, "#/$defs/tree@node=%23"],
])("a renamed schema file gives the same files: %s", async (_, text, key) => {
  const first = await generated("shop.yaml", text);
  expect(first?.ledger).toContain(`type "${key}"`);
  expect(first?.ledger).not.toContain("shop.yaml");
  expect(await generated("schemas/other.yaml", text)).toEqual(first);
});
