/** The keywords that speak of what no other keyword of a schema looks at. */
import type { Check, UnevaluatedCheck } from "../contract/assertion.js";
import type { Keywords } from "./keywords.js";
import type { LowerContext } from "./lower.js";

/** @param beside all other checks of the schema */
export function unevaluatedChecks(
  keywords: Keywords,
  context: LowerContext,
  beside: readonly Check[],
): readonly UnevaluatedCheck[] {
  const checks: UnevaluatedCheck[] = [];
  for (const kind of ["unevaluatedProperties", "unevaluatedItems"] as const) {
    if (!keywords.has(kind) || !context.dialect.keywords.has(kind)) continue;
    const schema = context.schemaAt(keywords, kind);
    if (!schema) continue;
    const containsCounts =
      kind === "unevaluatedItems" &&
      context.dialect.keywords.has("prefixItems");
    checks.push({
      kind,
      schema,
      beside,
      ...(containsCounts && { containsCounts }),
    });
  }
  return checks;
}
