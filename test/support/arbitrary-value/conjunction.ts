/** A list of schemas as one conjunction: references and `allOf` resolved. */
import type {
  Assertion,
  Check,
  DefinitionId,
} from "../../../src/contract/assertion.js";
import type { Definition } from "../../../src/contract/model.js";

export type Definitions = ReadonlyMap<DefinitionId, Pick<Definition, "schema">>;

/** What demands something by itself. */
export type PlainCheck = Exclude<Check, { kind: "reference" | "allOf" }>;

export type CheckOf<K extends Check["kind"]> = Extract<Check, { kind: K }>;

export interface Conjunction {
  readonly checks: readonly PlainCheck[];
  /** Schemas as they were met, for what they note. */
  readonly schemas: readonly Assertion[];
}

export function conjunction(
  schemas: readonly Assertion[],
  definitions: Definitions,
): Conjunction {
  const checks: PlainCheck[] = [];
  const met = new Set<Assertion>();
  const visit = (schema: Assertion): void => {
    // Met before: the same demand, or a definition that leads to itself.
    if (met.has(schema)) return;
    met.add(schema);
    for (const check of schema.checks) {
      if (check.kind === "allOf") check.of.forEach(visit);
      else if (check.kind === "reference") {
        const definition = definitions.get(check.to);
        if (definition) visit(definition.schema);
      } else checks.push(check);
    }
  };
  schemas.forEach(visit);
  return { checks, schemas: [...met] };
}

export function checksOf<K extends Check["kind"]>(
  checks: readonly Check[],
  kind: K,
): CheckOf<K>[] {
  return checks.filter((check): check is CheckOf<K> => check.kind === kind);
}

/** Only what these checks demand. */
export function assertionOf(
  checks: readonly Check[],
  like: Assertion,
): Assertion {
  return { checks, notes: {}, origin: like.origin };
}
