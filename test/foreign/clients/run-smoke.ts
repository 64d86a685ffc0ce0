import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const bin = (name: string): string => `${root}node_modules/.bin/${name}`;

/** The runtimes that users have, and how they run a file. */
export const RUNTIMES = {
  node: [process.execPath],
  bun: [bin("bun"), "run"],
  deno: [bin("deno"), "run", "--allow-net", "--no-prompt"],
} as const;

export type Runtime = keyof typeof RUNTIMES;

export interface Heard {
  readonly heard: readonly unknown[];
  readonly reply: unknown;
  readonly state: string;
}

/**
 * Bundles the smoke test for one technique. With `ws` in it, it is for Node;
 * else it is what a browser would get.
 */
export async function buildSmoke(
  file: string,
  module: string,
  transport: string,
  platform: "node" | "browser",
): Promise<void> {
  await build({
    stdin: {
      contents: `
        import { smoke } from "./test/foreign/clients/smoke.ts";
        import { ${transport} } from "./templates/runtime/${module}";
        smoke(${transport});
      `,
      resolveDir: root,
      loader: "ts",
    },
    bundle: true,
    minify: true,
    platform,
    format: platform === "node" ? "cjs" : "esm",
    target: "es2022",
    outfile: file,
  });
}

/** What it printed; it ends by itself. */
export async function runSmoke(
  runtime: Runtime,
  file: string,
  url: string,
  folder: string,
): Promise<Heard> {
  const [command, ...args] = RUNTIMES[runtime];
  const { stdout } = await execa(command, [...args, file, url], {
    timeout: 25_000,
    env: { DENO_DIR: folder, DENO_NO_UPDATE_CHECK: "1" },
  });
  return JSON.parse(stdout) as Heard;
}
