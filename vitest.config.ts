import { delimiter, dirname } from "node:path";
import { defineConfig } from "vitest/config";
import { nodePool } from "./test/support/node-pool.js";
import { otherNodes } from "./test/support/other-nodes.js";

/** What proves that things run at the user's: the command, the runtime, and what was generated. */
const RUNS = [
  "test/unit/{engines,*-client,*-server}/**/*.test.ts",
  "test/property/{runtime,client}/**/*.test.ts",
  "test/faults/**/*.test.ts",
  "test/foreign/**/*.test.ts",
  "test/golden/run.test.ts",
  "test/e2e/**/*.test.ts",
  "test/nodes/*.test.ts",
];

const common = {
  globalSetup: ["test/support/global-setup.ts"],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  maxWorkers: 2,
};

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/plain-line-reporter.ts"],
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: "node", include: ["test/**/*.test.ts"] } },
      ...otherNodes().map(({ major, path }) => ({
        test: {
          ...common,
          name: `node ${major}`,
          include: RUNS,
          pool: nodePool(path),
          env: {
            NODE_MAJOR: String(major),
            // for what tests start by name, and npm with its scripts
            PATH: `${dirname(path)}${delimiter}${process.env["PATH"]}`,
          },
        },
      })),
    ],
  },
});
