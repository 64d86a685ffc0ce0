/** A schema file in memory to the whole project that `create` would write. */
import type { Diagnostic } from "../../src/diagnostics/diagnostics.js";
import type { Contract } from "../../src/contract/model.js";
import type { ReadHost } from "../../src/host/read-host.js";
import type { GeneratedFile } from "../../src/plan/generated-file.js";
import { withHeader, takesHeader } from "../../src/plan/header.js";
import { compile } from "../../src/pipeline.js";
import { scaffoldFiles } from "../../src/project/scaffold.js";
import { memoryReadHost } from "../support/memory-read-host.js";

export const TECHNIQUES = ["sse", "websocket"] as const;

const OUT = "src/realtime";

export interface Project {
  readonly diagnostics: readonly Diagnostic[];
  readonly contract: Contract | undefined;
  /** What the schema decides, without the runtime. */
  readonly files: readonly GeneratedFile[];
  readonly runtime: readonly GeneratedFile[];
  readonly ledger: string;
  readonly host: ReadHost;
}

export interface ProjectOptions {
  readonly schema?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly scaffold?: boolean;
}

export async function projectFrom(
  text: string | Uint8Array,
  {
    schema = "s.json",
    files = {},
    links = {},
    scaffold = true,
  }: ProjectOptions = {},
): Promise<Project> {
  const config = {
    schema,
    outputs: [{ dir: OUT, side: "both", transports: TECHNIQUES }],
    engines: ["memory"],
  } as const;
  const host = memoryReadHost({ ...files, [schema]: text }, links);
  const { diagnostics, result } = await compile({
    entry: schema,
    ledger: "realtime.lock",
    host,
    importEndings: [".js"],
    config,
  });
  if (!result) {
    const none = { contract: undefined, files: [], runtime: [], ledger: "" };
    return { ...none, diagnostics, host };
  }
  const { contract, names, ledger } = result;
  const output = result.outputs[0]!.map(({ path, content }) => ({
    path: `${OUT}/${path}`,
    content: takesHeader(path) ? withHeader(path, content, schema) : content,
  }));
  const isRuntime = ({ path }: GeneratedFile): boolean =>
    path.startsWith(`${OUT}/runtime/`);
  const written = scaffold
    ? await scaffoldFiles({
        folder: "/app",
        name: "app",
        contract,
        names,
        config,
        choices: {
          framework: "node",
          transports: TECHNIQUES,
          engine: "memory",
        },
        packageManager: "npm",
        mode: "new",
      })
    : [];
  return {
    diagnostics,
    contract,
    files: [...output.filter((file) => !isRuntime(file)), ...written],
    runtime: output.filter(isRuntime),
    ledger,
    host,
  };
}
