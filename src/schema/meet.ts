/** What two shapes have in common. */
import type { DefinitionId } from "../contract/assertion.js";
import type { ObjectShape, Shape } from "../contract/shape.js";
import { ANY_OBJECT, equal, indexed, NEVER, UNKNOWN } from "./shape-basics.js";
import { members, unionOf } from "./union.js";

/** More members than these are not multiplied out. */
const MAX_UNION = 64;

type NamedShape = Shape & { readonly kind: "named" };

export interface Meet {
  (a: Shape, b: Shape): Shape;
  readonly all: (shapes: readonly Shape[]) => Shape;
}

/**
 * @param shapeOf what a definition accepts, spelt out; `undefined`: not known
 * @param open definitions that are being looked into, to stop at cycles
 */
export function createMeet(
  shapeOf: (id: DefinitionId) => Shape | undefined,
  open: Set<DefinitionId>,
): Meet {
  const meetAll = (shapes: readonly Shape[]): Shape => {
    let all: Shape = UNKNOWN;
    for (const shape of shapes) {
      if (shape.kind !== "named") all = meet(all, shape);
    }
    // Names last: what they are is looked up only where something else is said.
    for (const shape of shapes) {
      if (shape.kind === "named") all = meet(shape, all);
    }
    return all;
  };

  const meet = (a: Shape, b: Shape): Shape => {
    if (a.kind === "unknown") return b;
    if (b.kind === "unknown") return a;
    if (a.kind === "never" || b.kind === "never") return NEVER;
    if (a.kind === "named" && b.kind === "named" && a.to === b.to) return a;
    const left = members(a);
    const right = members(b);
    if (left.length * right.length > MAX_UNION * 4)
      return left.length <= right.length ? a : b;
    if (left.length === 1 && right.length === 1) return meetOne(a, b);
    return unionOf(left.flatMap((x) => right.map((y) => meet(x, y))));
  };

  const meetOne = (a: Shape, b: Shape): Shape => {
    if (a.kind === "named") return meetNamed(a, b);
    if (b.kind === "named") return meetNamed(b, a);
    if (a.kind === "literal" || b.kind === "literal") {
      const [literal, other] = a.kind === "literal" ? [a, b] : [b, a];
      if (other.kind === "literal")
        return other.value === (literal as typeof other).value ? other : NEVER;
      return other.kind === typeof (literal as { value?: unknown }).value
        ? literal
        : NEVER;
    }
    if (a === ANY_OBJECT && b.kind === "object") return b;
    if (b === ANY_OBJECT && a.kind === "object") return a;
    if (a.kind === "object" && b.kind === "object") return meetObjects(a, b);
    if (a.kind === "array" && b.kind === "array")
      return { kind: "array", items: meet(a.items, b.items) };
    if (a.kind === "tuple" || b.kind === "tuple") return meetTuple(a, b);
    if (a.kind !== b.kind) return NEVER;
    return a;
  };

  /** Unions of unions lead to the same names again and again. */
  const known = new Map<DefinitionId, Map<Shape, Shape>>();

  const meetNamed = (a: NamedShape, b: Shape): Shape => {
    // A cycle on the same value says nothing new.
    if (open.has(a.to)) return b;
    let results = known.get(a.to);
    if (!results) known.set(a.to, (results = new Map()));
    const found = results.get(b);
    if (found) return found;
    open.add(a.to);
    const met = meetTarget(a, b);
    open.delete(a.to);
    results.set(b, met);
    return met;
  };

  /** Keeps the name where the other side adds nothing to it. */
  const meetTarget = (a: NamedShape, b: Shape): Shape => {
    const target = shapeOf(a.to);
    if (!target) return b;
    const own = members(target);
    const met = own.map((member) => meet(member, b));
    const same = met.every((member, i) => equal(member, own[i]!));
    if (same && own.length > 0) return a;
    if (b.kind === "named" && met.length === 1 && equal(met[0]!, b)) return b;
    const [only, ...others] = met;
    if (only?.kind === "object" && others.length === 0)
      return { ...only, bases: basesOf(a.to, target, only) };
    const count = met.reduce((sum, one) => sum + members(one).length, 0);
    return count > MAX_UNION ? a : unionOf(met);
  };

  const meetObjects = (a: ObjectShape, b: ObjectShape): ObjectShape => {
    const theirs = new Map(b.properties.map((item) => [item.name, item]));
    const properties = a.properties.map((mine) => {
      const other = theirs.get(mine.name);
      theirs.delete(mine.name);
      return other
        ? {
            name: mine.name,
            shape: meet(mine.shape, other.shape),
            optional: mine.optional && other.optional,
            notes: { ...other.notes, ...mine.notes },
          }
        : mine;
    });
    properties.push(...theirs.values());
    const all = indexed(
      properties,
      meet(a.index ?? UNKNOWN, b.index ?? UNKNOWN),
    );
    if (!a.bases && !b.bases) return all;
    const bases = new Set([...(a.bases ?? []), ...(b.bases ?? [])]);
    return { ...all, bases: [...bases] };
  };

  const meetTuple = (a: Shape, b: Shape): Shape => {
    const [tuple, other] = a.kind === "tuple" ? [a, b] : [b, a];
    if (tuple.kind !== "tuple") return NEVER;
    if (other.kind === "array") {
      return {
        ...tuple,
        items: tuple.items.map((item) => meet(item, other.items)),
        ...(tuple.rest && { rest: meet(tuple.rest, other.items) }),
      };
    }
    if (other.kind !== "tuple") return NEVER;
    const length = Math.max(tuple.items.length, other.items.length);
    const item = (shape: typeof tuple, i: number): Shape =>
      shape.items[i] ?? shape.rest ?? NEVER;
    const rest = meet(tuple.rest ?? NEVER, other.rest ?? NEVER);
    return {
      kind: "tuple",
      items: Array.from({ length }, (_, i) =>
        meet(item(tuple, i), item(other, i)),
      ),
      required: Math.max(tuple.required, other.required),
      ...(rest.kind !== "never" && { rest }),
    };
  };

  return Object.assign(meet, { all: meetAll });
}

/** The named type stands for those that it is made from itself. */
function basesOf(
  to: DefinitionId,
  target: Shape,
  { bases = [] }: ObjectShape,
): readonly DefinitionId[] {
  const implied = target.kind === "object" ? target.bases : undefined;
  return [...bases.filter((id) => !implied?.includes(id)), to];
}
