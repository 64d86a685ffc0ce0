/** Shapes of types and values alone, and how two shapes compare. */
import type { Notes } from "../contract/assertion.js";
import type { Json, JsonType } from "../source/json.js";
import type { ObjectShape, PropertyShape, Shape } from "../contract/shape.js";
import { keyOf, members, unionOf } from "./union.js";

export const UNKNOWN: Shape = { kind: "unknown" };

export const NEVER: Shape = { kind: "never" };

/** Any object. */
export const ANY_OBJECT: ObjectShape = {
  kind: "object",
  properties: [],
  index: UNKNOWN,
};

const NULL: Shape = { kind: "null" };
const BOOLEAN: Shape = { kind: "boolean" };
const NUMBER: Shape = { kind: "number" };
const STRING: Shape = { kind: "string" };
const ANY_ARRAY: Shape = { kind: "array", items: UNKNOWN };

export const NO_NOTES: Notes = {};

/** A check that speaks of one type accepts all values of the others. */
export function others(
  type: "array" | "object",
  only: JsonType | undefined,
  shape: () => Shape,
): Shape {
  if (only !== undefined) return only === type ? shape() : UNKNOWN;
  const rest = (["null", "boolean", "number", "string"] as const).map(
    shapeOfType,
  );
  return unionOf([shape(), ...rest, type === "array" ? ANY_OBJECT : ANY_ARRAY]);
}

export function shapeOfType(type: JsonType): Shape {
  switch (type) {
    case "null":
      return NULL;
    case "boolean":
      return BOOLEAN;
    case "number":
    case "integer":
      return NUMBER;
    case "string":
      return STRING;
    case "array":
      return ANY_ARRAY;
    case "object":
      return ANY_OBJECT;
    default:
      return type satisfies never;
  }
}

export function shapeOfValue(value: Json): Shape {
  if (value === null) return { kind: "null" };
  if (typeof value !== "object") return { kind: "literal", value };
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(shapeOfValue);
    return { kind: "tuple", items, required: items.length };
  }
  const properties = Object.entries(value).map(([name, item]) => ({
    name,
    shape: shapeOfValue(item),
    optional: false,
    notes: NO_NOTES,
  }));
  return properties.length === 0
    ? { kind: "object", properties, index: NEVER }
    : { kind: "object", properties };
}

/** Structural equality; names are equal by id. */
export function equal(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || sizeOf(a) !== sizeOf(b)) return false;
  return keyOf(a) === keyOf(b);
}

/** Tells most of what differs apart without a look inside. */
function sizeOf(shape: Shape): number {
  return shape.kind === "object" ? shape.properties.length : 0;
}

/** Whether every value of `a` is certainly one of `b`. */
export function fits(a: Shape, b: Shape): boolean {
  if (b.kind === "unknown" || a.kind === "never") return true;
  const wide = members(b);
  return members(a).every((item) =>
    wide.some(
      (candidate) =>
        equal(item, candidate) ||
        (item.kind === "literal" && candidate.kind === typeof item.value),
    ),
  );
}

/** Takes no declaration of its own, and so can be written several times. */
export function isWritten(shape: Shape): boolean {
  switch (shape.kind) {
    case "object":
      return false;
    case "array":
      return isWritten(shape.items);
    case "tuple":
      return shape.items.every(isWritten) && isWritten(shape.rest ?? NEVER);
    case "union":
      return shape.of.every(isWritten);
    default:
      return true;
  }
}

/** More types than these in an index signature tell nobody anything. */
const MAX_INDEX_TYPES = 5;

/**
 * With the index signature that holds for every property: of what has no name,
 * and of what has one. Open objects with properties get none: it would let
 * every misspelt name pass.
 */
export function indexed(
  properties: readonly PropertyShape[],
  rest: Shape,
): ObjectShape {
  if (properties.length === 0)
    return { kind: "object", properties, index: rest };
  if (rest.kind === "unknown" || rest.kind === "never")
    return { kind: "object", properties };
  const others = properties.filter(({ shape }) => !fits(shape, rest));
  const index = unionOf([rest, ...others.map(({ shape }) => widened(shape))]);
  const holds =
    index.kind !== "unknown" &&
    members(index).length <= Math.max(members(rest).length, MAX_INDEX_TYPES) &&
    others.every(({ shape }) => isWritten(shape));
  return { kind: "object", properties, ...(holds && { index }) };
}

/** Literals as the types that they are of. */
function widened(shape: Shape): Shape {
  return unionOf(
    members(shape).map((member) =>
      member.kind === "literal"
        ? shapeOfType(typeof member.value as "string" | "number" | "boolean")
        : member,
    ),
  );
}
