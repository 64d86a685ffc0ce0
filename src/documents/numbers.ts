import type { Diagnostics, Target } from "../diagnostics/diagnostics.js";

/**
 * The value of a decimal number, with a warning where a double cannot hold
 * what is written.
 */
export function checkNumber(
  source: string,
  target: Target,
  diagnostics: Diagnostics,
): number {
  const value = Number(source);
  if (!Number.isFinite(value)) {
    diagnostics.report("number-too-large", target, { source });
  } else if (losesDigits(source, value)) {
    diagnostics.report("number-loses-digits", target, {
      source,
      value: BigInt(value).toString(),
    });
  }
  return value;
}

function losesDigits(source: string, value: number): boolean {
  return (
    source.length > 15 &&
    /^[-+]?\d+$/.test(source) &&
    BigInt(source.replace(/^\+/, "")) !== BigInt(value)
  );
}
