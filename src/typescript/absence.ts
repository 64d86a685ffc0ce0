import type { Assertion, DefinitionId } from "../contract/assertion.js";
import { flatten } from "./parts.js";

/** Whether `undefined` is refused in any case. */
export function rejectsAbsence(
  schema: Assertion,
  schemaOf: (id: DefinitionId) => Assertion | undefined,
  known = new Map<DefinitionId, boolean>(),
): boolean {
  return flatten(schema.checks).some((check) => {
    switch (check.kind) {
      case "never":
      case "type":
      case "enum":
        return true;
      case "anyOf":
      case "oneOf":
        return check.of.every((part) => rejectsAbsence(part, schemaOf, known));
      case "reference": {
        const found = known.get(check.to);
        if (found !== undefined) return found;
        const target = schemaOf(check.to);
        // Stands where the definition leads to itself.
        known.set(check.to, false);
        const rejects =
          target !== undefined && rejectsAbsence(target, schemaOf, known);
        known.set(check.to, rejects);
        return rejects;
      }
      default:
        return false;
    }
  });
}
