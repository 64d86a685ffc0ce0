import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { Documents } from "../../../src/documents/documents.js";
import type { Json } from "../../../src/source/json.js";
import { originAt } from "../../../src/source/path.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

async function open(files: Readonly<Record<string, Json>>) {
  const diagnostics = new Diagnostics();
  const texts = Object.entries(files).map(
    ([path, value]) => [path, JSON.stringify(value)] as const,
  );
  const [entry = ""] = Object.keys(files);
  const host = memoryReadHost(Object.fromEntries(texts));
  const documents = await Documents.open(entry, host, diagnostics);
  if (!documents) throw new Error(`${entry} cannot be read`);
  const { file } = documents.entry;
  return {
    idOf: (ref: string, from: readonly (string | number)[] = []) =>
      documents.resolve(ref, originAt(file, from))?.id,
    told: () => diagnostics.list.map(({ id }) => id),
    read: () => host.reads.map(({ path }) => path),
    documents,
  };
}

describe("what only looks like an identifier", () => {
  const other = { $id: "https://example.com/a", $anchor: "x", type: "null" };
  const real = { $id: "https://example.com/a", $anchor: "x", type: "string" };

  test.each<[string, Json]>([
    ["in an enum", { enum: [other] }],
    ["in a const", { const: other }],
    ["in an example", { examples: [other] }],
    ["in a default", { default: other }],
    ["under an unknown keyword", { shared: { a: other } }],
  ])("%s", async (_, schema) => {
    const { idOf, told } = await open({
      "a.json": { $defs: { first: schema, second: real } },
    });
    expect(idOf("https://example.com/a")).toBe("a.json#/$defs/second");
    expect(idOf("https://example.com/a#x")).toBe("a.json#/$defs/second");
    expect(told()).toEqual([]);
  });

  test("a property may be called so", async () => {
    const { idOf } = await open({
      "a.json": {
        properties: { $id: { type: "string" }, enum: { $anchor: "e" } },
      },
    });
    expect(idOf("#/properties/$id")).toBe("a.json#/properties/$id");
    expect(idOf("#e")).toBe("a.json#/properties/enum");
  });

  test("where nothing better has the name, it is taken", async () => {
    const { idOf } = await open({
      "a.json": { not: { shared: { a: other } } },
    });
    expect(idOf("https://example.com/a")).toBe("a.json#/not/shared/a");
  });

  test("around schemas anything may hold one, whatever it is called", async () => {
    const { idOf } = await open({
      "a.json": { channels: { default: { payload: real } } },
    });
    expect(idOf("https://example.com/a")).toBe(
      "a.json#/channels/default/payload",
    );
  });
});

const draft = (number: number): Json =>
  `http://json-schema.org/draft-0${number}/schema#`;

describe("drafts", () => {
  test("draft 4 says id, and so says nothing else", async () => {
    const definitions = { a: { id: "#x" }, b: { id: "b.json" } };
    const old = await open({ "a.json": { $schema: draft(4), definitions } });
    expect(old.idOf("#x")).toBe("a.json#/definitions/a");
    expect(old.idOf("b.json")).toBe("a.json#/definitions/b");
    const later = await open({ "a.json": { $schema: draft(7), definitions } });
    expect(later.idOf("#x")).toBe(undefined);
    const application = await open({ "a.json": { id: "urn:app" } });
    expect(application.idOf("urn:app")).toBe(undefined);
  });

  test("before 2019-09 an anchor is a fragment in $id, and $ref hides it", async () => {
    const definitions = {
      a: { $id: "#x" },
      b: { $id: "https://example.com/b#y" },
      c: { $id: "https://example.com/c", $ref: "#x" },
    };
    const { idOf } = await open({
      "a.json": { $schema: draft(7), definitions },
    });
    expect(idOf("#x")).toBe("a.json#/definitions/a");
    expect(idOf("https://example.com/b#y")).toBe("a.json#/definitions/b");
    expect(idOf("https://example.com/c")).toBe(undefined);
    const later = await open({ "a.json": { $defs: definitions } });
    expect(later.idOf("https://example.com/c")).toBe("a.json#/$defs/c");
  });
});

