/**
 * Which properties or items of a value the checks of a schema look at: what
 * `unevaluatedProperties` and `unevaluatedItems` leave alone. JSON Schema
 * 2020-12, core, sections 11.2 and 11.3.
 *
 * A coverage is asked only about values that its checks accept. So what must
 * accept in any case (`allOf`, a reference) covers in any case; what need not
 * covers under a condition.
 */
import type {
  ArrayCheck,
  Assertion,
  Check,
  DefinitionId,
  IfCheck,
  ObjectCheck,
  UnevaluatedCheck,
} from "../contract/assertion.js";

export interface Coverage {
  readonly certain: readonly Covered[];
  readonly conditional: readonly ConditionalCoverage[];
}

/** A part of the value that is looked at. */
export type Covered =
  | { readonly kind: "all" }
  | { readonly kind: "property"; readonly name: string }
  | {
      readonly kind: "pattern";
      readonly source: string;
      readonly flags: "" | "u";
    }
  /** The items before this index. */
  | { readonly kind: "items"; readonly before: number }
  /** Every item that the schema accepts. */
  | { readonly kind: "matching"; readonly schema: Assertion };

export interface ConditionalCoverage {
  readonly when: Condition;
  readonly coverage: Coverage;
}

/** What must be true of the value. */
export type Condition =
  | { readonly kind: "accepted"; readonly by: Assertion }
  | { readonly kind: "refused"; readonly by: Assertion }
  | { readonly kind: "has"; readonly property: string };

const NOTHING: Coverage = { certain: [], conditional: [] };

const EVERYTHING: Coverage = { certain: [{ kind: "all" }], conditional: [] };

/**
 * What the checks beside the keyword look at. Definitions that share others
 * share their coverages too: the same object each time.
 */
export function coverageBeside(
  { kind, beside, containsCounts = false }: UnevaluatedCheck,
  schemaOf: (id: DefinitionId) => Assertion | undefined,
): Coverage {
  const known = new Map<DefinitionId, Coverage>();

  const covers = (check: Check): Coverage => {
    switch (check.kind) {
      case "object":
        return union([
          kind === "unevaluatedProperties" ? ofObject(check) : NOTHING,
          ...(check.dependentSchemas ?? []).map(({ property, schema }) =>
            under({ kind: "has", property }, inside(schema)),
          ),
        ]);
      case "array":
        return kind === "unevaluatedItems"
          ? ofArray(check, containsCounts)
          : NOTHING;
      case "reference":
        return reference(check.to);
      case "allOf":
        return union(check.of.map(inside));
      case "anyOf":
      case "oneOf":
        return union(
          check.of.map((by) => under({ kind: "accepted", by }, inside(by))),
        );
      case "if":
        return either(check);
      case "unevaluatedProperties":
      case "unevaluatedItems":
        return check.kind === kind ? EVERYTHING : NOTHING;
      // What is not to match has looked at nothing.
      case "not":
      case "never":
      case "type":
      case "enum":
      case "string":
      case "number":
        return NOTHING;
      default:
        return check satisfies never;
    }
  };

  const inside = ({ checks }: Assertion): Coverage => union(checks.map(covers));

  const either = ({ condition: by, then, else: other }: IfCheck): Coverage => {
    const yes = union([inside(by), then ? inside(then) : NOTHING]);
    const no = other ? inside(other) : NOTHING;
    return union([
      under({ kind: "accepted", by }, yes),
      under({ kind: "refused", by }, no),
    ]);
  };

  const reference = (id: DefinitionId): Coverage => {
    const found = known.get(id);
    if (found) return found;
    // Stands where a definition leads to itself without a step into the value.
    known.set(id, NOTHING);
    const schema = schemaOf(id);
    const coverage = schema ? inside(schema) : NOTHING;
    known.set(id, coverage);
    return coverage;
  };

  return union(beside.map(covers));
}

/** What is covered of a value, of which the caller knows the conditions. */
export function covered(
  coverage: Coverage,
  holds: (when: Condition) => boolean,
): readonly Covered[] {
  const reached = new Set([coverage]);
  // Grows while it is walked.
  for (const { conditional } of reached)
    for (const { when, coverage: part } of conditional)
      if (!reached.has(part) && holds(when)) reached.add(part);
  return [...reached].flatMap(({ certain }) => certain);
}

function ofObject(check: ObjectCheck): Coverage {
  if (check.additionalProperties) return EVERYTHING;
  const { properties, patternProperties = [] } = check;
  return certainly([
    ...properties.map(({ name }): Covered => ({ kind: "property", name })),
    ...patternProperties.map(({ source, flags }): Covered => ({
      kind: "pattern",
      source,
      flags,
    })),
  ]);
}

function ofArray(check: ArrayCheck, containsCounts: boolean): Coverage {
  if (check.items) return EVERYTHING;
  const { prefixItems = [], contains } = check;
  const before = prefixItems.length;
  return certainly([
    ...(before > 0 ? [{ kind: "items", before } as const] : []),
    ...(contains && containsCounts
      ? [{ kind: "matching", schema: contains.schema } as const]
      : []),
  ]);
}

function certainly(certain: readonly Covered[]): Coverage {
  return certain.length === 0 ? NOTHING : { certain, conditional: [] };
}

function under(when: Condition, coverage: Coverage): Coverage {
  if (coverage === NOTHING) return NOTHING;
  return { certain: [], conditional: [{ when, coverage }] };
}

/** Each part once, so that what is said often stays small. */
function union(coverages: readonly Coverage[]): Coverage {
  const some = coverages.filter((one) => one !== NOTHING);
  if (some.includes(EVERYTHING)) return EVERYTHING;
  if (some.length < 2) return some[0] ?? NOTHING;
  const certain = new Map<unknown, Covered>();
  for (const one of some)
    for (const covered of one.certain) certain.set(keyOf(covered), covered);
  const conditional = new Set(some.flatMap((one) => one.conditional));
  return { certain: [...certain.values()], conditional: [...conditional] };
}

function keyOf(covered: Covered): unknown {
  return covered.kind === "matching" ? covered.schema : JSON.stringify(covered);
}
