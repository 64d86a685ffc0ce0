/** The expressions of ECMA-262. */
import {
  type Issues,
  type Key,
  type Presence,
  required,
} from "../validation/issues.js";
import { notFormat } from "../validation/strings.js";

/** ECMA-262. */
export function isRegex(text: string): boolean {
  for (const flags of ["u", ""])
    try {
      RegExp(text, flags);
      // Without the flag, an unknown escape is a letter.
      return flags === "u" || !/\\[aZ]/.test(text);
    } catch {
      // Not with this flag.
    }
  return false;
}

export function regex(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isRegex(value)
    ? bad
    : notFormat(bad, key, value, presence, "regex");
}
