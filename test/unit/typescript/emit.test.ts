import * as fc from "fast-check";
import { format } from "prettier";
import ts from "typescript5";
import { describe, expect, test } from "vitest";
import { bodyText, emitJson, load } from "../../support/compile-schema.js";
import { document } from "../../property/schema/arbitrary-schema.js";
import type { Json } from "../../../src/source/json.js";
import { documents, HARMLESS, HOSTILE } from "./fixtures.js";

function source(text: string): ts.SourceFile & { parseDiagnostics: unknown[] } {
  // The property is there, but not in the declarations.
  return ts.createSourceFile(
    "a.ts",
    text,
    ts.ScriptTarget.ES2022,
    true,
  ) as never;
}

/** Kinds of the top-level statements, and every call by the name called. */
function outline(text: string): { statements: number[]; calls: Set<string> } {
  const file = source(text);
  expect(file.parseDiagnostics).toEqual([]);
  const calls = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node))
      calls.add(node.expression.getText().replace(/^check.*/s, "check"));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { statements: file.statements.map(({ kind }) => kind), calls };
}

describe("emitted text", () => {
  // Layout knows of quotes and widths only: a few hostile names will do.
  const laidOut = [...HARMLESS, ...HOSTILE.filter((_, i) => i % 4 === 0)];
  test.each(laidOut)("is prettier's own: %j", async (name) => {
    for (const one of documents(name)) {
      const text = bodyText(emitJson(one, name));
      expect(await format(text, { parser: "typescript" })).toBe(text);
    }
  });

  test("is prettier's own for names of every length", async () => {
    const shapes: readonly Json[] = [
      {},
      false,
      { type: "string" },
      { const: "a text that is long enough not to fit beside a name" },
      { enum: [1, 2] },
      { $ref: "#/$defs/other" },
      { type: "array", items: { $ref: "#/$defs/other" } },
      { type: "array", items: { enum: ["a".repeat(30), "b".repeat(45)] } },
      { type: "array", items: { type: ["string", "null"] } },
      { type: "object", additionalProperties: { type: "string" } },
      {
        type: ["object", "null"],
        additionalProperties: { type: ["string", "number"] },
      },
      { type: "array", items: { type: "object", minProperties: 1 } },
      {
        type: "array",
        prefixItems: [{ type: "string" }, { type: ["string", "null"] }],
        minItems: 1,
      },
      { type: "array", prefixItems: [{ type: "string" }], items: false },
      { type: "array", items: false, prefixItems: [] },
      { type: ["string", "number", "boolean"] },
      {
        allOf: [{ $ref: "#/$defs/base" }, { $ref: "#/$defs/secondBase" }],
        type: "object",
        required: ["a"],
      },
    ];
    const texts: string[] = [];
    for (let length = 44; length <= 60; length++)
      for (const shape of shapes) {
        const name = `N${"n".repeat(length - 1)}`;
        const $defs = {
          [name]: shape,
          other: { type: "object" },
          base: { type: "object", properties: { a: { type: "string" } } },
          secondBase: { type: "object", properties: { b: { const: 1 } } },
        };
        const root = { $ref: `#/$defs/${name}`, $defs };
        texts.push(bodyText(emitJson(root)));
      }
    const text = texts.join("\n");
    expect(await format(text, { parser: "typescript" })).toBe(text);
  });

  test("is prettier's own for generated schemas", async () => {
    const all = fc.sample(document, { seed: 3, numRuns: 150 }).map((one) => {
      const plain = JSON.parse(JSON.stringify(one)) as Json;
      return bodyText(emitJson(plain));
    });
    const text = all.join("\n");
    expect(await format(text, { parser: "typescript" })).toBe(text);
  });

  test.each(HOSTILE)("has nothing of a hostile name's: %j", (name) => {
    const harmless = documents("harmless");
    for (const [i, one] of documents(name).entries()) {
      const text = bodyText(emitJson(one, name));
      const { statements, calls } = outline(text);
      expect(calls).not.toContain("alert");
      const plain = outline(bodyText(emitJson(harmless[i]!, "harmless")));
      expect(statements).toEqual(plain.statements);
      // Inherited names are read in another way; all else is the same.
      calls.delete("own");
      expect(calls).toEqual(plain.calls);
      expect(text).not.toMatch(/<\/script|<!--|[\u2028\u2029\u202e\ufeff]/);
    }
  });

  test.each(HOSTILE)("means the name: %j", (name) => {
    const check = load(
      emitJson({
        type: "object",
        required: [name],
        additionalProperties: false,
        properties: Object.fromEntries([[name, { type: "string" }]]),
      }),
    ).get("root")!;
    const json = JSON.stringify(name);
    expect(check(JSON.parse(`{${json}: "x"}`))).toBeUndefined();
    expect(check(JSON.parse(`{${json}: 5}`))).toEqual([
      { path: [name], code: "type", message: "must be a string" },
    ]);
    expect(check({})).toEqual([
      { path: [name], code: "required", message: "is required" },
    ]);
  });
});

