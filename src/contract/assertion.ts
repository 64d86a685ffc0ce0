/**
 * The truth about a value: JSON Schema, normalised over all drafts.
 *
 * A schema is a conjunction of checks: a value is valid when every check
 * accepts it. No checks accept everything. A check that speaks of one JSON
 * type accepts every value of another type, as JSON Schema has it.
 */
import type { Origin } from "../source/source-file.js";
import type { Json, JsonType } from "../source/json.js";

export interface Assertion {
  readonly checks: readonly Check[];
  readonly notes: Notes;
  readonly origin: Origin;
}

/** What a schema says beside what it demands. */
export interface Notes {
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: boolean | string;
  readonly default?: Json;
  readonly examples?: readonly Json[];
}

export type Check =
  | NeverCheck
  | ReferenceCheck
  | TypeCheck
  | EnumCheck
  | StringCheck
  | NumberCheck
  | ArrayCheck
  | ObjectCheck
  | AllOfCheck
  | AnyOfCheck
  | OneOfCheck
  | NotCheck
  | IfCheck
  | UnevaluatedCheck;

/** Accepts nothing: the schema `false`. */
export interface NeverCheck {
  readonly kind: "never";
}

/** What the definition accepts: the only way to a cycle. */
export interface ReferenceCheck {
  readonly kind: "reference";
  readonly to: DefinitionId;
}

/** Key of {@link Contract.definitions}; stable for one schema file set. */
export type DefinitionId = string;

export interface TypeCheck {
  readonly kind: "type";
  /** `number` covers `integer`. */
  readonly types: readonly JsonType[];
}

/** `enum` and `const`: deep equality with one of the values. */
export interface EnumCheck {
  readonly kind: "enum";
  readonly values: readonly Json[];
}

export interface StringCheck {
  readonly kind: "string";
  /** In Unicode code points. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** ECMA-262 source, for the `u` flag where it parses so. */
  readonly pattern?: { readonly source: string; readonly flags: "" | "u" };
  /** A format that is asserted; see `schema/formats.ts` for those known. */
  readonly format?: string;
}

export interface NumberCheck {
  readonly kind: "number";
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  /** `int32`, `int64` and the like. */
  readonly format?: string;
}

export interface ArrayCheck {
  readonly kind: "array";
  readonly prefixItems?: readonly Assertion[];
  /** Of what follows the prefix. */
  readonly items?: Assertion;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly contains?: {
    readonly schema: Assertion;
    readonly min: number;
    readonly max?: number;
  };
}

export interface ObjectCheck {
  readonly kind: "object";
  readonly properties: readonly Property[];
  readonly required: readonly string[];
  readonly patternProperties?: readonly {
    readonly source: string;
    readonly flags: "" | "u";
    readonly schema: Assertion;
  }[];
  /**
   * Of what neither `properties` nor `patternProperties` name. One that accepts
   * everything says that they have been looked at: see {@link UnevaluatedCheck}.
   */
  readonly additionalProperties?: Assertion;
  readonly propertyNames?: Assertion;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: readonly {
    readonly property: string;
    readonly required: readonly string[];
  }[];
  readonly dependentSchemas?: readonly {
    readonly property: string;
    readonly schema: Assertion;
  }[];
}

export interface Property {
  readonly name: string;
  readonly schema: Assertion;
}

export interface AllOfCheck {
  readonly kind: "allOf";
  readonly of: readonly Assertion[];
}

export interface AnyOfCheck {
  readonly kind: "anyOf";
  readonly of: readonly Assertion[];
}

export interface OneOfCheck {
  readonly kind: "oneOf";
  readonly of: readonly Assertion[];
}

export interface NotCheck {
  readonly kind: "not";
  readonly schema: Assertion;
}

export interface IfCheck {
  readonly kind: "if";
  readonly condition: Assertion;
  readonly then?: Assertion;
  readonly else?: Assertion;
}

/**
 * `unevaluatedProperties` or `unevaluatedItems`: of what nothing else in the
 * schema looks at. Which parts those are depends on the value, where some of
 * the schemas beside look only at some values: see `schema/coverage.ts`.
 */
export interface UnevaluatedCheck {
  readonly kind: "unevaluatedProperties" | "unevaluatedItems";
  readonly schema: Assertion;
  /**
   * All other checks of the schema. They stand beside this one in any case,
   * and here too, because conjunctions are flattened.
   */
  readonly beside: readonly Check[];
  /** What `contains` accepts has been looked at: since 2020-12. */
  readonly containsCounts?: boolean;
}
