/** RFC 6901, and pointers that begin elsewhere than at the root. */
import {
  type Issues,
  type Key,
  type Presence,
  required,
} from "../validation/issues.js";
import { notFormat } from "../validation/strings.js";

/** RFC 6901, section 3. */
export function isJsonPointer(text: string): boolean {
  return /^(?:\/(?:[^~/]|~[01])*)*$/.test(text);
}

export function isRelativeJsonPointer(text: string): boolean {
  return /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/.test(text);
}

export function jsonPointer(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isJsonPointer(value)
    ? bad
    : notFormat(bad, key, value, presence, "json-pointer");
}

export function relativeJsonPointer(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isRelativeJsonPointer(value)
    ? bad
    : notFormat(bad, key, value, presence, "relative-json-pointer");
}
