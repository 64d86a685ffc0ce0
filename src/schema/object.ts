import type { Assertion, ObjectCheck } from "../contract/assertion.js";
import { isList } from "../documents/fields.js";
import { at } from "../source/path.js";
import type { Keywords } from "./keywords.js";
import type { LowerContext } from "./lower.js";
import { compilePattern, slowness } from "./pattern.js";
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
  const patterns = patternsOf(keywords, context);
  const additionalProperties = context.schemaAt(
    keywords,
    "additionalProperties",
  );
  const propertyNames = context.schemaAt(keywords, "propertyNames");
  const { dependentRequired, dependentSchemas } = dependents(keywords, context);
  const check: ObjectCheck = {
    kind: "object",
    properties: schemas("properties", keywords, context),
    required: keywords.names("required") ?? [],
    ...(patterns.length > 0 && { patternProperties: patterns }),
    ...(additionalProperties &&
      additionalProperties.checks.length > 0 && { additionalProperties }),
    ...(propertyNames && { propertyNames }),
    ...(minProperties !== undefined && { minProperties }),
    ...(maxProperties !== undefined && { maxProperties }),
    ...(dependentRequired.length > 0 && { dependentRequired }),
    ...(dependentSchemas.length > 0 && { dependentSchemas }),
  };
  reviewRequired(check, keywords, diagnostics);
  return check;
}

function schemas(
  keyword: string,
  keywords: Keywords,
  context: LowerContext,
  inPlace = false,
): readonly Named[] {
  const origin = keywords.at(keyword);
  return (keywords.entries(keyword) ?? []).map(([name, value]) => ({
    name,
    schema: context.child(value, at(origin, name), inPlace),
  }));
}

function patternsOf(
  keywords: Keywords,
  context: LowerContext,
): NonNullable<ObjectCheck["patternProperties"]> {
  const { diagnostics } = context.host;
  return schemas("patternProperties", keywords, context).flatMap(
    ({ name, schema }) => {
      const compiled = compilePattern(name);
      const target = {
        ...at(keywords.at("patternProperties"), name),
        part: "key",
      } as const;
      if ("problem" in compiled) {
        const { problem } = compiled;
        diagnostics.report("schema-pattern", target, {
          pattern: name,
          problem,
        });
        return [];
      }
      const problem = slowness(name);
      if (problem !== undefined)
        diagnostics.report("schema-slow-pattern", target, {
          pattern: name,
          problem,
        });
      return [{ ...compiled, schema }];
    },
  );
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