describe("bases", () => {
  test("a relative $id moves what stands below it, files too", async () => {
    const { idOf, read, told } = await open({
      "schema/a.json": {
        $defs: {
          b: { $id: "folder/", $ref: "c.json" },
          d: { $id: "folder/d.json", $defs: { e: { $id: "e.json" } } },
        },
      },
      "schema/folder/c.json": { type: "string" },
    });
    expect(read()).toContain("schema/folder/c.json");
    expect(idOf("c.json", ["$defs", "b", "$ref"])).toBe(
      "schema/folder/c.json#",
    );
    expect(idOf("folder/e.json")).toBe("schema/a.json#/$defs/d/$defs/e");
    expect(told()).toEqual([]);
  });

  test("files beside each other are found, whatever their $id says", async () => {
    const { idOf, told } = await open({
      "schema/a.json": {
        $id: "https://example.com/schemas/a",
        $ref: "b.json",
      },
      "schema/b.json": { type: "string" },
    });
    expect(idOf("b.json", ["$ref"])).toBe("schema/b.json#");
    expect(told()).toEqual([]);
  });

  test("a urn has anchors, and nothing beside it", async () => {
    const { idOf, told } = await open({
      "a.json": {
        $id: "urn:uuid:deadbeef-1234-ffff-ffff-4321feebdaed",
        $defs: { a: { $anchor: "x" } },
      },
    });
    const urn = "urn:uuid:deadbeef-1234-ffff-ffff-4321feebdaed";
    expect(idOf(`${urn}#x`)).toBe("a.json#/$defs/a");
    expect(idOf(`${urn}#/$defs/a`)).toBe("a.json#/$defs/a");
    expect(told()).toEqual([]);
    expect(idOf("urn:example:other")).toBe(undefined);
    expect(told()).toEqual(["reference-scheme"]);
  });

  test("an anchor belongs to its resource", async () => {
    const { idOf } = await open({
      "a.json": {
        $defs: {
          a: { $id: "https://example.com/a", $defs: { x: { $anchor: "x" } } },
          b: { $anchor: "x" },
        },
      },
    });
    expect(idOf("#x")).toBe("a.json#/$defs/b");
    expect(idOf("#x", ["$defs", "a", "$ref"])).toBe("a.json#/$defs/a/$defs/x");
    expect(idOf("https://example.com/a#x")).toBe("a.json#/$defs/a/$defs/x");
  });

  test("the first of two that say the same is it", async () => {
    const { idOf } = await open({
      "a.json": {
        $defs: {
          a: { $id: "urn:a" },
          b: { $id: "urn:a" },
          c: { $ref: "b.json" },
        },
      },
      "b.json": { $id: "urn:a" },
    });
    expect(idOf("urn:a")).toBe("a.json#/$defs/a");
  });

  test("the same text means another place below another $id", async () => {
    const { idOf } = await open({
      "a.json": {
        $defs: {
          a: { $id: "https://a.example/x", $defs: { y: { $id: "y" } } },
          b: { $id: "https://b.example/x", $defs: { y: { $id: "y" } } },
        },
      },
    });
    for (const key of ["a", "b"])
      expect(idOf("y", ["$defs", key, "$ref"])).toBe(
        `a.json#/$defs/${key}/$defs/y`,
      );
  });
});

test("dynamic anchors by the resources that have them", async () => {
  const { documents } = await open({
    "a.json": {
      $dynamicAnchor: "node",
      $defs: {
        b: { $id: "b", $dynamicAnchor: "node" },
        c: { $id: "c", $recursiveAnchor: true },
        d: { $recursiveAnchor: true },
      },
    },
  });
  const uris = [...documents.dynamicAnchors].map(
    ([name, resources]) => [name, resources.map(({ uri }) => uri)] as const,
  );
  expect(uris).toEqual([
    ["node", ["a.json", "b"]],
    ["", ["c"]],
  ]);
});
