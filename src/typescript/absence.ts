import type { Assertion, DefinitionId } from "../contract/assertion.js";
import { flatten } from "./parts.js";

/** Whether `undefined` is refused in any case. */
export function rejectsAbsence(
  schema: Assertion,
  schemaOf: (id: DefinitionId) => Assertion | undefined,
  seen: ReadonlySet<DefinitionId> = new Set(),
): boolean {
  return flatten(schema.checks).some((check) => {
    switch (check.kind) {
      case "never":
      case "type":
      case "enum":
        return true;
      case "anyOf":
      case "oneOf":
        return check.of.every((part) => rejectsAbsence(part, schemaOf, seen));
      case "reference": {
        const target = schemaOf(check.to);
        if (!target || seen.has(check.to)) return false;
        return rejectsAbsence(target, schemaOf, new Set(seen).add(check.to));
      }
      default:
        return false;
    }
  });
}
