/** A warning about everyday YAML must not load the library to be shown. */
import { expect, test, vi } from "vitest";
import { Diagnostics } from "../../../src/diagnostics/diagnostics.js";
import { locate } from "../../../src/documents/locate.js";
import { readDocument } from "../../../src/documents/read-document.js";
import type { Path } from "../../../src/source/source-file.js";

vi.mock("../../../src/documents/yaml-reader.js", () => {
  throw new Error("the library was loaded");
});

const text = `info:
  description: over
    two lines
  example: {
    a: [1,
      2] }
channels:
  - "key": >
      folded

`;

function windows(unix: string): string {
  return unix.replaceAll("\n", "\r\n");
}

/** What stands where a problem with the part at `keys` points. */
async function shown(
  source: string,
  keys: readonly (string | number)[],
): Promise<string | undefined> {
  const file = { path: "a.yaml", text: source };
  const path = keys.reduce<Path | undefined>(
    (parent, key) => ({ parent, key }),
    undefined,
  );
  const diagnostics = new Diagnostics();
  expect(await readDocument(file, diagnostics)).toBeDefined();
  diagnostics.report("file-empty", { file, path }, { path: "a.yaml" });
  const [told] = await locate(diagnostics.list);
  const range = told?.target?.range;
  return range && source.slice(range.start, range.end);
}

test.each<[keys: readonly (string | number)[], part: string]>([
  [["info", "description"], "over\n    two lines"],
  [["info", "example", "a", 1], "2"],
  [["info", "example", "absent"], "example"],
  [["channels", 0, "key"], ">\n      folded\n"],
  [["channels", 0], '"key": >\n      folded\n'],
])("%j", async (keys, part) => {
  expect(await shown(text, keys)).toBe(part);
  expect(await shown(windows(text), keys)).toBe(windows(part));
});
