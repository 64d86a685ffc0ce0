/** A copy of a corpus under other names of files and folders. */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { documentsIn } from "../../support/corpus.js";

/**
 * Copies the documents. A name that stands in another file is kept, for a
 * reference may lead to it.
 *
 * @returns The documents' paths in the copy, by what they were.
 */
export function copyRenamed(
  from: string,
  to: string,
): ReadonlyMap<string, string> {
  const paths = documentsIn(from);
  const texts = paths.map((path) => readFileSync(join(from, path), "utf8"));
  const names = new Map<string, string>();
  const renamed = (name: string): string => {
    let other = names.get(name);
    if (other === undefined) {
      const isNamed = texts.some((text) => text.includes(name));
      const [ending = ""] = /\.[a-z]+$/.exec(name) ?? [];
      other = isNamed ? name : `other-${names.size}${ending}`;
      names.set(name, other);
    }
    return other;
  };
  const copies = new Map(
    paths.map((path) => [path, path.split("/").map(renamed).join("/")]),
  );
  for (const [path, copy] of copies) cpSync(join(from, path), join(to, copy));
  return copies;
}
