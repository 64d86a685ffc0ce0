import {
  mkdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  isUnchanged,
  lastFolders,
  writeManifest,
} from "../../../src/plan/manifest.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

const seen = {
  files: ["a.yaml", "gone.yaml", "out/x.ts"],
  folders: ["out"],
  remote: [],
};

function prepared() {
  const root = temporaryFolder();
  writeTree(root, {
    "a.yaml": "aaaa",
    "out/x.ts": "xxxx",
    "node_modules/.keep": "",
  });
  writeManifest(root, "build-1", seen);
  return root;
}

test("the same files, the same build: unchanged", () => {
  expect(isUnchanged(prepared(), "build-1")).toBe(true);
});

describe("any doubt is a change", () => {
  test.each<[string, (root: string) => void]>([
    ["content", (root) => writeFileSync(join(root, "a.yaml"), "aaab")],
    ["an output", (root) => writeFileSync(join(root, "out/x.ts"), "x")],
    ["an output is gone", (root) => rmSync(join(root, "out/x.ts"))],
    [
      "a file that was looked for",
      (root) => writeFileSync(join(root, "gone.yaml"), ""),
    ],
    [
      "a file beside the outputs",
      (root) => writeFileSync(join(root, "out/y.ts"), ""),
    ],
    [
      "a run that died",
      (root) =>
        mkdirSync(join(root, ".realtime/transaction"), { recursive: true }),
    ],
    [
      "the manifest itself",
      (root) =>
        writeFileSync(
          join(root, "node_modules/.cache/create-realtime/manifest.json"),
          "{",
        ),
    ],
    [
      "content, with the old times put back",
      (root) => {
        const old = new Date(1_000_000);
        utimesSync(join(root, "a.yaml"), old, old);
        writeManifest(root, "build-1", seen);
        writeFileSync(join(root, "a.yaml"), "bbbb");
        utimesSync(join(root, "a.yaml"), old, old);
      },
    ],
  ])("%s", (_, change) => {
    const root = prepared();
    change(root);
    expect(isUnchanged(root, "build-1")).toBe(false);
  });

  test("another build", () => {
    expect(isUnchanged(prepared(), "build-2")).toBe(false);
  });
});

test("what came from the network may always have changed", () => {
  const root = prepared();
  const document = { url: "https://example.com/a.yaml", hash: "00" };
  writeManifest(root, "build-1", { ...seen, remote: [document] });
  expect(isUnchanged(root, "build-1")).toBe(false);
  expect(lastFolders(root)).toEqual(["out"]);
});

test("new times alone are none", () => {
  const root = prepared();
  utimesSync(join(root, "a.yaml"), new Date(), new Date());
  expect(isUnchanged(root, "build-1")).toBe(true);
});

test("without node_modules it lies in a folder that ignores itself", () => {
  const root = prepared();
  rmSync(join(root, "node_modules"), { recursive: true });
  writeManifest(root, "build-1", seen);
  expect(readTree(root)[".realtime/.gitignore"]).toBe("*\n");
  expect(isUnchanged(root, "build-1")).toBe(true);
});

test("remembers the folders", () => {
  expect(lastFolders(prepared())).toEqual(["out"]);
  expect(lastFolders(temporaryFolder())).toEqual([]);
});

test("where it cannot be written, nothing happens", () => {
  const root = prepared();
  renameSync(join(root, "node_modules"), join(root, "elsewhere"));
  writeFileSync(join(root, ".realtime"), "a file");
  expect(() => writeManifest(root, "build-1", seen)).not.toThrow();
  expect(isUnchanged(root, "build-1")).toBe(false);
});
