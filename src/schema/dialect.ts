export type DialectId = "2020-12" | "draft-07" | "asyncapi";

/**
 * What differs between the drafts of JSON Schema. The lowering asks these
 * questions and no others, so that a draft is an object.
 */
export interface Dialect {
  readonly id: DialectId;
  /** Every keyword that has a meaning, annotations included. */
  readonly keywords: ReadonlySet<string>;
  /** Where tuples are told: `prefixItems`, or `items` given an array. */
  readonly tuples: "prefixItems" | "items";
  /** What stands beside `$ref`: a part of the schema, or nothing. */
  readonly refSiblings: "validate" | "ignore";
  /** `nullable: true`, as OpenAPI 3.0 has it and AsyncAPI documents use it. */
  readonly nullable: boolean;
  /**
   * Where a schema has keywords of one type and no `type`, it is meant to be
   * of that type; if not, it accepts every value of the other types.
   */
  readonly impliesType: boolean;
}

const ANNOTATIONS =
  "$comment $id $schema title description default examples deprecated readOnly writeOnly contentEncoding contentMediaType format";
const APPLICATORS =
  "allOf anyOf oneOf not if then else properties patternProperties additionalProperties propertyNames items contains";
const ASSERTIONS =
  "type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxProperties minProperties required";
const SINCE_2019 =
  "$anchor $defs $vocabulary dependentRequired dependentSchemas maxContains minContains unevaluatedItems unevaluatedProperties contentSchema";

function keywords(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.join(" ").split(" "));
}

export const draft202012: Dialect = {
  id: "2020-12",
  keywords: keywords(
    "$ref $dynamicRef $dynamicAnchor prefixItems",
    ANNOTATIONS,
    APPLICATORS,
    ASSERTIONS,
    SINCE_2019,
    // Kept by 2020-12 for schemas of before.
    "definitions dependencies",
  ),
  tuples: "prefixItems",
  refSiblings: "validate",
  nullable: false,
  impliesType: false,
};

export const draft07: Dialect = {
  id: "draft-07",
  keywords: keywords(
    "$ref definitions dependencies additionalItems",
    ANNOTATIONS,
    APPLICATORS,
    ASSERTIONS,
  ),
  tuples: "items",
  refSiblings: "ignore",
  nullable: false,
  impliesType: false,
};

/**
 * The superset of draft-07 that AsyncAPI 2 and 3 have, read as their authors
 * mean it: what stands beside a `$ref` counts, `nullable` is honoured, and
 * `properties` without a `type` are an object's.
 */
export const asyncapi: Dialect = {
  id: "asyncapi",
  keywords: keywords(
    "$ref definitions dependencies additionalItems",
    ANNOTATIONS,
    APPLICATORS,
    ASSERTIONS,
    "$defs discriminator externalDocs example nullable",
  ),
  tuples: "items",
  refSiblings: "validate",
  nullable: true,
  impliesType: true,
};

const dialects: Readonly<Record<DialectId, Dialect>> = {
  "2020-12": draft202012,
  "draft-07": draft07,
  asyncapi,
};

export function dialectById(id: DialectId): Dialect {
  return dialects[id];
}

/** The dialect that a `$schema` names; `undefined` if it is not one of ours. */
export function dialectOf(uri: string): Dialect | undefined {
  const bare = uri.replace(/^http:/, "https:").replace(/#$/, "");
  switch (bare) {
    case "https://json-schema.org/draft/2020-12/schema":
      return draft202012;
    case "https://json-schema.org/draft-07/schema":
      return draft07;
    default:
      return undefined;
  }
}
