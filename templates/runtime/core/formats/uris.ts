/** RFC 3986, RFC 3987 and RFC 6570. */
import {
  type Issues,
  type Key,
  type Presence,
  required,
} from "../validation/issues.js";
import { notFormat } from "../validation/strings.js";
import { isIpv6 } from "./ip-addresses.js";

const UCS =
  "\\u{a0}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{ffef}\\u{10000}-\\u{1fffd}\\u{20000}-\\u{2fffd}\\u{30000}-\\u{3fffd}\\u{e1000}-\\u{efffd}";
const PRIVATE = "\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{ffffd}";

/** @param more characters that IRIs have beyond those of URIs */
function references(
  more: string,
  moreInQuery: string,
): { absolute: RegExp; relative: RegExp } {
  const plain = `a-zA-Z\\d\\-._~!$&'()*+,;=${more}`;
  const percent = "%[\\da-fA-F]{2}";
  const part = `(?:[${plain}:@]|${percent})`;
  const partNoColon = `(?:[${plain}@]|${percent})`;
  const host = `(?:\\[[\\da-fA-F:.]+\\]|\\[[vV][\\da-fA-F]+\\.[a-zA-Z\\d\\-._~!$&'()*+,;=:]+\\]|(?:[${plain}]|${percent})*)`;
  const authority = `//(?:(?:[${plain}:]|${percent})*@)?${host}(?::\\d*)?(?:/${part}*)*`;
  const rooted = `/(?:${part}+(?:/${part}*)*)?`;
  const query = `(?:\\?(?:[${plain}:@/?${moreInQuery}]|${percent})*)?`;
  const fragment = `(?:#(?:[${plain}:@/?]|${percent})*)?`;
  const absolute = `[a-zA-Z][a-zA-Z\\d+.\\-]*:(?:${authority}|${rooted}|${part}+(?:/${part}*)*)?`;
  const relative = `(?:${authority}|${rooted}|${partNoColon}+(?:/${part}*)*)?`;
  return {
    absolute: new RegExp(`^${absolute}${query}${fragment}$`, "u"),
    relative: new RegExp(`^${relative}${query}${fragment}$`, "u"),
  };
}

const uris = /* @__PURE__ */ references("", "");
const iris = /* @__PURE__ */ references(UCS, PRIVATE);

/** An address in brackets is one of IPv6. */
function bracketsHold(text: string): boolean {
  const match = /\/\/[^/?#]*\[([^\]]*)\]/.exec(text);
  return match === null || /^v/i.test(match[1] ?? "") || isIpv6(match[1] ?? "");
}

/** Absolute: with a scheme. */
export function isUri(text: string): boolean {
  return uris.absolute.test(text) && bracketsHold(text);
}

export function isUriReference(text: string): boolean {
  return (
    (uris.absolute.test(text) || uris.relative.test(text)) && bracketsHold(text)
  );
}

export function isIri(text: string): boolean {
  return iris.absolute.test(text) && bracketsHold(text);
}

export function isIriReference(text: string): boolean {
  return (
    (iris.absolute.test(text) || iris.relative.test(text)) && bracketsHold(text)
  );
}

const VARIABLE =
  "(?:[a-zA-Z\\d_]|%[\\da-fA-F]{2})+(?:\\.(?:[a-zA-Z\\d_]|%[\\da-fA-F]{2})+)*(?::[1-9]\\d{0,3}|\\*)?";
const URI_TEMPLATE = /* @__PURE__ */ new RegExp(
  `^(?:[^\\0-\\x20\\x7f-\\x9f"<>%\\\\^\`{|}]|%[\\da-fA-F]{2}|\\{[+#./;?&=,!@|]?${VARIABLE}(?:,${VARIABLE})*\\})*$`,
  "u",
);

/** RFC 6570. */
export function isUriTemplate(text: string): boolean {
  return URI_TEMPLATE.test(text);
}

export function uri(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isUri(value)
    ? bad
    : notFormat(bad, key, value, presence, "uri");
}

export function uriReference(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isUriReference(value)
    ? bad
    : notFormat(bad, key, value, presence, "uri-reference");
}

export function iri(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isIri(value)
    ? bad
    : notFormat(bad, key, value, presence, "iri");
}

export function iriReference(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isIriReference(value)
    ? bad
    : notFormat(bad, key, value, presence, "iri-reference");
}

export function uriTemplate(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isUriTemplate(value)
    ? bad
    : notFormat(bad, key, value, presence, "uri-template");
}
