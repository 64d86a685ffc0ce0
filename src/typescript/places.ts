/** Where objects are nested in a type, and what they are called there. */
import { keyStep } from "../contract/ledger.js";
import type { ObjectShape, Shape } from "../contract/shape.js";
import { pascalCase, singular } from "./words.js";

export interface Place {
  /** As a check walks: `items/*`, `payment/2`. */
  readonly way: string;
  /**
   * The same for the ledger: it tells all places apart, and stays when others
   * come before it.
   */
  readonly key: string;
  /** What an object would be called here. */
  readonly wanted: () => string;
}

export function outermost(name: string): Place {
  return { way: "", key: "", wanted: () => name };
}

export function propertyPlace(
  place: Place,
  owner: string,
  name: string,
): Place {
  return {
    way: below(place.way, name),
    key: below(place.key, keyStep(name)),
    wanted: () => owner.replace(CUT, "") + pascalCase(name),
  };
}

/** The hash of a name that was too long says nothing of what is in it. */
const CUT = /_[0-9a-f]{6}$/;

/** `OrderItems` holds `OrderItem`s. */
export function itemPlace(place: Place): Place {
  const { way, key, wanted } = place;
  return {
    way: below(way, "*"),
    key: below(key, "*"),
    wanted: () => {
      const many = wanted();
      const one = singular(many);
      return one === many || key === "" ? `${many}Item` : one;
    },
  };
}

export function valuePlace({ way, key, wanted }: Place, owner?: string): Place {
  return {
    way: below(way, "*"),
    key: below(key, "**"),
    wanted: () => `${owner ?? wanted()}Value`,
  };
}

export function tuplePlace({ way, key, wanted }: Place, i: number): Place {
  return {
    way: below(way, String(i)),
    key: below(key, `*${i}`),
    wanted: () => `${wanted()}${i + 1}`,
  };
}

/** The places of a union's members, each named by what tells it apart. */
export function memberPlaces(of: readonly Shape[], place: Place): Place[] {
  const marks = marksOf(of);
  return of.map((shape, i) => {
    const mark = marks.get(shape) ?? "";
    const isOutermost = place.key === "" && mark === "";
    return {
      way: below(place.way, String(i)),
      // What is the only one of its kind needs no mark: that null or a text is
      // allowed as well changes no name.
      key: mark === "" ? place.key : `${place.key}|${mark}`,
      wanted: () => place.wanted() + (isOutermost ? "Value" : mark),
    };
  });
}

function below(way: string, step: string): string {
  return way === "" ? step : `${way}/${step}`;
}

/** Marks of the members that are not the only object or the only list. */
function marksOf(of: readonly Shape[]): ReadonlyMap<Shape, string> {
  const marks = new Map<Shape, string>();
  const objects = of.filter((shape) => shape.kind === "object");
  if (objects.length > 1) {
    const tag = tagOf(objects);
    const common = uses(objects);
    const taken = new Set<string>();
    for (const [i, shape] of objects.entries()) {
      const words = [
        literalAt(shape, tag) ?? [],
        shape.properties.flatMap(({ name }) =>
          common.get(name) === 1 ? pascalCase(name) : [],
        ),
      ].flat();
      const mark = words.find((word) => !taken.has(word)) ?? String(i + 1);
      taken.add(mark);
      marks.set(shape, mark);
    }
  }
  const lists = of.filter(({ kind }) => kind === "array" || kind === "tuple");
  if (lists.length > 1) {
    for (const [i, shape] of lists.entries()) marks.set(shape, String(i + 1));
  }
  return marks;
}

/** The property whose literals tell the most objects apart. */
function tagOf(objects: readonly ObjectShape[]): string | undefined {
  const literals = new Map<string, Set<string>>();
  for (const shape of objects) {
    for (const { name } of shape.properties) {
      const literal = literalAt(shape, name);
      if (literal === undefined) continue;
      const found = literals.get(name);
      if (found) found.add(literal);
      else literals.set(name, new Set([literal]));
    }
  }
  let tag: string | undefined;
  let most = 1;
  for (const [name, { size }] of literals) {
    if (size > most) [tag, most] = [name, size];
  }
  return tag;
}

function literalAt(
  { properties }: ObjectShape,
  property: string | undefined,
): string | undefined {
  if (property === undefined) return undefined;
  const shape = properties.find(({ name }) => name === property)?.shape;
  return shape?.kind === "literal"
    ? pascalCase(String(shape.value))
    : undefined;
}

/** How many of the objects have a property of the name. */
function uses(objects: readonly ObjectShape[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { properties } of objects) {
    for (const { name } of properties) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}
