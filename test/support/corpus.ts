/** The shared corpus: documents of other people, and what they lower to. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Contract } from "../../src/contract/model.js";
import { createNodeReadHost } from "../../src/host/node-read-host.js";
import { compile } from "../../src/pipeline.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostics.js";
import type { GeneratedFile } from "../../src/plan/generated-file.js";
import { sharedPath } from "./shared.js";

export const corpus = sharedPath("corpus");

/** The official suite has a ring of its own. */
const SUITE = "test-suite";

/** Every file below the folder that may be a schema, with `/`, sorted. */
export function documentsIn(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => path.slice(root.length + 1).replaceAll("\\", "/"))
    .filter((path) => !path.split("/").includes(SUITE))
    .filter((path) => /\.(?:ya?ml|json|avsc|proto)$/.test(path))
    .sort();
}

export interface CompiledDocument {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  /** From whose end it was read: the other's, where it is plainly that. */
  readonly perspective: "server" | "client";
  /** `undefined`: there are errors among the diagnostics. */
  readonly output?: CorpusOutput;
}

export interface CorpusOutput {
  readonly contract: Contract;
  readonly files: readonly GeneratedFile[];
}

/** With both techniques, by someone who stands at the top of the corpus. */
export async function compileDocument(
  root: string,
  path: string,
): Promise<CompiledDocument> {
  const asServer = await compileFrom(root, path, "server");
  // As the warning asks.
  const isClients = asServer.diagnostics.some(
    ({ id }) => id === "asyncapi-perspective",
  );
  return isClients ? compileFrom(root, path, "client") : asServer;
}

async function compileFrom(
  root: string,
  path: string,
  perspective: "server" | "client",
): Promise<CompiledDocument> {
  const { diagnostics, result } = await compile({
    entry: path,
    root: ".",
    ledger: "realtime.lock",
    host: createNodeReadHost(root),
    importEndings: [".js"],
    config: {
      schema: path,
      outputs: [
        {
          dir: "src/realtime",
          side: "both",
          transports: ["sse", "websocket"],
        },
      ],
      engines: ["memory"],
      ...(perspective === "client" && { perspective }),
    },
  });
  return {
    path,
    diagnostics,
    perspective,
    ...(result && {
      output: {
        contract: result.contract,
        files: result.outputs[0] ?? [],
      },
    }),
  };
}
