import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { Documents } from "../../../src/documents/documents.js";
import { originAt } from "../../../src/source/path.js";
import { memoryReadHost } from "../../support/memory-read-host.js";

async function open(
  files: Readonly<Record<string, string>>,
  {
    entry = "schema/main.yaml",
    links = {},
    root,
  }: {
    readonly entry?: string;
    readonly links?: Readonly<Record<string, string>>;
    readonly root?: string;
  } = {},
) {
  const diagnostics = new Diagnostics();
  const host = memoryReadHost(files, links);
  const documents = await Documents.open(entry, host, diagnostics, root);
  const resolve = (ref: string, from: readonly (string | number)[] = []) => {
    const found = documents!.resolve(
      ref,
      originAt(documents!.entry.file, from),
    );
    return found && { id: found.id, name: found.name, value: found.value };
  };
  const told = () => diagnostics.list.map(({ id }) => id);
  return { documents, resolve, told, host };
}

describe("resolve", () => {
  test("a pointer into the same file", async () => {
    const { resolve } = await open({
      "schema/main.yaml": "types: { Order: { type: string } }\n'a/b~c%': [x]",
    });
    expect(resolve("#/types/Order")).toEqual({
      id: "schema/main.yaml#/types/Order",
      name: "Order",
      value: { type: "string" },
    });
    expect(resolve("#/a~1b~0c%25/0")?.value).toBe("x");
    expect(resolve("#")?.name).toBe("main");
  });

  test("the same place has the same id by every way", async () => {
    const { resolve } = await open({
      "schema/main.yaml":
        "a: { $ref: parts/x.yaml#/A }\nb: { $ref: '#/a' }\nc: { $ref: parts/x.yaml }",
      "schema/parts/x.yaml": "A: { $ref: '../main.yaml#/d' }\nB: 1",
    });
    const ways = [
      "parts/x.yaml#/B",
      "./parts/x.yaml#/B",
      "parts/../parts/x.yaml#/B",
    ];
    for (const way of ways) {
      expect(resolve(way)?.id).toBe("schema/parts/x.yaml#/B");
    }
    expect(resolve("main.yaml#/b")?.id).toBe("schema/main.yaml#/b");
  });

  test("a pointer through something that is itself a reference", async () => {
    const { resolve } = await open({
      "schema/main.yaml":
        "channels: { a: { $ref: x.json#/A } }\ngo: { $ref: x.json }",
      "schema/x.json": '{"A": {"messages": {"m": {"payload": 1}}}}',
    });
    const found = resolve("#/channels/a/messages/m");
    expect(found?.id).toBe("schema/x.json#/A/messages/m");
    expect(resolve("#/channels/a/messages/m/payload")?.name).toBe("m payload");
  });

  test("$id and $anchor, of this file and of others", async () => {
    const { resolve, told } = await open({
      "schema/main.yaml": `
types:
  A: { $id: "https://example.com/a.json", $defs: { X: { type: string } }, properties: { x: { $ref: "#/$defs/X" } } }
  B: { $anchor: bee }
  C: { $ref: other.yaml }
`,
      "schema/other.yaml":
        '$id: "https://example.com/other.json"\nX: { $anchor: ex }',
    });
    expect(resolve("https://example.com/a.json")?.id).toBe(
      "schema/main.yaml#/types/A",
    );
    expect(resolve("other.json#/X", ["types", "A", "properties"])?.id).toBe(
      "schema/other.yaml#/X",
    );
    expect(resolve("#/$defs/X", ["types", "A", "properties", "x"])?.id).toBe(
      "schema/main.yaml#/types/A/$defs/X",
    );
    expect(resolve("#/types/B", ["types", "A", "properties", "x"])?.id).toBe(
      "schema/main.yaml#/types/B",
    );
    expect(resolve("#bee")?.id).toBe("schema/main.yaml#/types/B");
    expect(resolve("other.yaml#ex")?.id).toBe("schema/other.yaml#/X");
    expect(told()).toEqual([]);
  });

  test("never leaves the folder: by .., by a link, by an absolute path", async () => {
    const { resolve, told, host } = await open(
      {
        "schema/main.yaml":
          "a: [{ $ref: ../secret.yaml }, { $ref: link.yaml }, { $ref: sub/../../secret.yaml }, { $ref: /secret.yaml }, { $ref: 'file:///secret.yaml' }, { $ref: ..%2Fsecret.yaml }]",
        "secret.yaml": "password: 1",
        "schema-2/main.yaml": "a: 1",
      },
      { links: { "schema/link.yaml": "secret.yaml" } },
    );
    for (const ref of [
      "../secret.yaml",
      "link.yaml",
      "sub/../../secret.yaml",
      "..%2Fsecret.yaml",
      "../schema-2/main.yaml",
      "/secret.yaml",
      "file:///secret.yaml",
    ]) {
      expect(resolve(ref)).toBe(undefined);
    }
    expect(told()).toEqual([
      ...Array.from({ length: 5 }, () => "reference-leaves-folder"),
      "reference-absolute",
      "reference-scheme",
    ]);
    expect(host.reads.map(({ path }) => path)).toEqual(["schema/main.yaml"]);
  });

  test("a link inside the folder is followed, a wider root allowed", async () => {
    const files = {
      "schema/main.yaml":
        "a: [{ $ref: link.yaml }, { $ref: ../common/x.yaml }]",
      "schema/real.yaml": "b: 1",
      "common/x.yaml": "c: 1",
    };
    const links = { "schema/link.yaml": "schema/real.yaml" };
    const { resolve, told } = await open(files, { links, root: "." });
    expect(resolve("link.yaml#/b")?.value).toBe(1);
    expect(resolve("../common/x.yaml#/c")?.value).toBe(1);
    expect(told()).toEqual([]);
  });

  test("cycles of references end in a diagnostic", async () => {
    const { resolve, told } = await open({
      "schema/main.yaml":
        "a: { $ref: '#/b' }\nb: { $ref: '#/c' }\nc: { $ref: '#/b' }\nself: { $ref: '#/self' }\nok: { $ref: '#/end' }\nend: 1",
    });
    expect(resolve("#/a")).toBe(undefined);
    expect(resolve("#/self")).toBe(undefined);
    expect(resolve("#/ok")?.id).toBe("schema/main.yaml#/ok");
    expect(told()).toEqual(["reference-cycle", "reference-cycle"]);
  });

  test("ways through references end", async () => {
    const length = 5000;
    const chain = Array.from(
      { length },
      (_, i) => `a${i}: { $ref: '#/a${i + 1}/x' }`,
    );
    const { resolve, told } = await open({
      "schema/main.yaml": [...chain, `a${length}: { x: { x: 1 } }`].join("\n"),
    });
    expect(resolve(`#/a${length - 1}/x`)?.value).toBe(1);
    expect(told()).toEqual([]);
    expect(resolve("#/a0/x")).toBe(undefined);
    expect(told()).toEqual(["reference-detour"]);
  });

  test("nor do those fork that may be about a resource or its document", async () => {
    const length = 60;
    const own: Record<string, unknown> = {};
    const whole: Record<string, unknown> = {};
    for (let i = 0; i < length; i++) {
      own[`a${i}`] = { $ref: `#/$defs/a${i + 1}/x` };
      whole[`a${i}`] = { $ref: `#/$defs/r/$defs/a${i}` };
    }
    const r = {
      $id: "http://example.com/r",
      $defs: { ...own, [`a${length}`]: {} },
    };
    const { resolve, told } = await open({
      "schema/main.yaml": JSON.stringify({ $defs: { ...whole, r } }),
    });
    expect(resolve("#/$defs/r/$defs/a0/x")).toBe(undefined);
    expect(told()).toEqual(["reference-detour"]);
  });

  test("prototype names are no way out", async () => {
    const { resolve, told } = await open({ "schema/main.yaml": "a: []" });
    expect(resolve("#/constructor")).toBe(undefined);
    expect(resolve("#/a/length")).toBe(undefined);
    expect(resolve("#/a/-1")).toBe(undefined);
    expect(resolve("#/__proto__")).toBe(undefined);
    expect(new Set(told())).toEqual(new Set(["reference-missing"]));
  });
});

