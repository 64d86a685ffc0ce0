import { join } from "node:path";
import { vi } from "vitest";
import { sqliteEngine } from "../../../templates/runtime/engine/sqlite/sqlite-engine.js";
import { engineSuite } from "../../support/engine-suite.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

vi.setConfig({ testTimeout: 120_000 }); // a hundred files, each synced many times

for (const durability of ["commit", "group", "off"] as const) {
  engineSuite(`sqlite (${durability})`, async (setup) => ({
    engine: sqliteEngine({
      path: join(temporaryFolder(), "log.db"),
      durability,
      ...setup,
    }),
  }));
}
