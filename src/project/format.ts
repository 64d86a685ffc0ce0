/** The one door to prettier, for files that become the user's. */
import type { GeneratedFile } from "../plan/generated-file.js";

/**
 * In the style of the folder that they go to, or prettier's own.
 *
 * @param folder Absolute.
 */
export async function formatted(
  files: readonly GeneratedFile[],
  folder: string,
): Promise<GeneratedFile[]> {
  const prettier = await import("prettier");
  return Promise.all(
    files.map(async ({ path, content }) => {
      if (!/\.(?:ts|json|md)$/.test(path)) return { path, content };
      const filepath = `${folder}/${path}`;
      const style = await prettier.resolveConfig(filepath);
      const options = { ...style, filepath };
      return { path, content: await prettier.format(content, options) };
    }),
  );
}
