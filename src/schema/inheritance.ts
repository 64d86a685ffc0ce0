/**
 * What an object takes over from the types that it is made from, where the
 * schema names them in an `allOf`: so that the type tells what is special.
 */
import type { DefinitionId } from "../contract/assertion.js";
import type { ObjectShape, PropertyShape } from "../contract/shape.js";
import { equal, fits } from "./shape-basics.js";

export interface Inheritance {
  readonly bases: readonly DefinitionId[];
  /** What is not just the same in the bases. */
  readonly properties: readonly PropertyShape[];
}

/** @param shapeOf the shape that a definition is declared with, if an interface */
export function inheritanceOf(
  { bases = [], properties, index }: ObjectShape,
  shapeOf: (id: DefinitionId) => ObjectShape | undefined,
): Inheritance {
  const byName = new Map(
    properties.map((property) => [property.name, property]),
  );
  const parents = new Map<DefinitionId, ObjectShape>();
  for (const id of index ? [] : bases) {
    const shape = shapeOf(id);
    if (!shape || shape.index) continue;
    if (shape.properties.every((property) => isNarrowed(property, byName)))
      parents.set(id, shape);
  }
  // What a base brings along need not be said.
  for (const shape of parents.values())
    for (const id of shape.bases ?? []) parents.delete(id);
  const theirs = new Map<string, PropertyShape[]>();
  for (const { properties } of parents.values())
    for (const property of properties) {
      const others = theirs.get(property.name);
      if (others) others.push(property);
      else theirs.set(property.name, [property]);
    }
  const inherited = (mine: PropertyShape): boolean =>
    theirs.get(mine.name)?.every((one) => isSame(one, mine)) ?? false;
  return {
    bases: [...parents.keys()],
    properties: properties.filter((property) => !inherited(property)),
  };
}

/** TypeScript demands it of what an interface extends. */
function isNarrowed(
  base: PropertyShape,
  byName: ReadonlyMap<string, PropertyShape>,
): boolean {
  const mine = byName.get(base.name);
  if (!mine || (mine.optional && !base.optional)) return false;
  return fits(mine.shape, base.shape);
}

function isSame(a: PropertyShape, b: PropertyShape): boolean {
  return (
    a.optional === b.optional &&
    equal(a.shape, b.shape) &&
    JSON.stringify(a.notes) === JSON.stringify(b.notes)
  );
}
