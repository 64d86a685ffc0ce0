import { join } from "node:path";
import { expect, test } from "vitest";
import {
  detectPackageManager,
  startedBy,
} from "../../../src/cli/package-manager.js";
import { temporaryFolder, writeTree } from "../../support/temporary-folder.js";

test.each([
  ["package-lock.json", "npm"],
  ["pnpm-lock.yaml", "pnpm"],
  ["pnpm-workspace.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
])("%s above the folder is %s", (file, found) => {
  const root = temporaryFolder();
  writeTree(root, { [file]: "" });
  const agent = { npm_config_user_agent: "npm/11.0.0 node/v20.19.0" };
  const folder = join(root, "apps/new");
  expect(detectPackageManager(folder, agent)).toBe(found);
});

test("the nearest folder that tells wins, and what it declares over its lock file", () => {
  const root = temporaryFolder();
  writeTree(root, {
    "yarn.lock": "",
    "inner/package.json": '{ "packageManager": "pnpm@10.0.0" }',
    "inner/package-lock.json": "{}",
  });
  expect(detectPackageManager(join(root, "inner"), {})).toBe("pnpm");
});

test.each([
  ["pnpm/10.34.9 npm/? node/v20.20.2 linux x64", "pnpm"],
  ["yarn/4.18.1 npm/? node/v20.20.2 linux x64", "yarn"],
  ["cnpm/9.0.0 npm/? node/v20.20.2", undefined],
  [undefined, undefined],
])("started by %s", (agent, found) => {
  const env = { npm_config_user_agent: agent };
  expect(startedBy(env)).toBe(found);
});
