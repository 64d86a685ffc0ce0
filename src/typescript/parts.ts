/**
 * A schema sorted by what its checks look at, with what they say together:
 * the one place where a conjunction is made simple before code is made.
 */
import type {
  AnyOfCheck,
  ArrayCheck,
  Assertion,
  Check,
  DefinitionId,
  IfCheck,
  NotCheck,
  NumberCheck,
  ObjectCheck,
  OneOfCheck,
  StringCheck,
  UnevaluatedCheck,
} from "../contract/assertion.js";
import type { Json, JsonType } from "../source/json.js";

export interface Parts {
  /** `undefined`: any. */
  readonly types: ReadonlySet<JsonType> | undefined;
  readonly values: readonly Json[] | undefined;
  readonly strings: readonly StringCheck[];
  readonly numbers: readonly NumberCheck[];
  readonly arrays: readonly ArrayCheck[];
  readonly objects: readonly ObjectCheck[];
  readonly references: readonly DefinitionId[];
  readonly logic: readonly (AnyOfCheck | OneOfCheck | NotCheck | IfCheck)[];
  readonly unevaluated: readonly UnevaluatedCheck[];
  /** Nothing is accepted. */
  readonly never: boolean;
  /** Null is accepted, and the rest does not look at it. */
  readonly orNull: boolean;
}

export function partsOf(assertion: Assertion): Parts {
  const or = withoutNull(assertion);
  const parts = sorted(or ? or.checks : assertion.checks);
  if (or) return { ...parts, orNull: true };
  const { types, values, references, logic } = parts;
  if (!types?.has("null") || types.size === 1) return parts;
  if (values || references.length > 0 || logic.length > 0) return parts;
  const rest = new Set(types);
  rest.delete("null");
  return { ...parts, types: rest, orNull: true };
}

/** The `X` of `anyOf: [X, { type: "null" }]`, where nothing else is said. */
function withoutNull({ checks }: Assertion): Assertion | undefined {
  const [check] = checks;
  if (checks.length !== 1 || check?.kind !== "anyOf") return undefined;
  const rest = check.of.filter((part) => !isNull(part));
  return rest.length === 1 && check.of.length === 2 ? rest[0] : undefined;
}

function isNull({ checks }: Assertion): boolean {
  const [check] = checks;
  return (
    checks.length === 1 &&
    ((check?.kind === "type" && check.types.join() === "null") ||
      (check?.kind === "enum" &&
        check.values.length === 1 &&
        check.values[0] === null))
  );
}

export function flatten(checks: readonly Check[]): readonly Check[] {
  if (!checks.some((check) => check.kind === "allOf")) return checks;
  return checks.flatMap((check) =>
    check.kind === "allOf"
      ? check.of.flatMap((part) => flatten(part.checks))
      : [check],
  );
}

function sorted(checks: readonly Check[]): Parts {
  let types: ReadonlySet<JsonType> | undefined;
  let values: readonly Json[] | undefined;
  let never = false;
  const strings: StringCheck[] = [];
  const numbers: NumberCheck[] = [];
  const arrays: ArrayCheck[] = [];
  const objects: ObjectCheck[] = [];
  const references: DefinitionId[] = [];
  const logic: (AnyOfCheck | OneOfCheck | NotCheck | IfCheck)[] = [];
  const unevaluated: UnevaluatedCheck[] = [];
  for (const check of flatten(checks)) {
    switch (check.kind) {
      case "never":
        never = true;
        break;
      case "reference":
        references.push(check.to);
        break;
      case "type":
        types = types ? bothTypes(types, check.types) : new Set(check.types);
        break;
      case "enum":
        values = values ? bothValues(values, check.values) : check.values;
        break;
      case "string":
        strings.push(check);
        break;
      case "number":
        numbers.push(check);
        break;
      case "array":
        arrays.push(check);
        break;
      case "object":
        objects.push(check);
        break;
      case "anyOf":
      case "oneOf":
      case "not":
        logic.push(check);
        break;
      case "if":
        // Alone it only tells what has been looked at.
        if (check.then || check.else) logic.push(check);
        break;
      case "unevaluatedProperties":
      case "unevaluatedItems":
        if (check.schema.checks.length > 0) unevaluated.push(check);
        break;
      case "allOf":
        break;
      default:
        check satisfies never;
    }
  }
  if (values && types) {
    const allowed = types;
    values = values.filter((value) => isOfType(value, allowed));
    types = undefined;
  }
  if (types?.has("number") && types.has("integer")) {
    const rest = new Set(types);
    rest.delete("integer");
    types = rest;
  }
  return {
    types,
    values,
    strings,
    numbers,
    arrays,
    objects,
    references,
    logic,
    unevaluated,
    never: never || types?.size === 0 || values?.length === 0,
    orNull: false,
  };
}

function bothTypes(
  a: ReadonlySet<JsonType>,
  b: readonly JsonType[],
): ReadonlySet<JsonType> {
  const both = new Set<JsonType>();
  for (const type of b) {
    if (a.has(type) || (type === "integer" && a.has("number"))) both.add(type);
    else if (type === "number" && a.has("integer")) both.add("integer");
  }
  return both;
}

function bothValues(a: readonly Json[], b: readonly Json[]): readonly Json[] {
  const known = new Set(b.map((value) => canonicalJson(value)));
  return a.filter((value) => known.has(canonicalJson(value)));
}

function isOfType(value: Json, types: ReadonlySet<JsonType>): boolean {
  if (value === null) return types.has("null");
  if (Array.isArray(value)) return types.has("array");
  switch (typeof value) {
    case "number":
      return (
        types.has("number") || (types.has("integer") && Number.isInteger(value))
      );
    case "string":
    case "boolean":
    case "object":
      return types.has(typeof value as JsonType);
    default:
      return false;
  }
}

/** As `canonical` of the runtime writes it: equal values, equal text. */
export function canonicalJson(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${(value as readonly Json[]).map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`);
  return `{${members.join(",")}}`;
}

/** Nothing is refused. */
export function isEmpty(parts: Parts): boolean {
  return (
    !parts.never &&
    !parts.types &&
    !parts.values &&
    parts.strings.length === 0 &&
    parts.numbers.length === 0 &&
    isPlain(parts) &&
    parts.arrays.length === 0
  );
}

function isPlain({ objects, references, logic, unevaluated }: Parts): boolean {
  const checks = [objects, references, logic, unevaluated];
  return checks.every(({ length }) => length === 0);
}

/** Says all in calls that take a key. */
export function isInline(parts: Parts): boolean {
  return isPlain(parts) && !parts.arrays.some(({ prefixItems }) => prefixItems);
}

/** A tuple and nothing else. */
export function isTuple(parts: Parts): boolean {
  return (
    isPlain(parts) &&
    parts.arrays.length === 1 &&
    parts.arrays[0]!.prefixItems !== undefined &&
    (parts.types === undefined || [...parts.types].join() === "array") &&
    !parts.values &&
    !parts.never &&
    parts.strings.length === 0 &&
    parts.numbers.length === 0
  );
}