describe("open", () => {
  test("records every read with its hash", async () => {
    const { host } = await open({
      "schema/main.yaml": "a: [{ $ref: x.json }, { $ref: gone.yaml }]",
      "schema/x.json": "{}",
    });
    expect(host.reads).toEqual([
      {
        path: "schema/main.yaml",
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      {
        path: "schema/x.json",
        hash: "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
      },
      { path: "schema/gone.yaml", hash: undefined },
    ]);
  });

  test("a file is JSON or YAML by what it holds, not by its name", async () => {
    const json = await open({ "a.yaml": '{"a": 1}' }, { entry: "a.yaml" });
    expect(json.documents?.entry.value).toEqual({ a: 1 });
    const yaml = await open({ "a.json": "a: 1" }, { entry: "a.json" });
    expect(yaml.documents?.entry.value).toEqual({ a: 1 });
    const flow = await open({ "a.yaml": "{a: 1,}" }, { entry: "a.yaml" });
    expect(flow.documents?.entry.value).toEqual({ a: 1 });
  });

  test("tells of a missing entry", async () => {
    const { documents, told } = await open({}, { entry: "gone.yaml" });
    expect(documents).toBe(undefined);
    expect(told()).toEqual(["file-missing"]);
  });

  test("what is wrong with a file is told once, and only if it is needed", async () => {
    const { resolve, told } = await open({
      "schema/main.yaml":
        "a: [{ $ref: broken.yaml }]\nexample: { $ref: worse.yaml }",
      "schema/broken.yaml": "a: [",
      "schema/worse.yaml": "a: ]",
    });
    expect(told()).toEqual([]);
    resolve("broken.yaml#/a");
    resolve("broken.yaml#/b");
    expect(new Set(told())).toEqual(new Set(["yaml-syntax"]));
    const once = told().length;
    resolve("broken.yaml");
    expect(told()).toHaveLength(once);
  });
});
