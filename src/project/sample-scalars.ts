/** Numbers and strings that checks accept. */
import type { NumberCheck, StringCheck } from "../contract/assertion.js";
import { matches } from "../schema/pattern.js";

export function sampleNumber(
  checks: readonly NumberCheck[],
  whole: boolean,
): number | undefined {
  const step = Math.max(...checks.map((check) => check.multipleOf ?? 0), 0);
  const unit = step || (whole ? 1 : 0.5);
  const least = Math.max(
    ...checks.map((check) => check.minimum ?? -Infinity),
    ...checks.map((check) => (check.exclusiveMinimum ?? -Infinity) + unit),
  );
  const most = Math.min(
    ...checks.map((check) => check.maximum ?? Infinity),
    ...checks.map((check) => (check.exclusiveMaximum ?? Infinity) - unit),
  );
  const wish = Math.min(Math.max(step || 1, least), most);
  const value = step || whole ? Math.ceil(wish / unit) * unit : wish;
  return value >= least && value <= most && Number.isFinite(value)
    ? value
    : undefined;
}

const formats: Readonly<Record<string, string>> = {
  uuid: "3f2b9c1e-8d4a-4f6b-9e2c-7a1d5b8c0e4f",
  date: "2026-01-31",
  time: "12:30:00Z",
  "date-time": "2026-01-31T12:30:00Z",
  duration: "PT1H",
  email: "ada@example.com",
  "idn-email": "ada@example.com",
  hostname: "example.com",
  "idn-hostname": "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/a",
  "uri-reference": "/a",
  iri: "https://example.com/a",
  "iri-reference": "/a",
  "uri-template": "/a/{b}",
  "json-pointer": "/a",
  "relative-json-pointer": "1/a",
  regex: "^a$",
  byte: "YQ==",
  int64: "1",
  decimal: "1.00",
};

/** Tried where there is a pattern: what patterns mostly ask for. */
const guesses = [
  "a",
  "A",
  "1",
  "0001",
  "abc",
  "ABC",
  "1.00",
  "1.0.0",
  "A1",
  "a1",
  "abc-123",
  "ABC-123",
  "AB",
  "USD",
  "BTC/USD",
  "btcusd",
  "2026-01-31",
  "#aabbcc",
  "+12025550123",
  "/a",
  "a@example.com",
  "https://example.com/a",
];

export function sampleString(
  checks: readonly StringCheck[],
): string | undefined {
  const least = Math.max(0, ...checks.map((check) => check.minLength ?? 0));
  const most = Math.min(...checks.map((check) => check.maxLength ?? Infinity));
  const format = checks.find((check) => check.format !== undefined)?.format;
  const patterns = checks.flatMap(({ pattern }) => pattern ?? []);
  const fits = (text: string): boolean => {
    const length = [...text].length;
    return (
      length >= least &&
      length <= most &&
      patterns.every((pattern) => matches(text, pattern) === true)
    );
  };
  if (format !== undefined) {
    const text = formats[format] ?? "text";
    return fits(text) ? text : undefined;
  }
  const plain = most < 4 ? "a".repeat(most) : "text";
  const padded = plain.padEnd(Math.min(least, 10_000), "-");
  const filled = guesses.flatMap((guess) => [
    guess,
    guess[0]!.repeat(Math.min(Math.max(least, 1), 10_000)),
  ]);
  return [padded, ...(patterns.length > 0 ? filled : [])].find(fits);
}
