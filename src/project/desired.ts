import { posix } from "node:path";
import type { GeneratedFile } from "../plan/generated-file.js";
import type { Desired } from "../plan/build.js";
import type { CompileResult } from "./compile.js";
import { LEDGER_FILE, type ProjectConfig } from "./config.js";

/** The project's tree as it should be, from what was compiled for its outputs. */
export function desiredTree(
  config: ProjectConfig,
  { outputs, ledger }: CompileResult,
  once: readonly GeneratedFile[] = [],
): Desired {
  const folders = config.outputs.map(({ dir }) => dir);
  return {
    generated: outputs.flatMap((files, i) =>
      files.map(({ path, content }) => ({
        path: posix.join(folders[i]!, path),
        content,
      })),
    ),
    folders,
    carried: [{ path: LEDGER_FILE, content: ledger }],
    once,
  };
}
