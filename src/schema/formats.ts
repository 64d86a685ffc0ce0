/** The formats that validators assert; all others are annotations. */
export type FormatKind = "string" | "number";

const STRINGS = [
  "date-time",
  "date",
  "time",
  "duration",
  "email",
  "idn-email",
  "hostname",
  "idn-hostname",
  "ipv4",
  "ipv6",
  "uri",
  "uri-reference",
  "iri",
  "iri-reference",
  "uri-template",
  "json-pointer",
  "relative-json-pointer",
  "uuid",
  "regex",
  "byte",
] as const;

/** Whole numbers that JSON carries as text too, where a number cannot hold them. */
const DIGITS = ["int64", "uint64"] as const;

/** A format that texts are checked for. */
export type StringFormat = (typeof STRINGS)[number] | (typeof DIGITS)[number];

/** Whole numbers of so many bits, as far as JavaScript has them. */
const INTEGERS: ReadonlyMap<string, readonly [min: number, max: number]> =
  new Map([
    ["int8", [-128, 127]],
    ["int16", [-32768, 32767]],
    ["int32", [-(2 ** 31), 2 ** 31 - 1]],
    ["int64", [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
    ["uint8", [0, 255]],
    ["uint16", [0, 65535]],
    ["uint32", [0, 2 ** 32 - 1]],
    ["uint64", [0, Number.MAX_SAFE_INTEGER]],
  ]);

const KNOWN: ReadonlyMap<string, FormatKind> = new Map<string, FormatKind>([
  ...STRINGS.map((name) => [name, "string"] as const),
  ...[...INTEGERS.keys()].map((name) => [name, "number"] as const),
  ["float", "number"],
  ["double", "number"],
]);

/** Known, and no more than a note: no value is refused for them. */
const NOTES = new Set(["binary", "password", "char"]);

export function formatKind(format: string): FormatKind | undefined {
  return KNOWN.get(format);
}

export function isNote(format: string): boolean {
  return NOTES.has(format);
}

/** Whether a text of the format is a whole number in decimal digits. */
export function isDigits(format: string): boolean {
  return DIGITS.some((name) => name === format);
}

/** The least and the greatest of a format of whole numbers; of others `undefined`. */
export function integerRange(
  format: string | undefined,
): readonly [min: number, max: number] | undefined {
  return INTEGERS.get(format ?? "");
}

export const formatNames: readonly string[] = [...KNOWN.keys(), ...NOTES];
