/** RFC 4648, section 4. */
import {
  type Issues,
  type Key,
  type Presence,
  required,
} from "../validation/issues.js";
import { notFormat } from "../validation/strings.js";

const BYTE = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

/** Base64, RFC 4648, section 4, padded. */
export function isByte(text: string): boolean {
  return BYTE.test(text);
}

export function byte(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isByte(value)
    ? bad
    : notFormat(bad, key, value, presence, "byte");
}
