/** The ways of JSON Schema in which a schema can be written. */
export interface Flavour {
  /** What `$schema` says; `undefined`: there is no such word. */
  readonly uri: string | undefined;
  /** Where tuples are told: `prefixItems`, or `items` given a list. */
  readonly tuples: "prefixItems" | "items";
  /** One keyword for what later became `dependentRequired` and `dependentSchemas`. */
  readonly dependencies: boolean;
  /** What `contains` matches is not left for `unevaluatedItems`. */
  readonly containsCounts: boolean;
  /** Without `type`, a schema is read as of the type that its keywords speak of. */
  readonly impliesType: boolean;
  /** `deprecated` may not be a text, as it may in the native format. */
  readonly booleanDeprecated: boolean;
}

export const draft202012: Flavour = {
  uri: "https://json-schema.org/draft/2020-12/schema",
  tuples: "prefixItems",
  dependencies: false,
  containsCounts: true,
  impliesType: false,
  booleanDeprecated: false,
};

export const draft201909: Flavour = {
  ...draft202012,
  uri: "https://json-schema.org/draft/2019-09/schema",
  tuples: "items",
  containsCounts: false,
};

/**
 * AsyncAPI's superset of draft-07, which other tools read as draft-07; where
 * that has no word, the later one stands, which we read.
 */
export const asyncapi: Flavour = {
  uri: undefined,
  tuples: "items",
  dependencies: true,
  containsCounts: true,
  impliesType: true,
  booleanDeprecated: true,
};
