/** Checks of objects. */
import {
  type Check,
  type Issues,
  type Key,
  type Presence,
  counted,
  here,
  mismatch,
  no,
  none,
  required,
  under,
} from "./issues.js";

/** An object of which nothing is known. */
export interface Fields {
  readonly [name: string]: unknown;
}

export function object(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return isObject(value)
    ? bad
    : mismatch(bad, key, value, presence, "an object");
}

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function notObject(value: unknown): Issues {
  return mismatch(none, here, value, required, "an object");
}

/** Own properties only, for names that every object inherits. */
export function own(value: Fields, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Properties by these names and patterns, and no others. */
export function only(
  bad: Issues,
  value: Fields,
  names: readonly string[],
  patterns?: readonly RegExp[],
): Issues {
  let next = 0;
  for (const name in value) {
    // Names mostly come in the schema's order: look there first.
    if (names[next] !== name) {
      const at = names.indexOf(name);
      if (at < 0) {
        if (value[name] !== undefined && !matches(name, patterns))
          bad = no(bad, name, "additionalProperties", "is not known");
        continue;
      }
      next = at;
    }
    if (++next === names.length) next = 0;
  }
  return bad;
}

/** Every property that these names and patterns do not tell. */
export function rest(
  bad: Issues,
  value: Fields,
  check: Check,
  names: readonly string[],
  patterns?: readonly RegExp[],
): Issues {
  for (const name in value)
    if (!names.includes(name) && !matches(name, patterns))
      bad = member(bad, value, name, check);
  return bad;
}

function matches(
  name: string,
  patterns: readonly RegExp[] | undefined,
): boolean {
  return patterns !== undefined && patterns.some((one) => one.test(name));
}

function member(
  bad: Issues,
  value: Fields,
  name: string,
  check: Check,
): Issues {
  const item = value[name];
  return item === undefined ? bad : under(bad, name, check(item));
}

/** Every property whose name matches. */
export function matching(
  bad: Issues,
  value: Fields,
  check: Check,
  expression: RegExp,
): Issues {
  for (const name in value)
    if (expression.test(name)) bad = member(bad, value, name, check);
  return bad;
}

/** The names of all properties, as strings. */
export function propertyNames(
  bad: Issues,
  value: Fields,
  check: Check,
): Issues {
  for (const name in value) bad = under(bad, name, check(name));
  return bad;
}

export function properties(
  bad: Issues,
  value: Fields,
  min: number,
  max = Infinity,
): Issues {
  let size = 0;
  for (const name in value) if (value[name] !== undefined) size++;
  if (size < min)
    return no(
      bad,
      here,
      "minProperties",
      `must have at least ${counted(min, "property")}`,
    );
  if (size > max)
    return no(
      bad,
      here,
      "maxProperties",
      `must have at most ${counted(max, "property")}`,
    );
  return bad;
}

/** Where one property is, the others must be. */
export function together(
  bad: Issues,
  value: Fields,
  name: string,
  others: readonly string[],
): Issues {
  if (own(value, name) === undefined) return bad;
  for (const other of others)
    if (own(value, other) === undefined)
      bad = no(bad, other, "dependentRequired", `is required beside ${name}`);
  return bad;
}