/** The name of the root check's parameter. */
function parameter(schema: Json): string | undefined {
  const { validator } = emitJson(schema).byId.get("root")!;
  return /checkRoot\(\s*(\w+): unknown/.exec(validator)?.[1];
}

test("a check that does not read its value says so", () => {
  expect(parameter({})).toBe("_v");
  expect(parameter(true)).toBe("_v");
  expect(parameter(false)).toBe("_v");
  expect(parameter({ not: {} })).toBe("_v");
  expect(parameter({ not: { type: "null" } })).toBe("v");
  expect(parameter({ minItems: 0 })).toBe("_v");
  expect(parameter({ type: "null" })).toBe("v");
  expect(parameter({ properties: {} })).toBe("v");
  expect(parameter({ anyOf: [{ type: "null" }, {}] })).toBe("v");
  expect(parameter({ minLength: 1 })).toBe("v");
});

test("a reference described by an allOf is called as it is", () => {
  const { byId } = emitJson({
    type: "object",
    properties: {
      id: {
        allOf: [{ $ref: "#/$defs/id" }, { description: "Of the comment." }],
      },
    },
    $defs: { id: { type: "string" } },
  });
  expect(byId.get("root")?.validator).toContain(
    `bad = under(bad, "id", checkId(v["id"]))`,
  );
});

describe("declarations", () => {
  test("say what they need from elsewhere", () => {
    const { declarations, byId } = emitJson({
      type: "object",
      properties: {
        id: { type: "string", format: "uuid" },
        next: { $ref: "#/$defs/node" },
      },
      $defs: {
        node: { type: "object", properties: { up: { $ref: "#/$defs/node" } } },
      },
    });
    expect(declarations.map(({ name, kind }) => [name, kind])).toEqual([
      ["Node", "definition"],
      ["Root", "root"],
    ]);
    const root = byId.get("root")!;
    expect(root.check).toBe("checkRoot");
    expect(root.schema).toBe("RootSchema");
    expect(root.imports).toEqual({
      types: ["test.json#/$defs/node"],
      checks: ["test.json#/$defs/node"],
    });
    expect(root.runtime.formats).toEqual(["uuid"]);
    expect(root.runtime.validation).toContain("isObject");
    expect(root.types).toBe(
      "export interface Root {\n  id?: string;\n  next?: Node;\n}\n",
    );
  });

  test("a text that says the name of a helper does not need it", () => {
    const { byId } = emitJson({
      type: "object",
      properties: {
        none: { type: "string" },
        said: { enum: ["none", "it's here", 'say "none"'] },
      },
    });
    const { validation } = byId.get("root")!.runtime;
    expect(validation).toContain("among");
    expect(validation).not.toContain("none");
    expect(validation).not.toContain("here");
  });

  test("an alias has its target's check", () => {
    const { byId } = emitJson({
      $ref: "#/$defs/order",
      $defs: { order: { type: "object", properties: { a: {} } } },
    });
    const root = byId.get("root")!;
    expect(root.types).toBe("export type Root = Order;\n");
    expect(root.check).toBe("checkOrder");
    expect(root.imports.checks).toEqual(["test.json#/$defs/order"]);
  });

  test("nested objects have names, small things stay where they are", () => {
    const { byId } = emitJson(
      {
        type: "object",
        required: ["items"],
        properties: {
          items: {
            type: "array",
            items: { type: "object", properties: { sku: { type: "string" } } },
          },
          labels: { type: "object", additionalProperties: { type: "string" } },
          size: { type: ["number", "null"] },
          payment: {
            oneOf: [
              {
                type: "object",
                required: ["by"],
                properties: { by: { const: "card" } },
              },
              {
                type: "object",
                required: ["by"],
                properties: { by: { const: "cash" } },
              },
            ],
          },
        },
      },
      "order",
    );
    const { declared, types } = byId.get("root")!;
    expect(declared).toEqual([
      "Order",
      "OrderItem",
      "OrderPaymentCard",
      "OrderPaymentCash",
    ]);
    expect(types).toContain("items: OrderItem[];");
    expect(types).toContain("labels?: { [key: string]: string };");
    expect(types).toContain("size?: number | null;");
    expect(types).toContain("payment?: OrderPaymentCard | OrderPaymentCash;");
  });
});
