import { createRequire } from "node:module";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import * as formats from "../../../templates/runtime/core/formats.js";

const require = createRequire(import.meta.url);
const { fullFormats } = require("ajv-formats/dist/formats") as {
  fullFormats: Record<string, unknown>;
};

type Verdict = (text: string) => boolean;

function ajv(name: string): Verdict {
  const format = fullFormats[name];
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === "function") return format as Verdict;
  return (format as { validate: Verdict }).validate;
}

const SEEDS: readonly (readonly [string, Verdict, readonly string[]])[] = [
  [
    "date-time",
    formats.isDateTime,
    ["2024-02-29T23:59:60Z", "2023-12-31T10:00:00.123+05:30"],
  ],
  ["date", formats.isDate, ["2024-02-29", "1900-02-28"]],
  ["time", formats.isTime, ["23:59:60Z", "01:02:03.4-07:00"]],
  ["duration", formats.isDuration, ["P1Y2M3DT4H5M6S", "P3W", "PT1S"]],
  ["email", formats.isEmail, ["joe.b@example.co.uk", "a@b.cc"]],
  ["hostname", formats.isHostname, ["www.example.com", "a-b.c"]],
  ["ipv4", formats.isIpv4, ["127.0.0.1", "255.249.199.9"]],
  ["ipv6", formats.isIpv6, ["::1", "2001:db8::ff00:42:8329", "::ffff:1.2.3.4"]],
  [
    "uri",
    formats.isUri,
    ["http://user@ex.com:80/a/b?q=1#f", "urn:isbn:1", "http://[::1]/x"],
  ],
  ["uri-reference", formats.isUriReference, ["/a/b?c#d", "../x", "//h/p"]],
  ["uri-template", formats.isUriTemplate, ["http://x/{id}{?a,b*}"]],
  ["json-pointer", formats.isJsonPointer, ["/a/~0/~1b", ""]],
  ["relative-json-pointer", formats.isRelativeJsonPointer, ["0#", "1/a"]],
  ["uuid", formats.isUuid, ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6"]],
  ["byte", formats.isByte, ["YWJj", "YQ=="]],
];

/** Where the RFC says yes and Ajv's expression no. */
const AJV_IS_NARROWER: Readonly<Record<string, RegExp>> = {
  uri: /^[a-z][a-z\d+.-]*:(?:[?#]|$)/i, // an empty path
  "uri-template": /'|\{[^}]*\./, // apostrophes; dots in names
  email: /^"|\]$/, // quoted local parts, addresses in brackets
};

/** A few characters changed, dropped or added. */
function near(seeds: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.tuple(
    fc.nat(40),
    fc.nat(1),
    fc.constantFrom(..."abZ019-_.:/@#?[]{}%~+ TtWé\0\n=*,'\"\\!", ""),
  );
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 3 }))
    .map(([seed, edits]) =>
      edits.reduce((text, [where, gone, char]) => {
        const at = where % (text.length + 1);
        return text.slice(0, at) + char + text.slice(at + gone);
      }, seed),
    );
}

test.each(SEEDS)("%s is no weaker than Ajv's", (name, ours, seeds) => {
  const theirs = ajv(name);
  for (const seed of seeds) expect([seed, ours(seed)]).toEqual([seed, true]);
  fc.assert(
    fc.property(near(seeds), (text) => {
      if (!ours(text) || AJV_IS_NARROWER[name]?.test(text)) return;
      expect([text, theirs(text)]).toEqual([text, true]);
    }),
    { seed: 1, numRuns: 4000 },
  );
});
