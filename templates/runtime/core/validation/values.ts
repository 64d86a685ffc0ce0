/** Checks of types, and of values that are given. */
import {
  type Issues,
  type Key,
  MAX_DEPTH,
  type Presence,
  mismatch,
  no,
  required,
} from "./issues.js";

export function boolean(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "boolean"
    ? bad
    : mismatch(bad, key, value, presence, "true or false");
}

/** One of several JSON types, as JSON Schema names them. */
export function types(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence,
  names: readonly string[],
): Issues {
  return names.includes(typeOf(value)) ||
    (Number.isInteger(value) && names.includes("integer"))
    ? bad
    : mismatch(bad, key, value, presence, `of type ${names.join(" or ")}`);
}

function typeOf(value: unknown): string {
  return value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : typeof value;
}

type Primitive = string | number | boolean | null;

export function equal(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence,
  expected: Primitive,
): Issues {
  if (value === expected || (value === undefined && presence !== required))
    return bad;
  return value === undefined
    ? no(bad, key, "required", "is required")
    : no(bad, key, "const", `must be ${JSON.stringify(expected)}`);
}

export function among(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence,
  values: readonly Primitive[],
): Issues {
  for (let i = 0; i < values.length; i++) if (values[i] === value) return bad;
  if (value === undefined)
    return presence === required
      ? no(bad, key, "required", "is required")
      : bad;
  const known = values.slice(0, 20).map((item) => JSON.stringify(item));
  if (values.length > 20) known.push("…");
  return no(bad, key, "enum", `must be one of ${known.join(", ")}`);
}

/** @param values as {@link canonical} writes them */
export function amongJson(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence,
  values: readonly string[],
): Issues {
  if (value === undefined)
    return presence === required
      ? no(bad, key, "required", "is required")
      : bad;
  return values.includes(canonical(value))
    ? bad
    : no(bad, key, "enum", "must be one of the values of the schema");
}

/** JSON text that is the same for equal values: members sorted by name. */
export function canonical(value: unknown, level = 0): string {
  if (typeof value !== "object" || value === null)
    // `-0` and `0` are the same number.
    return String(JSON.stringify(value));
  if (level > MAX_DEPTH) return "…";
  if (Array.isArray(value))
    return `[${value.map((item) => canonical(item, level + 1)).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, item]) => `${JSON.stringify(name)}:${canonical(item, level + 1)}`,
    );
  return `{${members.join(",")}}`;
}
