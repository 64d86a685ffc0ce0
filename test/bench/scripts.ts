/** The bundled script of a process that a bench starts: as a user's server runs, without a loader. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Where packages are found from. */
const CACHE = fileURLToPath(
  new URL("../../node_modules/.cache/bench/", import.meta.url),
);

export interface Scripts {
  /** Paths, in the order asked. */
  readonly paths: readonly string[];
  remove(): Promise<void>;
}

/** @param sources relative to this folder, such as `servers/main.ts` */
export async function scripts(...sources: string[]): Promise<Scripts> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(CACHE);
  const paths = await Promise.all(
    sources.map(async (source, index) => {
      const outfile = join(folder, `${index}.mjs`);
      await build({
        entryPoints: [fileURLToPath(new URL(source, import.meta.url))],
        outfile,
        bundle: true,
        packages: "external",
        platform: "node",
        format: "esm",
        target: "node20",
      });
      return outfile;
    }),
  );
  return { paths, remove: () => rm(folder, { recursive: true }) };
}
