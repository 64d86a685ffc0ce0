/** Unions of shapes in their normal form: flat, each member once. */
import type { Shape } from "../contract/shape.js";

/** The members of a shape taken as a union. */
export function members(shape: Shape): readonly Shape[] {
  return shape.kind === "union" ? shape.of : [shape];
}

export function unionOf(shapes: readonly Shape[]): Shape {
  if (shapes.length === 1) return shapes[0]!;
  const flat = (
    shapes.some((shape) => shape.kind === "union")
      ? shapes.flatMap(members)
      : shapes
  ).filter((shape) => shape.kind !== "never");
  if (flat.some((shape) => shape.kind === "unknown"))
    return { kind: "unknown" };
  if (flat.length < 2) return flat[0] ?? { kind: "never" };
  const kinds = new Set<Shape["kind"]>(flat.map((shape) => shape.kind));
  const seen = new Set<string>();
  const of = flat.filter((shape) => {
    // A literal says nothing beside its own type.
    if (shape.kind === "literal" && kinds.has(kindOf(shape.value)))
      return false;
    const key = keyOf(shape);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return whole(bothBooleans(of));
}

function kindOf(value: string | number | boolean): Shape["kind"] {
  return typeof value as "string" | "number" | "boolean";
}

function isBoolean(shape: Shape): boolean {
  return shape.kind === "literal" && typeof shape.value === "boolean";
}

function bothBooleans(of: readonly Shape[]): readonly Shape[] {
  if (of.filter(isBoolean).length < 2) return of;
  const first = of.findIndex(isBoolean);
  return of.flatMap((shape, i): Shape[] =>
    !isBoolean(shape) ? [shape] : i === first ? [{ kind: "boolean" }] : [],
  );
}

/** All of JSON is `unknown`. */
function whole(of: readonly Shape[]): Shape {
  if (of.length === 0) return { kind: "never" };
  if (of.length === 1) return of[0]!;
  const has = (kind: Shape["kind"]): boolean =>
    of.some((shape) => shape.kind === kind);
  const all =
    has("null") &&
    has("boolean") &&
    has("number") &&
    has("string") &&
    of.some(
      (shape) => shape.kind === "array" && shape.items.kind === "unknown",
    ) &&
    of.some(
      (shape) =>
        shape.kind === "object" &&
        shape.properties.length === 0 &&
        shape.index?.kind === "unknown",
    );
  return all ? { kind: "unknown" } : { kind: "union", of };
}

const keys = new WeakMap<Shape, string>();

/** The same for shapes that are the same but for their notes, and where they come from. */
export function keyOf(shape: Shape): string {
  if (shape.kind === "literal") return `${typeof shape.value}:${shape.value}`;
  if (shape.kind === "named") return `named:${shape.to}`;
  if (Object.keys(shape).length === 1) return shape.kind;
  let key = keys.get(shape);
  if (key === undefined) {
    key = JSON.stringify(shape, (name, value: unknown) =>
      name === "notes" || name === "bases" ? undefined : value,
    );
    keys.set(shape, key);
  }
  return key;
}
