/** Names of hosts, of ASCII letters and of all others. */
import {
  type Issues,
  type Key,
  type Presence,
  required,
} from "../validation/issues.js";
import { notFormat } from "../validation/strings.js";
import { fromPunycode } from "./punycode.js";

const LABEL = "[a-zA-Z\\d](?:[a-zA-Z\\d-]{0,61}[a-zA-Z\\d])?";
const HOSTNAME = /* @__PURE__ */ new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** RFC 1123, section 2.1, with the lengths of RFC 1034; A-labels decode. */
export function isHostname(text: string): boolean {
  if (text.length > 253 || !HOSTNAME.test(text)) return false;
  return !text.includes("--") || text.split(".").every(isALabel);
}

/** `--` in the third place is for encoded labels. */
function isALabel(label: string): boolean {
  if (label.slice(2, 4) !== "--") return true;
  if (label.slice(0, 2).toLowerCase() !== "xn") return false;
  const decoded = fromPunycode(label.slice(4).toLowerCase());
  return decoded !== undefined && isULabel(decoded);
}

const DOTS = /[.\u3002\uff0e\uff61]/;

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** RFC 5893, section 2, by script: a label runs one way. */
const ONE_WAY =
  /^(?:(?![\d\u{660}-\u{669}\u{6f0}-\u{6f9}])(?:(?![\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]).)+|[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}](?:[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Mn}\u{200c}-\u{200d}\d\u{660}-\u{669}\u{6f0}-\u{6f9}-])*)$/u;

/** Labels after their decoding: all are of one direction each, if any is. */
function directionsHold(labels: readonly string[]): boolean {
  if (!labels.some((label) => RIGHT_TO_LEFT.test(label))) return true;
  return labels.every(
    (label) =>
      ONE_WAY.test(label) &&
      !(/\d/.test(label) && /[\u{660}-\u{669}]/u.test(label)),
  );
}

/** RFC 5890 to 5893, but for unassigned characters. */
export function isIdnHostname(text: string): boolean {
  if (text.length > 253) return false;
  const labels = text.split(DOTS);
  const hold = labels.every((label) =>
    /^[\0-\x7f]*$/.test(label) ? isHostname(label) : isULabel(label),
  );
  return hold && directionsHold(labels.map(decoded));
}

function decoded(label: string): string {
  return /^xn--/i.test(label)
    ? (fromPunycode(label.slice(4).toLowerCase()) ?? label)
    : label;
}

/** RFC 5892: letters, digits and marks, some only beside certain others. */
function isULabel(label: string): boolean {
  if (encodedLength(label) > 63 || label.normalize("NFC") !== label)
    return false;
  if (
    !/^[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}\u{b7}\u{375}\u{5f3}\u{5f4}\u{30fb}\u{6fd}\u{6fe}\u{f0b}\u{3007}\u{200c}-\u{200d}-]+$/u.test(
      label,
    )
  )
    return false;
  if (/^-|-$|^..--|^\p{M}/u.test(label)) return false;
  // Disallowed by RFC 5892, section 2.6 and by their decompositions.
  if (/[\u{302e}-\u{302f}\u{640}\u{7fa}\u{3031}-\u{3035}\u{303b}]/u.test(label))
    return false;
  if (/(?:^|[^l])\u00b7|\u00b7(?:$|[^l])/.test(label)) return false;
  if (/\u0375(?!\p{Script=Greek})/u.test(label)) return false;
  if (/(?:^|[^\p{Script=Hebrew}])[\u05f3\u05f4]/u.test(label)) return false;
  if (
    label.includes("\u30fb") &&
    !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(
      label.replaceAll("\u30fb", ""),
    )
  )
    return false;
  if (/[\u0660-\u0669]/.test(label) && /[\u06f0-\u06f9]/.test(label))
    return false;
  return joinersHold(label);
}

/** Of the A-label, which is what is sent: RFC 5891, section 4.2.4. */
function encodedLength(label: string): number {
  try {
    return new URL(`http://${label}`).hostname.length;
  } catch {
    // Left to the rules for its characters.
    return label.length;
  }
}

const VIRAMA =
  "\\u{94d}\\u{9cd}\\u{a4d}\\u{acd}\\u{b4d}\\u{bcd}\\u{c4d}\\u{ccd}\\u{d4d}\\u{dca}\\u{e3a}\\u{f84}\\u{1039}";
const CURSIVE =
  "\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Nko}";
const LOOSE_JOINER = /* @__PURE__ */ new RegExp(
  `(?<![${VIRAMA}])\\u{200d}|(?<![${VIRAMA}])(?:(?<![${CURSIVE}])\\u{200c}|\\u{200c}(?![${CURSIVE}]))`,
  "u",
);

/** RFC 5892, appendix A.1 and A.2: after a virama, or between joined letters. */
function joinersHold(label: string): boolean {
  return !LOOSE_JOINER.test(label);
}

export function hostname(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isHostname(value)
    ? bad
    : notFormat(bad, key, value, presence, "hostname");
}

export function idnHostname(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isIdnHostname(value)
    ? bad
    : notFormat(bad, key, value, presence, "idn-hostname");
}
