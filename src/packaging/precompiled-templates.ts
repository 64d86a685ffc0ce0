/**
 * Compiles the templates when the package is built: the compiler of
 * handlebars takes longer to load than a small contract to generate.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Plugin } from "esbuild";
import Handlebars from "handlebars";
import { templateOptions } from "../render/template-options.js";

/** Replaces `src/render/compile-template.ts` by what it would have made. */
export function precompiledTemplates(root: string): Plugin {
  return {
    name: "precompiled-templates",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]render[\\/]compile-template\.ts$/ }, async () => ({
        contents: await moduleText(join(root, "templates")),
        resolveDir: root,
        loader: "js",
      }));
    },
  };
}

async function moduleText(folder: string): Promise<string> {
  const paths = (await readdir(folder, { recursive: true }))
    .filter((path) => path.endsWith(".hbs"))
    .sort();
  const entries = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(folder, path), "utf8");
      const code = Handlebars.precompile(text, templateOptions);
      const name = JSON.stringify(path.replaceAll(sep, "/"));
      return `[${name}, () => (${String(code)})],\n`;
    }),
  );
  return `import Handlebars from "handlebars/runtime.js";
const templates = new Map([\n${entries.join("")}]);
export function compileTemplate(path) {
  return Handlebars.template(templates.get(path)());
}
`;
}
