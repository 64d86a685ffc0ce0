/** Which schemas hold for one property or item of a value, over several checks. */
import type {
  ArrayCheck,
  Assertion,
  ObjectCheck,
} from "../../../src/contract/assertion.js";

/** Every schema that a property of this name must fit. */
export function schemasOfProperty(
  checks: readonly ObjectCheck[],
  name: string,
): Assertion[] {
  return checks.flatMap((check) => {
    const own = check.properties
      .filter((property) => property.name === name)
      .map(({ schema }) => schema);
    const matching = (check.patternProperties ?? [])
      .filter(({ source, flags }) => new RegExp(source, flags).test(name))
      .map(({ schema }) => schema);
    const told = [...own, ...matching];
    if (told.length > 0) return told;
    return check.additionalProperties ? [check.additionalProperties] : [];
  });
}

/** Every schema that the item at this index must fit. */
export function schemasOfItem(
  checks: readonly ArrayCheck[],
  index: number,
): Assertion[] {
  return checks.flatMap(({ prefixItems, items }) => {
    const schema = prefixItems?.[index] ?? items;
    return schema ? [schema] : [];
  });
}

export function isNever({ checks }: Assertion): boolean {
  return checks.some(({ kind }) => kind === "never");
}
