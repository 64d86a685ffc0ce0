import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * One ES module as a browser would get it; `entry` is a path below the
 * project, or, where it has line breaks, the module itself.
 */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    ...(entry.includes("\n")
      ? { stdin: { contents: entry, resolveDir: root, loader: "ts" } }
      : { entryPoints: [entry], absWorkingDir: root }),
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
  });
  return outputFiles[0]!.text;
}
