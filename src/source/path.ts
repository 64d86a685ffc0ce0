import type { Origin, Path, SourceFile } from "./source-file.js";

/** The place one step further in. */
export function at(origin: Origin, key: string | number): Origin {
  return { file: origin.file, path: { parent: origin.path, key } };
}

/** Outermost first. */
export function keysOf(path: Path | undefined): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let step = path; step !== undefined; step = step.parent) {
    keys.push(step.key);
  }
  return keys.reverse();
}

/** The place at the end of `keys`, from the top of the file. */
export function originAt(
  file: SourceFile,
  keys: readonly (string | number)[],
): Origin {
  let path: Path | undefined;
  for (const key of keys) path = { parent: path, key };
  return { file, path };
}

/** RFC 6901, without the `#`: `""` is the whole document. */
export function pointerOf(path: Path | undefined): string {
  return keysOf(path)
    .map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

/** The same for every way to the same place. */
export function idOf(origin: Origin): string {
  return `${origin.file.path}#${pointerOf(origin.path)}`;
}
