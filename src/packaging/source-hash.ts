import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";

/** Changes with whatever can change what a build does or writes. */
export async function sourceHash(root: string): Promise<string> {
  const hash = createHash("sha256");
  const files = [
    "package.json",
    ...(await filesBelow(root, "src")),
    ...(await filesBelow(root, "templates")),
  ];
  for (const path of files) {
    hash.update(`${path}\0`).update(await readFile(join(root, path)));
  }
  return hash.digest("hex").slice(0, 32);
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
