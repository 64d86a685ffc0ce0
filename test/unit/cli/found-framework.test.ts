import { expect, test } from "vitest";
import { foundFramework } from "../../../src/cli/found-framework.js";
import { temporaryFolder, writeTree } from "../../support/temporary-folder.js";

test.each([
  [
    { dependencies: { express: "^4.21.0" } },
    { id: "express", version: "^4.21.0" },
  ],
  [
    { dependencies: { node: "20", fastify: "5" } },
    { id: "fastify", version: "5" },
  ],
  [{ devDependencies: { hono: "4" } }, undefined],
  [{ dependencies: [] }, undefined],
  [{}, undefined],
  [[], undefined],
])("%j", (json, found) => {
  const folder = temporaryFolder();
  writeTree(folder, { "package.json": JSON.stringify(json) });
  expect(foundFramework(folder)).toEqual(found);
});

test("no package.json, or one that cannot be read", () => {
  const folder = temporaryFolder();
  expect(foundFramework(folder)).toBeUndefined();
  writeTree(folder, { "package.json": "{" });
  expect(foundFramework(folder)).toBeUndefined();
});
