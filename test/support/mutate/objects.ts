/** One thing wrong with which properties an object has. */
import type { ObjectCheck } from "../../../src/contract/assertion.js";
import type { Json, JsonObject } from "../../../src/source/json.js";
import { isNever, schemasOfProperty } from "../arbitrary-value/members.js";
import type { Change } from "../mutate.js";

/** Of nobody. */
const STRANGER = "nobody's property";
const MAX_PROPERTIES = 200;

export function changesOfObject(
  value: JsonObject,
  checks: readonly ObjectCheck[],
): Change[] {
  const has = (name: string): boolean => Object.hasOwn(value, name);
  const changes: Change[] = [];
  const required = new Set(checks.flatMap((check) => check.required));
  for (const told of required)
    if (has(told))
      changes.push({
        keyword: "required",
        told,
        // Of the many that there are, few are asked for.
        get to() {
          return without(value, told);
        },
      });
  if (schemasOfProperty(checks, STRANGER).some(isNever))
    changes.push({
      keyword: "additionalProperties",
      told: STRANGER,
      to: { ...value, [STRANGER]: 1 },
    });
  for (const check of checks) {
    for (const { property, required: also } of check.dependentRequired ?? []) {
      if (!has(property)) continue;
      for (const told of also)
        if (has(told) && told !== property && !required.has(told))
          changes.push({
            keyword: "dependentRequired",
            told,
            to: without(value, told),
          });
    }
    const { minProperties = 0, maxProperties = Infinity } = check;
    const names = Object.keys(value);
    // What is taken away must be missed by nothing else.
    const spare = names.filter((name) => !required.has(name));
    if (minProperties > 0 && spare.length > names.length - minProperties)
      changes.push({
        keyword: "minProperties",
        to: without(value, ...spare.slice(0, names.length - minProperties + 1)),
      });
    if (maxProperties < MAX_PROPERTIES) {
      const more = maxProperties + 1 - names.length;
      changes.push({
        keyword: "maxProperties",
        to: {
          ...value,
          ...Object.fromEntries(
            Array.from({ length: more }, (_, i) => [
              `${STRANGER} ${i}`,
              value[names[0] ?? ""] ?? null,
            ]),
          ),
        },
      });
    }
  }
  return changes;
}

function without(value: JsonObject, ...names: readonly string[]): Json {
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => !names.includes(name)),
  );
}
