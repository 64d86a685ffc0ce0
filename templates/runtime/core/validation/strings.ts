/** Checks of strings. */
import {
  type Issues,
  type Key,
  type Presence,
  counted,
  mismatch,
  no,
  required,
} from "./issues.js";

export function string(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
  min = 0,
  max = Infinity,
): Issues {
  if (typeof value !== "string")
    return mismatch(bad, key, value, presence, "a string");
  const { length } = value;
  // A code point is one or two units: count only where that matters.
  if (length <= max && length >= min * 2) return bad;
  return stringLength(bad, key, value, min, max);
}

function stringLength(
  bad: Issues,
  key: Key,
  value: string,
  min: number,
  max: number,
): Issues {
  // More than twice the limit cannot be within it.
  const length = value.length > max * 2 ? Infinity : codePoints(value);
  if (length < min)
    return no(
      bad,
      key,
      "minLength",
      `must have at least ${counted(min, "character")}`,
    );
  if (length > max)
    return no(
      bad,
      key,
      "maxLength",
      `must have at most ${counted(max, "character")}`,
    );
  return bad;
}

function codePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++, count++)
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800)
      if ((text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
  return count;
}

export function pattern(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence,
  expression: RegExp,
  max = Infinity,
): Issues {
  if (typeof value !== "string")
    return mismatch(bad, key, value, presence, "a string");
  // A text that is too long has been told of, and could cost much time.
  return value.length > max * 2 || expression.test(value)
    ? bad
    : no(bad, key, "pattern", `must match ${expression.source}`);
}

/** What a format says to a value that it does not hold for; see formats. */
export function notFormat(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence,
  name: string,
): Issues {
  return typeof value === "string"
    ? no(bad, key, "format", `must be a valid ${name}`)
    : mismatch(bad, key, value, presence, "a string");
}
