import type { Engine } from "../../../templates/runtime/engine/engine.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import { sqliteEngine } from "../../../templates/runtime/engine/sqlite/sqlite-engine.js";
import type { StartOptions } from "./protocol.js";

export interface EngineOptions extends Pick<StartOptions, "database"> {
  readonly maxBytes?: number;
  readonly clock?: { now(): number };
}

/** In memory where no database is given. */
export function newEngine({ database, ...options }: EngineOptions): Engine {
  return database
    ? sqliteEngine({ ...database, ...options })
    : memoryEngine(options);
}
