import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/**
 * A folder of its own.
 *
 * @param end When it goes: by default with the running test; `afterAll` keeps
 * it for a file's.
 */
export function temporaryFolder(
  end: (clean: () => void) => void = onTestFinished,
): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "create-realtime-")));
  end(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeTree(
  root: string,
  files: Readonly<Record<string, string>>,
): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Every file by path, and every folder that holds nothing as `path/`. */
export function readTree(root: string): Record<string, string> {
  const tree: Record<string, string> = {};
  const visit = (path: string): void => {
    const entries = readdirSync(join(root, path), { withFileTypes: true });
    if (entries.length === 0 && path !== "") tree[`${path}/`] = "";
    for (const entry of entries) {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) visit(inner);
      else if (entry.isSymbolicLink()) tree[inner] = "-> link";
      else tree[inner] = readFileSync(join(root, inner), "utf8");
    }
  };
  visit("");
  return tree;
}
