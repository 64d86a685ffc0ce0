import { expect, test } from "vitest";
import type { Assertion } from "../../../src/contract/assertion.js";
import { mayAccept, propertiesOf } from "../../../src/contract/accepts.js";
import { parseAddress } from "../../../src/contract/address.js";
import type { Definition } from "../../../src/contract/model.js";
import { readContract } from "../../../src/frontends/read-contract.js";
import { pointerOf } from "../../../src/source/path.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

const origin = { file: { path: "a.yaml", text: "" }, path: undefined };
const assertion = (...checks: Assertion["checks"]): Assertion => ({
  checks,
  notes: {},
  origin,
});
const definition = (id: string, schema: Assertion): [string, Definition] => [
  id,
  { id, name: id, schema },
];

test("mayAccept says no only where it is certain", () => {
  const definitions = new Map([
    definition("int", assertion({ kind: "type", types: ["integer"] })),
    definition("loop", assertion({ kind: "reference", to: "loop" })),
  ]);
  const may = (...checks: Assertion["checks"]) =>
    mayAccept(assertion(...checks), "string", definitions);
  expect(may()).toBe(true);
  expect(may({ kind: "never" })).toBe(false);
  expect(may({ kind: "type", types: ["string", "null"] })).toBe(true);
  expect(may({ kind: "reference", to: "int" })).toBe(false);
  expect(may({ kind: "reference", to: "loop" })).toBe(true);
  expect(may({ kind: "reference", to: "gone" })).toBe(true);
  expect(may({ kind: "enum", values: [1, null] })).toBe(false);
  expect(may({ kind: "enum", values: [1, "a"] })).toBe(true);
  const int = assertion({ kind: "type", types: ["integer"] });
  expect(may({ kind: "anyOf", of: [int, assertion()] })).toBe(true);
  expect(may({ kind: "oneOf", of: [int, int] })).toBe(false);
  expect(may({ kind: "allOf", of: [assertion(), int] })).toBe(false);
  expect(may({ kind: "not", schema: assertion() })).toBe(true);
});

test("propertiesOf looks through references, and ends in cycles", () => {
  const object = (name: string, ...more: Assertion["checks"]) =>
    assertion(
      {
        kind: "object",
        properties: [{ name, schema: assertion() }],
        required: [`${name}!`],
      },
      ...more,
    );
  const definitions = new Map([
    definition("a", object("a", { kind: "reference", to: "b" })),
    definition("b", object("b", { kind: "reference", to: "a" })),
  ]);
  const schema = assertion({
    kind: "oneOf",
    of: [object("c"), assertion({ kind: "reference", to: "a" })],
  });
  const properties = propertiesOf(schema, definitions);
  expect(properties.get("c")).toHaveLength(1);
  expect(properties.get("c!")).toEqual([]);
  expect([...properties.keys()].sort()).toEqual([
    "a",
    "a!",
    "b",
    "b!",
    "c",
    "c!",
  ]);
});

test("parseAddress", () => {
  expect(parseAddress("a/{b}/c-{d}.{e}")).toEqual({
    parameters: ["b", "d", "e"],
  });
  expect(parseAddress("")).toEqual({ parameters: [] });
  expect(parseAddress("{__proto__}").parameters).toEqual(["__proto__"]);
  expect(parseAddress("{a}{a}").problem).toBe("{a} twice");
  expect(parseAddress("{a{b}").problem).toBe('a "{" that is not closed');
});

test("an example that does not fit its payload is told where it does not", async () => {
  const host = memoryReadHost({
    "a.yaml": `
realtime: 1
name: a
version: "1"
channels:
  a:
    serverToClient:
      x: { payload: Order, examples: [{ price: 1 }, { price: [1, two] }] }
types:
  Order:
    type: object
    properties: { price: { anyOf: [{ type: number }, { $ref: "#/types/List" }] } }
  List: { type: array, items: { type: number } }
`,
  });
  const { diagnostics, contract } = await readContract({
    entry: "a.yaml",
    host,
  });
  expect(contract).toBeDefined();
  expect(
    diagnostics.map(({ id, message, target }) => [
      id,
      message,
      pointerOf(target?.path),
    ]),
  ).toEqual([
    [
      "example-invalid",
      'an example of "x" does not fit the payload: /price/1 must be a number',
      "/channels/a/serverToClient/x/examples/1/price/1",
    ],
  ]);
});

/** Types of which each is the next one. */
function chain(length: number): string {
  return Array.from(
    { length },
    (_, i) => `  T${i}: { $ref: "#/types/T${i + 1}", title: "x" }\n`,
  ).join("");
}

async function toldOfChain(length: number): Promise<readonly string[]> {
  const host = memoryReadHost({
    "a.yaml": `
realtime: 1
name: a
version: "1"
channels:
  a:
    serverToClient:
      # Met from its end on, and by all that looks into schemas.
      v: { payload: T${length} }
      w: { payload: T${length - 1} }
      x: { payload: T0, headers: T0, key: id, examples: [{ id: 1 }] }
types:
${chain(length)}  T${length}: { type: object, properties: { id: { type: integer } } }
`,
  });
  const { diagnostics } = await readContract({ entry: "a.yaml", host });
  return diagnostics.map(({ id }) => id);
}

test("a chain of schemas that could exhaust the stack is told once", async () => {
  expect(await toldOfChain(150)).toEqual([]);
  expect(await toldOfChain(5_000)).toEqual(["schema-chain"]);
});
