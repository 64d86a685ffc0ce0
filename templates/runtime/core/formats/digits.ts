/** Whole numbers as text, for those that a JavaScript number cannot hold. */
import {
  type Issues,
  type Key,
  type Presence,
  required,
} from "../validation/issues.js";
import { notFormat } from "../validation/strings.js";

/** As `JSON.stringify` would write it: no plus, no leading zeros. */
const DIGITS = /^(?:0|-?[1-9]\d{0,19})$/;

/** A signed whole number of 64 bits, in decimal digits. */
export function isInt64(text: string): boolean {
  return DIGITS.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** A whole number of 64 bits without a sign, in decimal digits. */
export function isUint64(text: string): boolean {
  return DIGITS.test(text) && BigInt.asUintN(64, BigInt(text)) === BigInt(text);
}

export function int64(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isInt64(value)
    ? bad
    : notFormat(bad, key, value, presence, "int64");
}

export function uint64(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isUint64(value)
    ? bad
    : notFormat(bad, key, value, presence, "uint64");
}
