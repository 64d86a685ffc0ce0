import type { EngineId } from "../advice/choices.js";

/** The line of the setup that says where events are kept. */
export interface EngineView {
  /** What `realtime/server.js` exports. */
  readonly name: string;
  readonly create: string;
  readonly comment: string;
}

/** Where `sqliteEngine` keeps its file. */
export const DATA_FOLDER = "data";
export const SQLITE_FILE = `${DATA_FOLDER}/realtime.db`;

const views: Readonly<Record<EngineId, EngineView>> = {
  memory: {
    name: "memoryEngine",
    create: "memoryEngine()",
    comment:
      "Events live in this process: one instance, and history ends with it.",
  },
  sqlite: {
    name: "sqliteEngine",
    create: `sqliteEngine({ path: "${SQLITE_FILE}" })`,
    comment:
      "Events live in one file: they outlast the process, and others on this machine may share them.",
  },
};

export function engineView(engine: EngineId): EngineView {
  return views[engine];
}
