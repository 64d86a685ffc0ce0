import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const runtime = fileURLToPath(
  new URL("../../../templates/runtime", import.meta.url),
);

/** What the client of a technique is made of. */
test("a browser gets client modules only, and nothing from node:", async () => {
  const { metafile } = await build({
    entryPoints: ["client/client.ts", "sse/client.ts"],
    absWorkingDir: runtime,
    bundle: true,
    write: false,
    metafile: true,
    outdir: "out",
    format: "esm",
    platform: "browser", // an import of node: fails
  });
  const others = Object.keys(metafile.inputs).filter(
    (path) => !path.startsWith("client/"),
  );
  expect(others.sort()).toEqual([
    "core/clock.ts",
    "core/errors.ts",
    "core/protocol.ts",
    "sse/client.ts",
    "sse/parser.ts",
  ]);
});
