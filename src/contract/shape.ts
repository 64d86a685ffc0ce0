/**
 * What a type can say of a schema: a sound over-approximation, so that every
 * value that the assertion accepts is assignable to the type.
 */
import type { DefinitionId, Notes } from "./assertion.js";

export type Shape =
  | { readonly kind: "unknown" }
  | { readonly kind: "never" }
  | { readonly kind: "null" }
  | { readonly kind: "boolean" }
  | { readonly kind: "number"; readonly format?: string }
  | { readonly kind: "string"; readonly format?: string }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "array"; readonly items: Shape }
  | TupleShape
  | ObjectShape
  | { readonly kind: "union"; readonly of: readonly Shape[] }
  | { readonly kind: "named"; readonly to: DefinitionId };

export interface TupleShape {
  readonly kind: "tuple";
  readonly items: readonly Shape[];
  /** How many of `items` must be there. */
  readonly required: number;
  readonly rest?: Shape;
}

export interface ObjectShape {
  readonly kind: "object";
  readonly properties: readonly PropertyShape[];
  /**
   * Type of every property by its name, those that are named included; where
   * that type is known, and says something.
   */
  readonly index?: Shape;
  /** Types that have some of the properties: see `schema/inheritance.ts`. */
  readonly bases?: readonly DefinitionId[];
}

export interface PropertyShape {
  readonly name: string;
  readonly shape: Shape;
  readonly optional: boolean;
  readonly notes: Notes;
}
