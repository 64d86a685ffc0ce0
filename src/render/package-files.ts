import { existsSync } from "node:fs";

/** The root of this package, from source and from the bundle alike. */
export const packageRoot: URL = findRoot();

function findRoot(): URL {
  let folder = new URL("./", import.meta.url);
  while (!existsSync(new URL("templates/runtime", folder))) {
    const parent = new URL("../", folder);
    if (parent.href === folder.href) {
      throw new Error("templates/ is missing: the installation is damaged");
    }
    folder = parent;
  }
  return folder;
}

/** A file below `templates/`. */
export function templateFile(path: string): URL {
  return new URL(`templates/${path}`, packageRoot);
}
