/** `npm run build`: from sources to what is published. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { helpText } from "../cli/args.js";
import { KNOWN_TOKENS_FILE } from "../plan/known-tokens.js";
import { editorSchema } from "./editor-schema.js";
import { thirdPartyLicences } from "./licences.js";
import { precompiledTemplates } from "./precompiled-templates.js";
import { runtimeTokens } from "./runtime-tokens.js";
import { sourceHash } from "./source-hash.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dist = join(root, "dist");

const id = await sourceHash(root);

await rm(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    main: "src/cli/start.ts",
    "no-change": "src/cli/no-change.ts",
  },
  outdir: "dist",
  bundle: true,
  // What a run does not need stays in chunks that it does not load.
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  external: ["prettier"],
  plugins: [precompiledTemplates(root)],
  define: { __BUILD_ID__: JSON.stringify(id) },
  // Some of what is bundled was written for CommonJS.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
await writeFile(join(dist, "help.txt"), `${await helpText()}\n`);
await writeFile(
  join(dist, "THIRD-PARTY-LICENSES"),
  await thirdPartyLicences(root, Object.keys(metafile.inputs)),
);
await writeFile(join(root, KNOWN_TOKENS_FILE), JSON.stringify(runtimeTokens()));
await writeEditorSchema();
// Last: a build that was cut off is none.
await writeFile(join(dist, "build-id"), `${id}\n`);

async function writeEditorSchema(): Promise<void> {
  await mkdir(join(root, "schema"), { recursive: true });
  await writeFile(
    join(root, "schema/realtime.schema.json"),
    `${JSON.stringify(editorSchema(), null, 2)}\n`,
  );
}
