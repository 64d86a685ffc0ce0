import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { Documents } from "../../../src/documents/documents.js";
import { createNodeReadHost } from "../../../src/host/node-read-host.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "read-host-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("reads text with its hash, keeping the byte order mark", () => {
  writeFileSync(join(folder, "a.yaml"), "\uFEFFa: é\r\n");
  const host = createNodeReadHost(folder);
  const result = host.read("a.yaml");
  expect(result).toMatchObject({ ok: true, text: "\uFEFFa: é\r\n" });
  expect(host.reads).toEqual([
    { path: "a.yaml", hash: result.ok ? result.hash : "" },
  ]);
});

test.each([
  ["gone.yaml", "missing"],
  ["a.yaml/b", "missing"],
  [".", "not-a-file"],
  ["large.yaml", "too-large"],
  ["latin1.yaml", "not-utf-8"],
  ["utf16.yaml", "utf-16"],
])("says why %s cannot be read: %s", (path, reason) => {
  writeFileSync(join(folder, "a.yaml"), "");
  writeFileSync(join(folder, "large.yaml"), "x".repeat(101));
  writeFileSync(join(folder, "latin1.yaml"), Buffer.from([0x61, 0xe9]));
  writeFileSync(join(folder, "utf16.yaml"), "\uFEFFa", "utf16le");
  const host = createNodeReadHost(folder, { maxBytes: 100 });
  expect(host.read(path)).toEqual({ ok: false, reason });
});

test("a symbolic link out of the schema's folder is not read", async () => {
  writeFileSync(join(folder, "secret.yaml"), "a: 1");
  const schema = mkdtempSync(join(folder, "schema-"));
  symlinkSync(join(folder, "secret.yaml"), join(schema, "link.yaml"));
  writeFileSync(join(schema, "main.yaml"), "x: { $ref: link.yaml }");
  const host = createNodeReadHost(schema);
  const diagnostics = new Diagnostics();
  const documents = await Documents.open("main.yaml", host, diagnostics);
  const { file } = documents!.entry;
  documents!.resolve("link.yaml#/a", { file, path: undefined });
  expect(diagnostics.list.map(({ id }) => id)).toEqual([
    "reference-leaves-folder",
  ]);
  expect(host.reads.map(({ path }) => path)).toEqual(["main.yaml"]);
});

test("a folder, a huge file and an unreadable one are told of", async () => {
  writeFileSync(join(folder, "large.yaml"), "x".repeat(101));
  const tell = async (entry: string) => {
    const diagnostics = new Diagnostics();
    const host = createNodeReadHost(folder, { maxBytes: 100 });
    await Documents.open(entry, host, diagnostics);
    return diagnostics.list.map(({ id, message }) => `${id}: ${message}`);
  };
  expect(await tell(".")).toEqual([
    "file-unreadable: . cannot be read: it is a folder",
  ]);
  expect(await tell("large.yaml")).toEqual([
    "file-too-large: large.yaml is larger than 32 MiB",
  ]);
});
