/**
 * `unevaluatedProperties` and `unevaluatedItems` of JSON Schema: checks of
 * what no other keyword has looked at.
 */
import {
  type Check,
  type Issues,
  isObject,
  no,
  own,
  under,
} from "./validation.js";

/** Properties that have been looked at: by name, or by a pattern of names. */
export type KnownProperties = (string | RegExp)[];

/** Items that have been looked at: so many from the first on, or those that a check accepts. */
export type KnownItems = (number | Check)[];

export const everyProperty = /^/;
export const everyItem = Infinity;

/** @param check `undefined`: there must not be any others */
export function unevaluatedProperties(
  bad: Issues,
  value: unknown,
  check: Check | undefined,
  known: KnownProperties,
): Issues {
  if (!isObject(value)) return bad;
  for (const name in value) {
    const item = value[name];
    if (item === undefined || isKnown(name, known)) continue;
    bad = check
      ? under(bad, name, check(item))
      : no(bad, name, "unevaluatedProperties", "is not known");
  }
  return bad;
}

function isKnown(name: string, known: KnownProperties): boolean {
  return (
    known.includes(name) ||
    known.some((one) => typeof one !== "string" && one.test(name))
  );
}

/** @param check `undefined`: there must not be any others */
export function unevaluatedItems(
  bad: Issues,
  value: unknown,
  check: Check | undefined,
  known: KnownItems,
): Issues {
  if (!Array.isArray(value)) return bad;
  let from = 0;
  const accepting: Check[] = [];
  for (const one of known)
    if (typeof one !== "number") accepting.push(one);
    else if (one > from) from = one;
  for (let i = from; i < value.length; i++) {
    const item: unknown = value[i];
    if (accepting.some((accepts) => accepts(item) === undefined)) continue;
    bad = check
      ? under(bad, i, check(item))
      : no(bad, i, "unevaluatedItems", "must not be there");
  }
  return bad;
}

/** Whether the property is there. */
export function has(value: unknown, name: string): boolean {
  return isObject(value) && own(value, name) !== undefined;
}
