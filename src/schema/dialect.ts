export type DialectId =
  | "draft-04"
  | "draft-06"
  | "draft-07"
  | "2019-09"
  | "2020-12"
  | "asyncapi"
  | "openapi-3.0"
  | "openapi-3.1";

/**
 * What differs between the drafts of JSON Schema. The lowering asks these
 * questions and no others, so that a draft is an object. Formats are the same
 * in all of them: who writes `format: uuid` means it, whatever the draft.
 * What schemas are called (`$id` and anchors) is read with the documents.
 */
export interface Dialect {
  readonly id: DialectId;
  /** Every keyword that has a meaning, annotations included; others of {@link FORCES} are not looked at. */
  readonly keywords: ReadonlySet<string>;
  /** Where tuples are told: `prefixItems`, or `items` given an array. */
  readonly tuples: "prefixItems" | "items";
  /**
   * What stands beside `$ref`: a part of the schema; one unless its type
   * contradicts what the reference leads to (`agree`); or nothing.
   */
  readonly refSiblings: "validate" | "agree" | "ignore";
  /** Whether `contentEncoding` and `contentMediaType` may be enforced; since 2019-09 they are notes. */
  readonly content: "enforced" | "note";
  /** What `exclusiveMinimum` is: a bound, or `true` beside `minimum`. */
  readonly exclusiveBounds: "number" | "boolean";
  /** `true` and `false` are schemas wherever a schema may stand. */
  readonly booleanSchemas: boolean;
  /**
   * `nullable: true`, as OpenAPI 3.0 has it and AsyncAPI documents use it;
   * `mistaken`: it is honoured, although it is no keyword any more.
   */
  readonly nullable: "keyword" | "mistaken" | "unknown";
  /**
   * Where a schema has keywords of one type and no `type`, it is meant to be
   * of that type; if not, it accepts every value of the other types.
   */
  readonly impliesType: boolean;
}

/** Said in every draft, or harmless in those that do not know it. */
const NOTES =
  "$schema $id id $comment title description default examples deprecated readOnly writeOnly contentEncoding contentMediaType contentSchema definitions $defs $anchor $dynamicAnchor $recursiveAnchor $vocabulary";

const DRAFT_04 =
  "$ref type enum multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern format additionalItems items maxItems minItems uniqueItems maxProperties minProperties required additionalProperties properties patternProperties dependencies allOf anyOf oneOf not";
const SINCE_06 = "const contains propertyNames";
const SINCE_07 = "if then else";
const SINCE_2019 =
  "dependentRequired dependentSchemas minContains maxContains unevaluatedItems unevaluatedProperties";
const ONLY_2019 = "$recursiveRef";
const SINCE_2020 = "$dynamicRef prefixItems";
const OPENAPI = "discriminator xml externalDocs example";

function words(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.join(" ").split(" "));
}

/** The keywords that decide, in one draft at least, what is accepted. */
export const FORCES: ReadonlySet<string> = words(
  DRAFT_04,
  SINCE_06,
  SINCE_07,
  SINCE_2019,
  ONLY_2019,
  SINCE_2020,
);

const draft04: Dialect = {
  id: "draft-04",
  keywords: words(NOTES, DRAFT_04),
  tuples: "items",
  refSiblings: "ignore",
  content: "note",
  exclusiveBounds: "boolean",
  booleanSchemas: false,
  nullable: "unknown",
  impliesType: false,
};

const draft06: Dialect = {
  ...draft04,
  id: "draft-06",
  keywords: words(NOTES, DRAFT_04, SINCE_06),
  exclusiveBounds: "number",
  booleanSchemas: true,
};

const draft07: Dialect = {
  ...draft06,
  id: "draft-07",
  keywords: words(NOTES, DRAFT_04, SINCE_06, SINCE_07),
  content: "enforced",
};

const draft201909: Dialect = {
  ...draft07,
  id: "2019-09",
  keywords: words(NOTES, DRAFT_04, SINCE_06, SINCE_07, SINCE_2019, ONLY_2019),
  refSiblings: "validate",
  content: "note",
};

const draft202012: Dialect = {
  ...draft201909,
  id: "2020-12",
  // `dependencies` and `additionalItems` are kept for schemas of before.
  keywords: words(NOTES, DRAFT_04, SINCE_06, SINCE_07, SINCE_2019, SINCE_2020),
  tuples: "prefixItems",
};

/**
 * The superset of draft-07 that AsyncAPI 2 and 3 have, read as their authors
 * mean it: later keywords and what stands beside a `$ref` count, `nullable` is
 * honoured, and `properties` without a `type` are an object's.
 */
const asyncapi: Dialect = {
  ...draft07,
  id: "asyncapi",
  keywords: words(...draft202012.keywords, OPENAPI, "nullable"),
  refSiblings: "agree",
  content: "note",
  nullable: "keyword",
  impliesType: true,
};

/** OpenAPI 3.0.4, section 4.7.24: a part of draft-05, with words of its own. */
const openapi30: Dialect = {
  ...draft04,
  id: "openapi-3.0",
  keywords: words(
    NOTES,
    "$ref type enum multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern format items maxItems minItems uniqueItems maxProperties minProperties required additionalProperties properties allOf anyOf oneOf not",
    OPENAPI,
    "nullable",
  ),
  nullable: "keyword",
  impliesType: true,
};

/** OpenAPI 3.1.1, section 4.8.24: 2020-12, in documents that often still say `nullable`. */
const openapi31: Dialect = {
  ...draft202012,
  id: "openapi-3.1",
  keywords: words(...draft202012.keywords, OPENAPI, "nullable"),
  nullable: "mistaken",
  impliesType: true,
};

const dialects: Readonly<Record<DialectId, Dialect>> = {
  "draft-04": draft04,
  "draft-06": draft06,
  "draft-07": draft07,
  "2019-09": draft201909,
  "2020-12": draft202012,
  asyncapi,
  "openapi-3.0": openapi30,
  "openapi-3.1": openapi31,
};

export function dialectById(id: DialectId): Dialect {
  return dialects[id];
}

/** The dialect that a `$schema` names; `undefined` if it is not one of ours. */
export function dialectOf(uri: string): Dialect | undefined {
  const bare = uri.replace(/^https?:\/\//, "").replace(/\/?#?$/, "");
  switch (bare) {
    case "json-schema.org/draft/2020-12/schema":
      return draft202012;
    case "json-schema.org/draft/2019-09/schema":
      return draft201909;
    case "json-schema.org/draft-07/schema":
      return draft07;
    case "json-schema.org/draft-06/schema":
      return draft06;
    case "json-schema.org/draft-04/schema":
      return draft04;
    default:
      return bare.startsWith("spec.openapis.org/oas/3.1/dialect/")
        ? openapi31
        : undefined;
  }
}
