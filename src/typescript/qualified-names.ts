/** Names that say more, for a type whose own name is taken. */

/** What parts of documents are called, whatever they hold. */
const STRUCTURE = new Set(
  [
    "types components schemas messages channels operations parameters headers",
    "definitions $defs properties patternProperties payload schema items reply",
    "allOf anyOf oneOf",
  ]
    .join(" ")
    .split(" "),
);

/**
 * The name with what stands around it, the nearest first.
 *
 * @param key the ledger's: file and JSON pointer
 */
export function qualifiedNames(key: string, name: string): string[] {
  const border = key.indexOf("#");
  const around = key
    .slice(border + 1)
    .split("/")
    .slice(1, -1)
    .filter((step) => !STRUCTURE.has(step) && !/^\d+$/.test(step))
    .reverse()
    .slice(0, 2)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const [file = ""] = key.slice(0, border).split("/").slice(-1);
  const stem = file.replace(/\.\w+$/, "");
  return [...around, ...(stem === "" ? [] : [stem])].map(
    (word) => `${word} ${name}`,
  );
}
