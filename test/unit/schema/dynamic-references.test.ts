import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/source/json.js";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { createLowering } from "../../../src/schema/lower.js";
import { emitSchemas, load, lowerJson } from "../../support/compile-schema.js";
import { jsonHost } from "../../support/json-host.js";

const text: Json = { type: "string" };
const number: Json = { type: "number" };

/** A list whose items whoever refers to it may decide, with a type of its own that they do not touch. */
const list: Json = {
  $id: "https://example.com/list",
  type: "object",
  required: ["items"],
  properties: {
    items: { type: "array", items: { $dynamicRef: "#item" } },
    page: { $ref: "#/$defs/page" },
  },
  $defs: {
    item: { $dynamicAnchor: "item" },
    page: { type: "object", properties: { next: text } },
  },
};

const listOf = (id: string, item: Json): Json => ({
  $id: `https://example.com/${id}`,
  $ref: "list",
  $defs: { item: { $dynamicAnchor: "item", ...(item as object) } },
});

function compiled(schema: Json) {
  const { schema: root, lowering, diagnostics } = lowerJson(schema);
  const roots = [{ key: "root", wantedName: "Root", schema: root }];
  const emitted = emitSchemas(roots, lowering.definitions);
  const check = load(emitted).get("root")!;
  return {
    ids: [...lowering.definitions.keys()],
    names: emitted.declarations.map(({ name }) => name),
    told: diagnostics.list.map(({ id }) => id),
    accepts: (value: Json) => check(value) === undefined,
  };
}

describe("a schema with dynamic references is one definition for each scope", () => {
  const both: Json = {
    type: "object",
    properties: {
      texts: { $ref: "https://example.com/text-list" },
      numbers: { $ref: "https://example.com/number-list" },
      any: { $ref: "https://example.com/list" },
    },
    $defs: {
      list,
      texts: listOf("text-list", text),
      numbers: listOf("number-list", number),
    },
  };

  test("each accepts its own items", () => {
    const { accepts, told } = compiled(both);
    expect(told).toEqual([]);
    expect(accepts({ texts: { items: ["a"] } })).toBe(true);
    expect(accepts({ texts: { items: [1] } })).toBe(false);
    expect(accepts({ numbers: { items: [1] } })).toBe(true);
    expect(accepts({ numbers: { items: ["a"] } })).toBe(false);
    expect(accepts({ any: { items: [1, "a", null] } })).toBe(true);
  });

  test("what they do not touch is shared, and names are of whom they are for", () => {
    const { ids, names } = compiled(both);
    expect(ids.filter((id) => id.includes("page"))).toHaveLength(1);
    expect(new Set(ids).size).toBe(ids.length);
    expect(names.filter((name) => /\d/.test(name))).toEqual([]);
    expect(names).toContain("List");
    expect(names).toContain("ListNumbers");
  });

  test("who comes first takes the plain name", () => {
    const { names } = compiled({
      $ref: "https://example.com/text-list",
      $defs: { list, texts: listOf("text-list", text) },
    });
    expect(names).toContain("List");
    expect(names.filter((name) => name.startsWith("List"))).toEqual(["List"]);
  });
});

test("a tree that is made stricter is stricter all the way down", () => {
  const tree: Json = {
    $id: "https://example.com/tree",
    $dynamicAnchor: "node",
    type: "object",
    properties: {
      data: true,
      children: { type: "array", items: { $dynamicRef: "#node" } },
    },
  };
  const { accepts, ids } = compiled({
    $id: "https://example.com/strict-tree",
    $dynamicAnchor: "node",
    $ref: "tree",
    unevaluatedProperties: false,
    $defs: { tree },
  });
  expect(accepts({ children: [{ data: 1 }] })).toBe(true);
  expect(accepts({ children: [{ daat: 1 }] })).toBe(false);
  expect(ids).toHaveLength(2);
});

test("without dynamic anchors there is nothing but places", () => {
  const { ids } = compiled({
    $ref: "#/$defs/a",
    $defs: { a: { type: "array", items: { $ref: "#/$defs/a" } } },
  });
  expect(ids).toEqual(["test.json#/$defs/a"]);
});

test("a dynamic reference to what has no dynamic anchor is a plain one", () => {
  const { accepts, told } = compiled({
    type: "array",
    items: { $dynamicRef: "#item" },
    $defs: { item: { $anchor: "item", ...(text as object) } },
  });
  expect(told).toEqual([]);
  expect(accepts(["a"])).toBe(true);
  expect(accepts([1])).toBe(false);
});

test("a dynamic reference that leads nowhere is told once", () => {
  const { told } = compiled({
    type: "array",
    items: { $dynamicRef: "#itme" },
    $defs: { item: { $dynamicAnchor: "item" } },
  });
  expect(told).toEqual(["reference-anchor-missing"]);
});

test("thousands of schemas around a dynamic reference are looked at once each", () => {
  // Each leads to the next two: ways through them are beyond counting.
  const $defs: Record<string, Json> = {
    end: {
      $dynamicAnchor: "node",
      type: "array",
      items: { $dynamicRef: "#node" },
    },
  };
  const last = 2000;
  for (let i = 0; i < last; i++) {
    const next = (step: number): Json => ({
      $ref: i + step < last ? `#/$defs/d${i + step}` : "#/$defs/end",
    });
    $defs[`d${i}`] = { type: "object", properties: { a: next(1), b: next(2) } };
  }
  const diagnostics = new Diagnostics();
  let resolved = 0;
  const host = jsonHost(
    { "test.json": { $ref: "#/$defs/d0", $defs } },
    diagnostics,
  );
  const counting: typeof host = {
    ...host,
    resolve: (...args) => {
      resolved++;
      return host.resolve(...args);
    },
  };
  const lowering = createLowering(counting, "2020-12");
  lowering.lower({ $ref: "#/$defs/d0" }, host.top("test.json"));
  expect(lowering.definitions.size).toBe(last + 1);
  expect(resolved).toBeLessThan(6 * last);
});

test("ways through resources beyond counting are refused", () => {
  // Each stage goes through one of two resources, and each such way counts.
  const stages = 30;
  const $defs: Record<string, Json> = {};
  for (let i = 0; i < stages; i++)
    for (const side of ["l", "r"])
      $defs[`${side}${i}`] = {
        $id: `https://example.com/${side}${i}`,
        $defs: { own: { $dynamicAnchor: `a${i}`, title: side } },
        anyOf:
          i + 1 < stages
            ? [{ $ref: `l${i + 1}` }, { $ref: `r${i + 1}` }]
            : Array.from({ length: stages }, (_, n) => ({
                $dynamicRef: `l${n}#a${n}`,
              })),
      };
  const { diagnostics, lowering } = lowerJson({
    $ref: "https://example.com/l0",
    $defs,
  });
  const told = new Set(diagnostics.list.map(({ id }) => id));
  expect(told).toEqual(new Set(["schema-too-many-scopes"]));
  expect(lowering.definitions.size).toBeLessThan(10_000);
});
