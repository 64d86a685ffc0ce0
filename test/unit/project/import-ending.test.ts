import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { endingOf, importEnding } from "../../../src/project/import-ending.js";
import { temporaryFolder, writeTree } from "../../support/temporary-folder.js";

describe("the ending of relative imports", () => {
  it.each([
    [{ module: "nodenext" }, ".js"],
    [{ module: "Node16" }, ".js"],
    [{ moduleResolution: "NodeNext" }, ".js"],
    [{ module: "nodenext", allowImportingTsExtensions: true }, ".ts"],
    [{ module: "nodenext", rewriteRelativeImportExtensions: true }, ".ts"],
    [{ module: "esnext", moduleResolution: "bundler" }, ""],
    [{ module: "commonjs" }, ""],
    [{}, ""],
  ] as const)("of %j is %j", (options, ending) => {
    expect(endingOf(options)).toBe(ending);
  });

  it("follows comments, `extends` and the nearest file", () => {
    const project = temporaryFolder();
    writeTree(project, {
      "tsconfig.base.json": '{ "compilerOptions": { "module": "nodenext" } }',
      "tsconfig.json": '{ // ours\n "extends": "./tsconfig.base.json", }',
      "web/tsconfig.json":
        '{ "compilerOptions": { "moduleResolution": "bundler" } }',
    });
    expect(importEnding(project, join(project, "src/realtime")).ending).toBe(
      ".js",
    );
    expect(importEnding(project, join(project, "web/src")).ending).toBe("");
  });

  it("is Node's where the project has no tsconfig, whatever stands above it", () => {
    const above = temporaryFolder();
    writeTree(above, {
      "tsconfig.json": '{ "compilerOptions": { "module": "esnext" } }',
      "app/package.json": "{}",
    });
    const project = join(above, "app");
    expect(importEnding(project, join(project, "src"))).toEqual({
      ending: ".js",
      tsconfig: undefined,
    });
  });
});
