/** The logs that an output can offer, by their ids. */
import type { EngineId } from "../advice/choices.js";
import type { RuntimeFunction } from "../transports/transport.js";

export const engines: Readonly<Record<EngineId, RuntimeFunction>> = {
  memory: {
    module: "runtime/engine/memory/memory-engine.js",
    name: "memoryEngine",
  },
};
