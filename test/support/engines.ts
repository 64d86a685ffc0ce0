/** The engines, each new in a place of its own, for suites that hold all of them to the same. */
import { join } from "node:path";
import type { Engine } from "../../templates/runtime/engine/engine.js";
import { memoryEngine } from "../../templates/runtime/engine/memory/memory-engine.js";
import { sqliteEngine } from "../../templates/runtime/engine/sqlite/sqlite-engine.js";

export interface EngineUnderTest {
  readonly id: "memory" | "sqlite";
  /** @param folder for what it keeps */
  make(folder: string): Engine;
}

export const engines: readonly EngineUnderTest[] = [
  { id: "memory", make: () => memoryEngine() },
  {
    id: "sqlite",
    make: (folder) => sqliteEngine({ path: join(folder, "log.db") }),
  },
];
