/** `$vocabulary`: a metaschema says which keywords its schemas have. JSON Schema 2020-12, core, section 8.1.2. */
import type { JsonObject } from "../source/json.js";
import { FORCES, type Dialect } from "./dialect.js";

const APPLICATOR =
  "prefixItems items contains additionalProperties properties patternProperties dependentSchemas propertyNames if then else allOf anyOf oneOf not";
const UNEVALUATED = "unevaluatedItems unevaluatedProperties";

/** Those whose keywords decide what is accepted, by the last part of their URI. */
const DECIDING: Readonly<Record<string, string>> = {
  validation:
    "type const enum multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxContains minContains maxProperties minProperties required dependentRequired",
  // 2019-09 has no vocabulary of its own for what is unevaluated.
  applicator: APPLICATOR,
  unevaluated: UNEVALUATED,
};

/** Those that decide nothing, or are a matter of course. */
const OTHERS = new Set(
  "core meta-data format format-annotation format-assertion content".split(" "),
);

/** The dialect without the keywords of the vocabularies that are not named. */
export function withVocabularies(
  base: Dialect,
  vocabularies: JsonObject,
): Dialect {
  const named = new Set(Object.keys(vocabularies).map(lastPart));
  if (base.id === "2019-09" && named.has("applicator"))
    named.add("unevaluated");
  const absent = Object.keys(DECIDING)
    .filter((name) => !named.has(name))
    .flatMap((name) => DECIDING[name]?.split(" ") ?? []);
  const keywords = new Set(base.keywords);
  for (const keyword of absent)
    if (FORCES.has(keyword)) keywords.delete(keyword);
  return { ...base, keywords };
}

/** URIs of vocabularies that schemas need to be understood with, and that we do not know. */
export function unknownVocabularies(
  vocabularies: JsonObject,
): readonly string[] {
  return Object.keys(vocabularies).filter((uri) => {
    const name = lastPart(uri);
    const isOurs = Object.hasOwn(DECIDING, name) || OTHERS.has(name);
    return vocabularies[uri] === true && !isOurs;
  });
}

function lastPart(uri: string): string {
  const part = /^https?:\/\/json-schema\.org\/draft\/[^/]+\/vocab\/(.+)$/;
  return part.exec(uri)?.[1] ?? uri;
}
