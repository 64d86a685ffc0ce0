const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/**
 * Milliseconds of `30s`, `15m`, `24h`, `7d` or `1h30m`: whole numbers with a
 * unit, largest unit first. `undefined`: it is none.
 */
export function parseDuration(text: string): number | undefined {
  const match =
    /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  if (match === null || text === "") return undefined;
  const [, d = 0, h = 0, m = 0, s = 0, ms = 0] = match;
  const total =
    Number(d) * UNITS.d +
    Number(h) * UNITS.h +
    Number(m) * UNITS.m +
    Number(s) * UNITS.s +
    Number(ms) * UNITS.ms;
  return Number.isSafeInteger(total) && total > 0 ? total : undefined;
}

/** What {@link parseDuration} reads; a day is written as `24h`. */
export function printDuration(milliseconds: number): string {
  let rest = milliseconds;
  let text = "";
  for (const [unit, length] of Object.entries(UNITS)) {
    const count = Math.floor(rest / length);
    if (count === 0 || (unit === "d" && count === 1)) continue;
    text += `${count}${unit}`;
    rest -= count * length;
  }
  return text;
}
