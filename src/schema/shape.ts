/**
 * Assertions to {@link Shape}s: every value that the assertion accepts is
 * assignable to the type. A schema is a conjunction, so its shape is the meet
 * of what each check leaves.
 */
import type {
  ArrayCheck,
  Assertion,
  Check,
  DefinitionId,
  ObjectCheck,
  UnevaluatedCheck,
} from "../contract/assertion.js";
import type { JsonType } from "../source/json.js";
import type { Definition } from "../contract/model.js";
import type { ObjectShape, PropertyShape, Shape } from "../contract/shape.js";
import { coverageBeside } from "./coverage.js";
import { createMeet } from "./meet.js";
import { matches } from "./pattern.js";
import {
  indexed,
  isWritten,
  NEVER,
  NO_NOTES,
  others,
  shapeOfType,
  shapeOfValue,
  UNKNOWN,
} from "./shape-basics.js";
import { splitByTag } from "./tagged-conditions.js";
import { members, unionOf } from "./union.js";

export interface Shapes {
  /** The shape of a schema where it stands. */
  of(assertion: Assertion): Shape;
  /** The shape that a definition's own declaration has. */
  definition(id: DefinitionId): Shape;
}

export function createShapes(
  definitions: ReadonlyMap<DefinitionId, Definition>,
): Shapes {
  const known = new Map<Assertion, Shape>();
  /** Definitions that are being looked into, to stop at cycles. */
  const open = new Set<DefinitionId>();
  /** Parts that are being looked into. */
  const computing = new Set<Assertion>();

  /** How often a part was only outlined: what holds it is known better later. */
  let outlines = 0;
  /** Of definitions, for those that say more beside their name. */
  const targets = new Map<DefinitionId, Shape>();
  let effort = 0;

  const target = (id: DefinitionId): Shape | undefined => {
    const known = targets.get(id);
    const schema = definitions.get(id)?.schema;
    if (known || !schema) return known;
    const before = outlines;
    const shape = inside(schema);
    if (outlines === before || effort++ > MAX_EFFORT) targets.set(id, shape);
    return shape;
  };

  const meet = createMeet(target, open);

  /** A schema that looks at the same value. */
  const inside = ({ checks }: Assertion): Shape => {
    const all = flatten(checks);
    const split = splitByTag(all, (id) => definitions.get(id)?.schema);
    return split
      ? unionOf(split.map((part) => conjunction(flatten(part))))
      : conjunction(all);
  };

  const conjunction = (all: readonly Check[]): Shape => {
    const type = all.find((check) => check.kind === "type");
    const only = type?.types.length === 1 ? type.types[0] : undefined;
    if (all.length === 1) return shapeOf(all[0]!, only);
    return meet.all(all.map((check) => shapeOf(check, only)));
  };

  /** A schema of a part: cycles through parts are what named types are for. */
  const part = (assertion: Assertion): Shape => {
    const cached = known.get(assertion);
    if (cached) return cached;
    if (computing.has(assertion)) {
      outlines++;
      return outline(assertion);
    }
    const held = [...open];
    open.clear();
    computing.add(assertion);
    const shape = inside(assertion);
    computing.delete(assertion);
    for (const id of held) open.add(id);
    known.set(assertion, shape);
    return shape;
  };

  /** @param only the one type that the schema is known to be of */
  const shapeOf = (check: Check, only: JsonType | undefined): Shape => {
    switch (check.kind) {
      case "never":
        return NEVER;
      case "reference":
        return { kind: "named", to: check.to };
      case "type":
        return unionOf(check.types.map(shapeOfType));
      case "enum":
        return unionOf(check.values.map(shapeOfValue));
      case "string":
      case "number":
      case "not":
        return UNKNOWN;
      case "array":
        return others("array", only, () => shapeOfArray(check));
      case "object":
        return others("object", only, () => shapeOfObject(check));
      case "allOf":
        return meet.all(check.of.map(inside));
      case "anyOf":
      case "oneOf":
        return unionOf(check.of.map(inside));
      case "if": {
        const yes = meet(
          inside(check.condition),
          check.then ? inside(check.then) : UNKNOWN,
        );
        return unionOf([yes, check.else ? inside(check.else) : UNKNOWN]);
      }
      case "unevaluatedProperties":
      case "unevaluatedItems":
        return shapeOfUnevaluated(check, only);
      default:
        return check satisfies never;
    }
  };

  /** What is said of all the others alike, where these do not depend on the value. */
  const shapeOfUnevaluated = (
    check: UnevaluatedCheck,
    only: JsonType | undefined,
  ): Shape => {
    const { kind, schema } = check;
    const { certain, conditional } = coverageBeside(
      check,
      (id) => definitions.get(id)?.schema,
    );
    if (conditional.length > 0) return UNKNOWN;
    if (kind === "unevaluatedProperties")
      return certain.length > 0
        ? UNKNOWN
        : others("object", only, () => indexed([], part(schema)));
    let before = 0;
    for (const covered of certain) {
      if (covered.kind !== "items") return UNKNOWN;
      before = Math.max(before, covered.before);
    }
    const first = Array.from({ length: before }, () => UNKNOWN);
    return others("array", only, () => sequence(first, 0, part(schema)));
  };

  const shapeOfArray = (check: ArrayCheck): Shape => {
    const { prefixItems = [], minItems = 0, maxItems = Infinity } = check;
    const items = check.items ? part(check.items) : UNKNOWN;
    const first = prefixItems.slice(0, maxItems).map(part);
    const isFixed = minItems === maxItems && maxItems <= MAX_TUPLE;
    if (isFixed && isWritten(items))
      while (first.length < maxItems) first.push(items);
    const required = Math.min(minItems, first.length);
    const rest = first.length < maxItems ? items : NEVER;
    return sequence(first, required, rest);
  };

  const shapeOfObject = (check: ObjectCheck): ObjectShape => {
    const { patternProperties = [], additionalProperties } = check;
    const extra = additionalProperties ? part(additionalProperties) : UNKNOWN;
    const required = new Set(check.required);
    const properties: PropertyShape[] = check.properties.map(
      ({ name, schema }) => ({
        name,
        shape: part(schema),
        optional: !required.delete(name),
        notes: schema.notes,
      }),
    );
    for (const name of required) {
      const told = patternProperties.map((pattern) => matches(name, pattern));
      const meant = patternProperties.filter((_, i) => told[i] === true);
      const shape = told.includes(undefined)
        ? UNKNOWN
        : meant.length > 0
          ? meet.all(meant.map(({ schema }) => part(schema)))
          : extra;
      properties.push({ name, shape, optional: false, notes: NO_NOTES });
    }
    const matching = patternProperties.map(({ schema }) => part(schema));
    return indexed(properties, unionOf([extra, ...matching]));
  };

  const declared = new Map<DefinitionId, Shape>();

  const definition = (id: DefinitionId): Shape => {
    const found = declared.get(id);
    if (found) return found;
    const schema = definitions.get(id)?.schema;
    if (!schema) return UNKNOWN;
    const shape = unionOf(withoutItself(part(schema), new Set([id])));
    declared.set(id, shape);
    return shape;
  };

  /** Members that lead back to the type itself are spelt out, each once. */
  const withoutItself = (
    shape: Shape,
    seen: Set<DefinitionId>,
  ): readonly Shape[] =>
    members(shape).flatMap((member): readonly Shape[] => {
      if (member.kind !== "named") return [member];
      if (seen.has(member.to)) return [];
      if (!reaches(member.to, seen, new Set())) return [member];
      const schema = definitions.get(member.to)?.schema;
      const inner = schema ? part(schema) : UNKNOWN;
      return withoutItself(inner, seen.add(member.to));
    });

  /** Whether a type is, without an object or array between, one of `goals`. */
  const reaches = (
    from: DefinitionId,
    goals: ReadonlySet<DefinitionId>,
    seen: Set<DefinitionId>,
  ): boolean => {
    if (goals.has(from)) return true;
    const schema = definitions.get(from)?.schema;
    if (!schema || seen.has(from)) return false;
    seen.add(from);
    return members(part(schema)).some(
      (member) => member.kind === "named" && reaches(member.to, goals, seen),
    );
  };

  return { of: part, definition };
}

/** After so many looks at definitions that hold each other, what was seen must do. */
const MAX_EFFORT = 10_000;

/** Longer lists are lists, even where their length is given. */
const MAX_TUPLE = 8;

function sequence(
  items: readonly Shape[],
  required: number,
  rest: Shape,
): Shape {
  if (items.length === 0) return { kind: "array", items: rest };
  const more = rest.kind !== "never" && { rest };
  return { kind: "tuple", items, required, ...more };
}

/** What is certain of a schema at one look: a name it refers to. */
function outline({ checks }: Assertion): Shape {
  const name = flatten(checks).find((check) => check.kind === "reference");
  return name ? { kind: "named", to: name.to } : UNKNOWN;
}

/** `allOf`s are part of the conjunction they stand in. */
function flatten(checks: readonly Check[]): readonly Check[] {
  if (!checks.some((check) => check.kind === "allOf")) return checks;
  return checks.flatMap((check) =>
    check.kind === "allOf"
      ? check.of.flatMap((part) => flatten(part.checks))
      : [check],
  );
}
