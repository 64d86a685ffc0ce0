/** Numbers in a range, its ends more often than chance would have it. */
import type * as fc from "fast-check";
import type { NumberCheck } from "../../../src/contract/assertion.js";
import { integerRange } from "../../../src/schema/formats.js";

/** Where nothing bounds them. */
const SPAN = 1000;

export function someNumber(
  random: fc.Random,
  checks: readonly NumberCheck[],
  whole: boolean,
): number {
  const ranges = checks.map(({ format }) => integerRange(format));
  const isWhole = whole || ranges.some((range) => range !== undefined);
  const step = Math.max(0, ...checks.map(({ multipleOf = 0 }) => multipleOf));
  const unit = step > 0 ? step : isWhole ? 1 : 0.25;
  const above = (bound: number): number =>
    (Math.floor(bound / unit) + 1) * unit;
  const below = (bound: number): number => (Math.ceil(bound / unit) - 1) * unit;
  const least = Math.max(
    ...ranges.map((range) => range?.[0] ?? -Infinity),
    ...checks.map(({ minimum = -Infinity }) => minimum),
    ...checks.map(({ exclusiveMinimum = -Infinity }) =>
      above(exclusiveMinimum),
    ),
  );
  const most = Math.min(
    ...ranges.map((range) => range?.[1] ?? Infinity),
    ...checks.map(({ maximum = Infinity }) => maximum),
    ...checks.map(({ exclusiveMaximum = Infinity }) => below(exclusiveMaximum)),
  );
  const from = Math.ceil(finite(least, Math.min(0, most) - SPAN) / unit);
  const to = Math.floor(finite(most, Math.max(0, least) + SPAN) / unit);
  // Narrower than the unit: the bound itself.
  if (from > to) return Number.isFinite(least) ? least : most;
  const places = [from, to, Math.min(Math.max(0, from), to)];
  const place = random.nextInt(0, 5);
  const steps = places[place] ?? between(random, from, to);
  const value = steps * unit;
  // A sum of units may miss the bound that it stands for.
  return Math.min(Math.max(value, least), most);
}

function finite(bound: number, otherwise: number): number {
  return Number.isFinite(bound) ? bound : otherwise;
}

function between(random: fc.Random, from: number, to: number): number {
  return Number(random.nextBigInt(BigInt(from), BigInt(to)));
}
