import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { applyPlan } from "../../../src/apply/transaction.js";
import { createNodeWriteHost } from "../../../src/host/write-host.js";
import { buildPlan, type Desired } from "../../../src/plan/build.js";
import { withHeader } from "../../../src/plan/header.js";
import {
  readTree,
  temporaryFolder,
  writeTree,
} from "../../support/temporary-folder.js";

const nothing: Desired = { generated: [], folders: [], carried: [], once: [] };
const out = { folders: ["out"] };
const a = { path: "out/a.ts", content: "export const a = 1;\n" };
const generated = (content: string): string =>
  withHeader("a.ts", content, "s.yaml");

function setUp(files: Record<string, string> = {}) {
  const root = temporaryFolder();
  writeTree(root, files);
  const host = createNodeWriteHost(root);
  const plan = (desired: Partial<Desired>, force = false) =>
    buildPlan({ ...nothing, ...desired }, host, { schema: "s.yaml", force });
  const apply = (desired: Partial<Desired>, force = false): void =>
    applyPlan(plan(desired, force), host, {
      owner: { pid: 1, host: "", since: 0 },
      alive: () => false,
    });
  return { root, host, plan, apply };
}

test("the second run changes nothing", () => {
  const { plan, apply } = setUp();
  const desired = {
    ...out,
    generated: [a],
    carried: [{ path: "lock", content: "x\n" }],
    once: [{ path: "mine.ts", content: "y\n" }],
  };
  apply(desired);
  const { actions, unchanged, kept } = plan(desired);
  expect(actions).toEqual([]);
  expect(unchanged).toEqual(["out/a.ts", "lock"]);
  expect(kept).toEqual(["mine.ts"]);
});

describe("a generated file that differs", () => {
  test("empty, as a loss of power leaves it: replaced", () => {
    const { plan } = setUp({ "out/a.ts": "" });
    expect(plan({ ...out, generated: [a] })).toMatchObject({
      actions: [{ kind: "replace", path: "out/a.ts" }],
      refusals: [],
    });
  });

  test("untouched or reformatted: replaced", () => {
    const old = generated('let x = "1";\n');
    for (const text of [old, old.replace('let x = "1"', "let   x = '1'")]) {
      const { plan } = setUp({ "out/a.ts": text });
      expect(plan({ ...out, generated: [a] })).toMatchObject({
        actions: [{ kind: "replace", path: "out/a.ts" }],
        refusals: [],
      });
    }
  });

  test("edited: refused with both sides; by force, replaced with a backup", () => {
    const edited = generated("let x = 1;\n").replace("1;", "2;");
    const { root, plan, apply } = setUp({
      "out/a.ts": edited,
      "out/a.ts.bak": "an older one",
    });
    const { actions, refusals } = plan({ ...out, generated: [a] });
    expect(actions).toEqual([]);
    expect(refusals).toEqual([
      {
        reason: "edited",
        path: "out/a.ts",
        before: edited,
        after: generated(a.content),
      },
    ]);
    apply({ ...out, generated: [a] }, true);
    expect(readTree(root)).toEqual({
      "out/a.ts": generated(a.content),
      "out/a.ts.bak": "an older one",
      "out/a.ts.bak2": edited,
    });
  });

  test("not ours: refused", () => {
    const { plan } = setUp({ "out/a.ts": "theirs\n" });
    expect(plan({ ...out, generated: [a] }).refusals).toMatchObject([
      { reason: "foreign", path: "out/a.ts" },
    ]);
  });
});

describe("a file that is no longer produced", () => {
  const stale = generated("export {};\n");

  test("ours and untouched: goes, with folders that it leaves empty", () => {
    const { root, apply } = setUp({
      "out/deep/er/b.ts": stale,
      "out/theirs.ts": "mine\n",
      "out/deep.bak": "x",
      "elsewhere/c.ts": stale,
    });
    apply({ ...out, generated: [a] });
    expect(Object.keys(readTree(root)).sort()).toEqual([
      "elsewhere/c.ts",
      "out/a.ts",
      "out/deep.bak",
      "out/theirs.ts",
    ]);
  });

  test("edited: refused", () => {
    const { plan } = setUp({ "out/b.ts": `${stale}// mine\n` });
    expect(plan(out).refusals).toMatchObject([
      { reason: "edited", path: "out/b.ts" },
    ]);
  });

  test("behind a link: left alone", () => {
    const { root, plan } = setUp({ "kept/b.ts": stale });
    mkdirSync(join(root, "out"));
    symlinkSync(join(root, "kept"), join(root, "out/linked"));
    symlinkSync(join(root, "kept/b.ts"), join(root, "out/b.ts"));
    expect(plan(out)).toMatchObject({ actions: [], refusals: [] });
  });
});

describe("what stands in the way is refused", () => {
  test("a folder that is a link out of the root", () => {
    const outside = temporaryFolder();
    const { root, plan } = setUp();
    symlinkSync(outside, join(root, "out"));
    const refusals = [{ reason: "outside", path: "out/a.ts" }];
    expect(plan({ ...out, generated: [a] }).refusals).toEqual(refusals);
    expect(plan({ once: [a] }).refusals).toEqual(refusals);
  });

  test("a link within the root is followed", () => {
    const { root, plan } = setUp();
    mkdirSync(join(root, "real"));
    symlinkSync("real", join(root, "out"));
    expect(plan({ generated: [a] }).refusals).toEqual([]);
  });

  test("a link, dangling or not, in the place of the file", () => {
    const { root, plan } = setUp({ "out/x": "" });
    symlinkSync("nowhere", join(root, "out/a.ts"));
    expect(plan({ generated: [a] }).refusals).toEqual([
      { reason: "not-a-file", path: "out/a.ts" },
    ]);
  });

  test("a file in the place of a folder", () => {
    const { plan } = setUp({ out: "a file" });
    expect(plan({ generated: [a] }).refusals).toEqual([
      { reason: "outside", path: "out/a.ts" },
    ]);
  });
});

test("paths out of the root, or given twice, are a bug of ours", () => {
  const { plan } = setUp();
  for (const path of ["../a.ts", "/a.ts", "out/../../a.ts", "./a.ts"]) {
    expect(() => plan({ generated: [{ path, content: "" }] })).toThrow("root");
  }
  expect(() => plan({ generated: [a, a] })).toThrow("twice");
});

test("what changed after the plan was made is not overwritten", () => {
  const { root, host, plan } = setUp({ "out/a.ts": generated("let x;\n") });
  const made = plan({ ...out, generated: [a] });
  writeTree(root, { "out/a.ts": "typed just now\n" });
  expect(() =>
    applyPlan(made, host, {
      owner: { pid: 1, host: "", since: 0 },
      alive: () => false,
    }),
  ).toThrow("changed-meanwhile: out/a.ts");
  expect(readTree(root)).toEqual({ "out/a.ts": "typed just now\n" });
});
