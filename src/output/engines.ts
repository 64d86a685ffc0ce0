/** The logs that an output can offer, by their ids. */
import type { EngineId } from "../advice/choices.js";
import type { RuntimeExport } from "../transports/transport.js";

export const engines: Readonly<Record<EngineId, RuntimeExport>> = {
  memory: {
    module: "runtime/engine/memory/memory-engine.js",
    name: "memoryEngine",
  },
  sqlite: {
    module: "runtime/engine/sqlite/sqlite-engine.js",
    name: "sqliteEngine",
  },
};
