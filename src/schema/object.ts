import type { Assertion, ObjectCheck } from "../contract/assertion.js";
import { isList } from "../documents/fields.js";
import { isObject } from "../source/json.js";
import { at } from "../source/path.js";
import type { Keywords } from "./keywords.js";
import type { LowerContext } from "./lower.js";
import { checkedPattern, slowness, trustsPatterns } from "./pattern.js";
import { reviewRange, reviewRequired } from "./review.js";

interface Named {
  readonly name: string;
  readonly schema: Assertion;
}

export function objectCheck(
  keywords: Keywords,
  context: LowerContext,
): ObjectCheck | undefined {
  if (!keywords.holds("object")) return undefined;
  const { diagnostics } = context.host;
  const minProperties = keywords.count("minProperties");
  const maxProperties = keywords.count("maxProperties");
  reviewRange(
    keywords,
    "minProperties",
    minProperties,
    "maxProperties",
    maxProperties,
    diagnostics,
  );
  const { patterns, isWhole } = patternsOf(keywords, context);
  const others = context.schemaAt(keywords, "additionalProperties");
  // Those of a pattern that is not understood would be taken for others.
  const additionalProperties =
    isWhole || !others ? others : { ...others, checks: [] };
  const propertyNames = context.schemaAt(keywords, "propertyNames");
  const { dependentRequired, dependentSchemas } = dependents(keywords, context);
  const check: ObjectCheck = {
    kind: "object",
    properties: schemas("properties", keywords, context),
    required: requiredOf(keywords),
    ...(patterns.length > 0 && { patternProperties: patterns }),
    ...(additionalProperties && { additionalProperties }),
    ...(propertyNames && { propertyNames }),
    ...(minProperties !== undefined && { minProperties }),
    ...(maxProperties !== undefined && { maxProperties }),
    ...(dependentRequired.length > 0 && { dependentRequired }),
    ...(dependentSchemas.length > 0 && { dependentSchemas }),
  };
  reviewRequired(check, keywords, diagnostics);
  return check;
}

/** With those that say so of themselves, as in draft 3: that was told there. */
function requiredOf(keywords: Keywords): readonly string[] {
  const listed = keywords.names("required") ?? [];
  const { properties } = keywords.value;
  if (!isObject(properties)) return listed;
  const all = new Set(listed);
  for (const name in properties) {
    const schema = properties[name];
    if (isObject(schema) && schema["required"] === true) all.add(name);
  }
  return all.size === listed.length ? listed : [...all];
}

function schemas(
  keyword: string,
  keywords: Keywords,
  context: LowerContext,
  inPlace = false,
): readonly Named[] {
  const origin = keywords.at(keyword);
  const named: Named[] = [];
  for (const [name, value] of keywords.entries(keyword) ?? []) {
    // That of `properties` was read as one beside it.
    if (name === "$ref" && typeof value === "string") continue;
    const schema = context.child(value, at(origin, name), inPlace);
    named.push({ name, schema });
  }
  return named;
}

interface Patterns {
  readonly patterns: NonNullable<ObjectCheck["patternProperties"]>;
  /** Whether these are all; what is wrong with others was reported. */
  readonly isWhole: boolean;
}

function patternsOf(keywords: Keywords, context: LowerContext): Patterns {
  const { diagnostics } = context.host;
  const named = schemas("patternProperties", keywords, context);
  const patterns = named.flatMap(({ name, schema }) => {
    const target = {
      ...at(keywords.at("patternProperties"), name),
      part: "key",
    } as const;
    const compiled = checkedPattern(name, target, diagnostics);
    if (!compiled) return [];
    const problem = slowness(compiled.source);
    if (problem !== undefined && !trustsPatterns(keywords))
      diagnostics.report("schema-slow-pattern", target, {
        pattern: name,
        problem,
      });
    return [{ ...compiled, schema }];
  });
  return { patterns, isWhole: patterns.length === named.length };
}

/** `dependencies` of draft-07 became two keywords; both are read. */
function dependents(
  keywords: Keywords,
  context: LowerContext,
): {
  dependentRequired: NonNullable<ObjectCheck["dependentRequired"]>;
  dependentSchemas: NonNullable<ObjectCheck["dependentSchemas"]>;
} {
  const names: { property: string; required: readonly string[] }[] = [];
  const parts: { property: string; schema: Assertion }[] = [];
  for (const keyword of ["dependentRequired", "dependencies"]) {
    if (!context.dialect.keywords.has(keyword)) continue;
    for (const [property, value] of keywords.entries(keyword) ?? []) {
      const origin = at(keywords.at(keyword), property);
      if (isList(value)) {
        const required = keywords.strings(value, origin, keyword);
        names.push({ property, required });
      } else if (keyword === "dependencies") {
        const schema = context.child(value, origin, true);
        parts.push({ property, schema });
      } else keywords.wrong(keyword, "an object of lists");
    }
  }
  if (context.dialect.keywords.has("dependentSchemas"))
    for (const { name, schema } of schemas(
      "dependentSchemas",
      keywords,
      context,
      true,
    ))
      parts.push({ property: name, schema });
  return { dependentRequired: names, dependentSchemas: parts };
}
