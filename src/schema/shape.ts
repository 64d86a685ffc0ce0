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
} from "../contract/assertion.js";
import type { JsonType } from "../source/json.js";
import type { Definition } from "../contract/model.js";
import type { ObjectShape, PropertyShape, Shape } from "../contract/shape.js";
import { createMeet } from "./meet.js";
import {
  indexed,
  NEVER,
  NO_NOTES,
  others,
  shapeOfType,
  shapeOfValue,
  UNKNOWN,
} from "./shape-basics.js";
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

  const meet = createMeet((id) => {
    const schema = definitions.get(id)?.schema;
    return schema && inside(schema);
  }, open);

  /** A schema that looks at the same value. */
  const inside = ({ checks }: Assertion): Shape => {
    const all = flatten(checks);
    const type = all.find((check) => check.kind === "type");
    const only = type?.types.length === 1 ? type.types[0] : undefined;
    if (all.length === 1) return shapeOf(all[0]!, only);
    return meet.all(all.map((check) => shapeOf(check, only)));
  };

  /** A schema of a part: cycles through parts are what named types are for. */
  const part = (assertion: Assertion): Shape => {
    const cached = known.get(assertion);
    if (cached) return cached;
    if (computing.has(assertion)) return outline(assertion);
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
      default:
        return check satisfies never;
    }
  };

  const shapeOfArray = (check: ArrayCheck): Shape => {
    const items = check.items ? part(check.items) : UNKNOWN;
    const { prefixItems, minItems = 0 } = check;
    if (!prefixItems) return { kind: "array", items };
    return {
      kind: "tuple",
      items: prefixItems.map(part),
      required: Math.min(minItems, prefixItems.length),
      ...(items.kind !== "never" && { rest: items }),
    };
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
      const matches = patternProperties.filter(({ source, flags }) =>
        new RegExp(source, flags).test(name),
      );
      const shape =
        matches.length > 0
          ? meet.all(matches.map(({ schema }) => part(schema)))
          : extra;
      properties.push({ name, shape, optional: false, notes: NO_NOTES });
    }
    const matching = patternProperties.map(({ schema }) => part(schema));
    return indexed(properties, unionOf([extra, ...matching]));
  };

  const definition = (id: DefinitionId): Shape => {
    const schema = definitions.get(id)?.schema;
    if (!schema) return UNKNOWN;
    return unionOf(withoutItself(part(schema), new Set([id])));
  };

  /** Members that lead back to the type itself are spelt out, less the cycle. */
  const withoutItself = (
    shape: Shape,
    seen: ReadonlySet<DefinitionId>,
  ): readonly Shape[] =>
    members(shape).flatMap((member): readonly Shape[] => {
      if (member.kind !== "named") return [member];
      if (seen.has(member.to)) return [];
      if (!reaches(member.to, seen, new Set())) return [member];
      const schema = definitions.get(member.to)?.schema;
      const inner = schema ? part(schema) : UNKNOWN;
      return withoutItself(inner, new Set(seen).add(member.to));
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
