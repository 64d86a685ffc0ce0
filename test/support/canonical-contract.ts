/** Contracts without what does not count: where they stood, and how definitions were found. */
import type { Contract } from "../../src/contract/model.js";

/**
 * Definitions by their place in the order first met.
 *
 * @param without Keys that are left out, wherever they stand.
 */
export function canonicalContract(
  contract: Contract,
  without: ReadonlySet<string> = new Set(),
): unknown {
  const ids = new Map([...contract.definitions.keys()].map((id, i) => [id, i]));
  const definitions = [...contract.definitions.values()];
  return JSON.parse(
    JSON.stringify({ ...contract, definitions }, (key, part: unknown) => {
      if (key === "origin" || without.has(key)) return undefined;
      const isId = (key === "to" || key === "id") && typeof part === "string";
      return isId ? (ids.get(part) ?? part) : part;
    }),
  );
}
