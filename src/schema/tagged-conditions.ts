/**
 * `if`s that ask for the value of one property, as a union that this property
 * tells apart: `if: { properties: { kind: { const: "a" } } }`.
 */
import type {
  Assertion,
  Check,
  DefinitionId,
  EnumCheck,
  IfCheck,
} from "../contract/assertion.js";
import type { Json } from "../source/json.js";

type Lookup = (id: DefinitionId) => Assertion | undefined;

interface TaggedCondition {
  readonly check: IfCheck;
  readonly property: string;
  /** The condition holds for these. */
  readonly values: ReadonlySet<Json>;
}

/** More alternatives than these are easier to read as one. */
const MAX_ALTERNATIVES = 16;

/**
 * The alternatives of a conjunction, each without the conditions that its
 * values of the property decide; `undefined`: there is no such property.
 */
export function splitByTag(
  checks: readonly Check[],
  schemaOf: Lookup,
): readonly (readonly Check[])[] | undefined {
  const tagged = checks.flatMap((check) =>
    check.kind === "if" ? taggedCondition(check) : [],
  );
  const [first] = tagged;
  if (!first || !checks.some(isObjectType)) return undefined;
  const { property } = first;
  const values = valuesOf(property, checks, schemaOf);
  if (!values) return undefined;
  const deciding = tagged.filter((one) => one.property === property);
  const decided = new Set<Check>(deciding.map(({ check }) => check));
  const groups = new Map<string, Json[]>();
  for (const value of values) {
    const verdicts = deciding.map((one) => one.values.has(value)).join();
    const group = groups.get(verdicts);
    if (group) group.push(value);
    else groups.set(verdicts, [value]);
  }
  if (groups.size > MAX_ALTERNATIVES) return undefined;
  const others = checks.filter((check) => !decided.has(check));
  return [...groups.values()].map((group) => {
    const branches = deciding.flatMap(({ check, values: holds }) => {
      const branch = holds.has(group[0]!) ? check.then : check.else;
      return branch ? [branch] : [];
    });
    const told = tag(property, group, first.check);
    return others.concat(told, { kind: "allOf", of: branches });
  });
}

function taggedCondition(check: IfCheck): readonly TaggedCondition[] {
  const { checks } = check.condition;
  const objects = checks.filter((one) => one.kind === "object");
  const [object, ...others] = objects;
  const rest = checks.filter((one) => one.kind !== "object");
  if (!object || others.length > 0 || !rest.every(isObjectType)) return [];
  const { properties, required } = object;
  const [only, ...further] = properties;
  if (!only || further.length > 0) return [];
  const says = Object.keys(object).filter((key) => !TAGGED.has(key));
  if (says.length > 0) return [];
  if (required.some((name) => name !== only.name)) return [];
  const given = only.schema.checks;
  const [values] = given;
  if (given.length !== 1 || values?.kind !== "enum") return [];
  if (!arePrimitive(values)) return [];
  return [{ check, property: only.name, values: new Set(values.values) }];
}

/** What the check of such a condition has. */
const TAGGED = new Set(["kind", "properties", "required"]);

function isObjectType(check: Check): boolean {
  return check.kind === "type" && check.types.join() === "object";
}

/** The values of a property that must be there. */
function valuesOf(
  property: string,
  checks: readonly Check[],
  schemaOf: Lookup,
): readonly Json[] | undefined {
  const objects = checks.filter((check) => check.kind === "object");
  if (!objects.some(({ required }) => required.includes(property)))
    return undefined;
  const given = objects
    .flatMap(({ properties }) => properties)
    .filter(({ name }) => name === property)
    .flatMap(({ schema }) => schema.checks)
    .flatMap((check) =>
      check.kind === "reference" ? (schemaOf(check.to)?.checks ?? []) : [check],
    )
    .find((check) => check.kind === "enum");
  return given && arePrimitive(given) ? given.values : undefined;
}

function arePrimitive({ values }: EnumCheck): boolean {
  return values.every((value) => value === null || typeof value !== "object");
}

function tag(
  property: string,
  values: readonly Json[],
  { condition: { notes, origin } }: IfCheck,
): Check {
  const schema: Assertion = {
    checks: [{ kind: "enum", values }],
    notes,
    origin,
  };
  const properties = [{ name: property, schema }];
  return { kind: "object", properties, required: [property] };
}
