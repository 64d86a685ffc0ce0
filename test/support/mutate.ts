/**
 * Values that are wrong in one place: every single change of a valid value
 * that its schema forbids, as far as the assertion graph tells of it.
 */
import type { Assertion } from "../../src/contract/assertion.js";
import type { Json } from "../../src/source/json.js";
import { isObject } from "../../src/source/json.js";
import {
  checksOf,
  conjunction,
  type CheckOf,
  type Definitions,
} from "./arbitrary-value/conjunction.js";
import { schemasOfItem, schemasOfProperty } from "./arbitrary-value/members.js";
import { firstProblem } from "../../src/schema/accepts-value.js";
import { changesOfArray } from "./mutate/arrays.js";
import { changesOfObject } from "./mutate/objects.js";
import { changesOfScalar, changesOfType } from "./mutate/scalars.js";

/** What became of the value at one place. */
export interface Change {
  /** The keyword that forbids it. */
  readonly keyword: string;
  readonly to: Json;
  /** Where it is told, from the place: of a property, that property. */
  readonly told?: string;
}

export interface Mutation {
  readonly keyword: string;
  readonly value: Json;
  /** Where the issue must stand. */
  readonly path: Way;
  /**
   * Where the outermost union stands that the path leads through. What is
   * wrong in one alternative may be right in another, so that the value as a
   * whole need not be refused; and where it is, the issue may be told of the
   * union, or of what another alternative lacks.
   */
  readonly union?: Way;
}

export type Way = readonly (string | number)[];

export function mutationsOf(
  value: Json,
  schema: Assertion,
  definitions: Definitions,
): Mutation[] {
  const found: Mutation[] = [];
  const change = (
    place: Place,
    { keyword, to, told }: Change,
    union: Way | undefined,
  ): void => {
    const path = told === undefined ? place.path : [...place.path, told];
    found.push({
      keyword,
      path,
      // Most are never asked for, and each is the whole value again.
      get value() {
        return place.replaced(to);
      },
      ...(union && { union }),
    });
  };

  const visit = (
    place: Place,
    schemas: readonly Assertion[],
    outer: Way | undefined,
  ): void => {
    const { checks } = conjunction(schemas, definitions);
    const { value } = place;
    for (const each of changesOfType(value, checksOf(checks, "type")))
      change(place, each, outer);
    for (const each of changesOfScalar(value, checks))
      change(place, each, outer);
    if (Array.isArray(value)) {
      const list = value as readonly Json[];
      const arrays = checksOf(checks, "array");
      for (const each of changesOfArray(list, arrays))
        change(place, each, outer);
      list.forEach((_, i) =>
        visit(inside(place, i), schemasOfItem(arrays, i), outer),
      );
    } else if (isObject(value)) {
      const objects = checksOf(checks, "object");
      for (const each of changesOfObject(value, objects))
        change(place, each, outer);
      for (const name of Object.keys(value))
        visit(inside(place, name), schemasOfProperty(objects, name), outer);
    }
    const union = outer ?? place.path;
    for (const check of checks)
      for (const schema of applied(value, check, definitions))
        visit(place, [schema], union);
  };
  visit({ value, path: [], replaced: (to) => to }, [schema], undefined);
  return found;
}

interface Place {
  readonly value: Json;
  readonly path: Way;
  /** The whole value, with another one here. */
  replaced(to: Json): Json;
}

function inside(place: Place, key: string | number): Place {
  const { value: outer } = place;
  const value = (outer as Readonly<Record<string, Json>>)[key]!;
  return {
    value,
    path: [...place.path, key],
    replaced: (to) =>
      place.replaced(
        Array.isArray(outer)
          ? (outer as readonly Json[]).map((item, i) => (i === key ? to : item))
          : Object.fromEntries(
              Object.entries(outer as object).map(([name, item]) => [
                name,
                name === key ? to : (item as Json),
              ]),
            ),
      ),
  };
}

/** The schemas of a choice that hold of the value. */
function applied(
  value: Json,
  check: CheckOf<"anyOf" | "oneOf" | "if"> | { readonly kind: string },
  definitions: Definitions,
): readonly Assertion[] {
  const accepts = (schema: Assertion): boolean =>
    firstProblem(value, schema, definitions) === undefined;
  if ("of" in check) return check.of.filter(accepts);
  if (!("condition" in check)) return [];
  const { condition, then, else: otherwise } = check;
  const branch = accepts(condition) ? then : otherwise;
  return branch ? [branch] : [];
}
