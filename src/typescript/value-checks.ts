/** Calls for values of any type, as far as they do not go into objects. */
import { arraySteps } from "./array-checks.js";
import { list } from "./code.js";
import { stringLiteral } from "./literals.js";
import type { Parts } from "./parts.js";
import {
  numberSteps,
  step,
  stringSteps,
  valueSteps,
  type Presence,
  type Step,
} from "./scalars.js";
import type { Spot } from "./spot.js";
import type { Emitter } from "./validators.js";

/** The calls that look at a value without going into objects. */
export function stepsOf(
  checks: Emitter,
  parts: Parts,
  presence: Presence,
  { way }: Spot,
): readonly Step[] {
  const { types, values, strings, numbers, arrays } = parts;
  const pattern = (source: string, flags: string): string =>
    checks.declarations.pattern(source, flags);
  if (values) {
    const loose = { ...parts, types: undefined };
    return [
      ...valueSteps(values, presence),
      ...(strings.length > 0 ? stringSteps(loose, "loose", pattern) : []),
      ...(numbers.length > 0 ? numberSteps(loose, "loose") : []),
      ...arrays.flatMap((check) => arraySteps(checks, check, "loose", way)),
    ];
  }
  const steps: Step[] = [];
  let how = presence;
  if (types?.size === 1) {
    switch (types.values().next().value) {
      case "string":
        return stringSteps(parts, presence, pattern);
      case "number":
      case "integer":
        return numberSteps(parts, presence);
      case "boolean":
        return [step("boolean", presence)];
      case "null":
        return [{ callee: "equal", args: [presence, "null"] }];
      case "object":
        return [step("object", presence)];
      case "array": {
        if (arrays.length === 0) return [step("array", presence, "undefined")];
        return arrays.flatMap((check, i) =>
          arraySteps(checks, check, i === 0 ? presence : "loose", way),
        );
      }
      default:
        return [];
    }
  }
  if (types) {
    const names = [...types].map((type) => stringLiteral(type));
    steps.push({ callee: "types", args: [presence, list(names)] });
    how = "loose";
  }
  if (strings.length > 0) steps.push(...stringSteps(parts, how, pattern));
  const loose = { ...parts, types: undefined };
  if (numbers.length > 0) steps.push(...numberSteps(loose, how));
  for (const check of arrays)
    steps.push(...arraySteps(checks, check, "loose", way));
  return steps;
}
