/** One thing wrong with the items of an array. */
import type { ArrayCheck } from "../../../src/contract/assertion.js";
import type { Json } from "../../../src/source/json.js";
import type { Change } from "../mutate.js";

const MAX_ITEMS = 200;

export function changesOfArray(
  value: readonly Json[],
  checks: readonly ArrayCheck[],
): Change[] {
  return checks.flatMap(
    ({ minItems = 0, maxItems = Infinity, uniqueItems, contains }) => {
      const changes: Change[] = [];
      const [first] = value;
      if (minItems > 0)
        changes.push({ keyword: "minItems", to: value.slice(0, minItems - 1) });
      if (maxItems < MAX_ITEMS && first !== undefined) {
        const more = maxItems + 1 - value.length;
        const to = [...value, ...Array.from({ length: more }, () => first)];
        changes.push({ keyword: "maxItems", to });
      }
      if (uniqueItems && first !== undefined)
        changes.push({ keyword: "uniqueItems", to: [...value, first] });
      if (contains && contains.min > 0)
        changes.push({ keyword: "contains", to: [] });
      return changes;
    },
  );
}
