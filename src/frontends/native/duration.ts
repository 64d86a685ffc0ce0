const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

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
