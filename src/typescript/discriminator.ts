/** Alternatives that one property tells apart. */
import type { Assertion, DefinitionId } from "../contract/assertion.js";
import { flatten } from "./parts.js";

export interface Discriminated {
  readonly property: string;
  readonly branches: readonly {
    readonly values: readonly Value[];
    readonly schema: Assertion;
  }[];
}

type Value = string | number | boolean;
type Lookup = (id: DefinitionId) => Assertion | undefined;

/**
 * A property that every alternative requires to be one of its own values; then
 * one look decides, and `anyOf` and `oneOf` are the same.
 */
export function discriminate(
  of: readonly Assertion[],
  lookup: Lookup,
): Discriminated | undefined {
  if (of.length < 2) return undefined;
  const tags = of.map((schema) => tagsOf(schema, lookup));
  for (const property of tags[0]!.keys()) {
    const seen = new Set<Value>();
    const branches = of.map((schema, i) => ({
      values: tags[i]!.get(property) ?? [],
      schema,
    }));
    const apart = branches.every(
      ({ values }) =>
        values.length > 0 &&
        values.every((value) => !seen.has(value) && seen.add(value)),
    );
    if (apart) return { property, branches };
  }
  return undefined;
}

/** The required properties with given values, of a schema of objects only. */
function tagsOf(
  schema: Assertion,
  lookup: Lookup,
): ReadonlyMap<string, readonly Value[]> {
  const checks = resolved(schema, lookup);
  const tags = new Map<string, readonly Value[]>();
  const typed = checks.some(
    (check) => check.kind === "type" && check.types.join() === "object",
  );
  if (!typed) return tags;
  const objects = checks.filter((check) => check.kind === "object");
  const required = new Set(objects.flatMap((check) => check.required));
  for (const { properties } of objects) {
    for (const { name, schema: value } of properties) {
      if (!required.has(name) || tags.has(name)) continue;
      const given = resolved(value, lookup).find(
        (check) => check.kind === "enum",
      );
      const values = given?.values.filter(isValue);
      if (values && values.length === given?.values.length)
        tags.set(name, [...new Set(values)]);
    }
  }
  return tags;
}

function isValue(value: unknown): value is Value {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** All checks on the same value, through references and `allOf`; of each definition once. */
function resolved(
  schema: Assertion,
  lookup: Lookup,
  seen = new Set<DefinitionId>(),
): ReturnType<typeof flatten> {
  return flatten(schema.checks).flatMap((check) => {
    if (check.kind !== "reference") return [check];
    if (seen.has(check.to)) return [];
    seen.add(check.to);
    const target = lookup(check.to);
    return target ? resolved(target, lookup, seen) : [];
  });
}
