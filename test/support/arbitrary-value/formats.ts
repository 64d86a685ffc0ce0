/** Texts of the formats that validators assert, several spellings of each. */
import type * as fc from "fast-check";
import type { StringFormat } from "../../../src/schema/formats.js";

const SPELLINGS = {
  "date-time": [
    "2026-01-31T12:30:00Z",
    "2024-02-29T23:59:59.123456+14:00",
    "1998-12-31T23:59:60Z",
    "0001-01-01t00:00:00z",
  ],
  date: ["2026-01-31", "2024-02-29", "0001-01-01"],
  time: ["12:30:00Z", "23:59:60Z", "00:00:00.5-08:00"],
  duration: ["PT1H", "P3Y6M4DT12H30M5S", "P2W"],
  email: ["ada@example.com", "a.b+c@sub.example.org"],
  "idn-email": ["ada@example.com", "björn@exämple.com"],
  hostname: ["example.com", "a", "xn--nxasmq6b.example"],
  "idn-hostname": ["example.com", "exämple.com"],
  ipv4: ["192.0.2.1", "255.255.255.255", "0.0.0.0"],
  ipv6: ["2001:db8::1", "::", "::ffff:192.0.2.1"],
  uri: ["https://example.com/a?b=c#d", "urn:isbn:0451450523", "mailto:a@b.c"],
  "uri-reference": ["/a", "", "../b?c", "https://example.com/"],
  iri: ["https://example.com/ä", "urn:x:y"],
  "iri-reference": ["/ä", "", "?b"],
  "uri-template": ["/a/{b}", "https://example.com/{?q,r}", "plain"],
  "json-pointer": ["", "/a/0", "/a~1b/~0"],
  "relative-json-pointer": ["0", "1/a", "2#"],
  uuid: [
    "3f2b9c1e-8d4a-4f6b-9e2c-7a1d5b8c0e4f",
    "00000000-0000-0000-0000-000000000000",
    "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
  ],
  regex: ["^a$", "[0-9]+", ""],
  byte: ["YQ==", "", "AAAA"],
  int64: ["0", "-9223372036854775808", "9223372036854775807"],
  uint64: ["0", "18446744073709551615"],
} as const satisfies Readonly<Record<StringFormat, readonly string[]>>;

/** `undefined`: a format that is not asserted. */
export function someOfFormat(
  random: fc.Random,
  format: string,
): string | undefined {
  const all: readonly string[] | undefined = Object.hasOwn(SPELLINGS, format)
    ? SPELLINGS[format as StringFormat]
    : undefined;
  return all?.[random.nextInt(0, all.length - 1)];
}
