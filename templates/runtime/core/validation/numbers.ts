/** Checks of numbers. */
import {
  type Issues,
  type Key,
  type Presence,
  mismatch,
  no,
  required,
} from "./issues.js";

export function number(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
  min = -Infinity,
  max = Infinity,
): Issues {
  if (typeof value !== "number")
    return mismatch(bad, key, value, presence, "a number");
  return value >= min && value <= max ? bad : range(bad, key, value, min, max);
}

export function integer(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
  min = -Infinity,
  max = Infinity,
): Issues {
  if (typeof value !== "number")
    return mismatch(bad, key, value, presence, "an integer");
  if (!Number.isInteger(value))
    return no(bad, key, "type", "must be an integer");
  return value >= min && value <= max ? bad : range(bad, key, value, min, max);
}

function range(
  bad: Issues,
  key: Key,
  value: number,
  min: number,
  max: number,
): Issues {
  if (value < min) return no(bad, key, "minimum", `must be at least ${min}`);
  if (value > max) return no(bad, key, "maximum", `must be at most ${max}`);
  return no(bad, key, "type", "must be a number");
}

export function above(
  bad: Issues,
  key: Key,
  value: unknown,
  limit: number,
): Issues {
  return typeof value !== "number" || value > limit
    ? bad
    : no(bad, key, "exclusiveMinimum", `must be greater than ${limit}`);
}

export function below(
  bad: Issues,
  key: Key,
  value: unknown,
  limit: number,
): Issues {
  return typeof value !== "number" || value < limit
    ? bad
    : no(bad, key, "exclusiveMaximum", `must be less than ${limit}`);
}

/**
 * A multiple of `unit / scale`, by decimal digits: 0.3 is a multiple of 1/10.
 * @param scale a power of ten; 0 where it is too large to be exact
 */
export function multiple(
  bad: Issues,
  key: Key,
  value: unknown,
  unit: number,
  scale: number,
): Issues {
  if (typeof value !== "number" || isMultiple(value, unit, scale)) return bad;
  const step = scale > 1 ? unit / scale : unit;
  return no(bad, key, "multipleOf", `must be a multiple of ${step}`);
}

function isMultiple(value: number, unit: number, scale: number): boolean {
  if (scale === 1 && Number.isInteger(value)) return value % unit === 0;
  const scaled = Math.round(value * scale);
  // Decimal text of up to 15 digits survives the way through a double.
  if (scale > 0 && Math.abs(scaled) < 1e15)
    return scaled / scale === value && scaled % unit === 0;
  const [a, aScale] = decimal(value);
  const [b, bScale] = decimal(scale > 0 ? unit / scale : unit);
  const common = aScale > bScale ? aScale : bScale;
  return (a * 10n ** (common - aScale)) % (b * 10n ** (common - bScale)) === 0n;
}

/** The digits of a number, and how many of them follow the point. */
function decimal(value: number): [digits: bigint, scale: bigint] {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0
    ? [digits, BigInt(scale)]
    : [digits * 10n ** BigInt(-scale), 0n];
}
