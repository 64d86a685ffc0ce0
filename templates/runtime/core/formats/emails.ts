/** Addresses of mail. */
import {
  type Issues,
  type Key,
  type Presence,
  required,
} from "../validation/issues.js";
import { notFormat } from "../validation/strings.js";
import { isHostname } from "./hostnames.js";
import { isIpv4, isIpv6 } from "./ip-addresses.js";

const ATEXT = "[a-zA-Z\\d!#$%&'*+/=?^_`{|}~-]+";
const DOT_ATOM = `${ATEXT}(?:\\.${ATEXT})*`;
const WORD = "[a-zA-Z\\d]+(?:-+[a-zA-Z\\d]+)*";
const DOMAIN = `${WORD}(?:\\.${WORD})+`;
const EMAIL = /* @__PURE__ */ new RegExp(`^${DOT_ATOM}@${DOMAIN}$`);
const QUOTED = '"(?:[ !#-[\\]-~]|\\\\[ -~])*"';
const RARE_EMAIL = /* @__PURE__ */ new RegExp(
  `^(?:${DOT_ATOM}|${QUOTED})@(?:${DOMAIN}|\\[(?:IPv6:([\\da-fA-F:.]+)|([\\d.]+))\\])$`,
);

/** RFC 5321, section 4.1.2, with a domain of at least two labels. */
export function isEmail(text: string): boolean {
  if (EMAIL.test(text))
    return (
      text.length <= 64 || isHostname(text.slice(text.lastIndexOf("@") + 1))
    );
  if (!/^"|\]$/.test(text)) return false;
  const match = RARE_EMAIL.exec(text);
  if (match === null) return false;
  const [, ipv6, ipv4] = match;
  if (ipv6 !== undefined) return isIpv6(ipv6);
  return ipv4 === undefined || isIpv4(ipv4);
}

/** RFC 6531, loosely: one `@` between texts without spaces. */
export function isIdnEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  return (
    at > 0 &&
    /^[^\s@]+$/.test(text.slice(0, at)) &&
    /^[^\s@.]+(?:\.[^\s@.]+)*$/.test(text.slice(at + 1))
  );
}

export function email(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isEmail(value)
    ? bad
    : notFormat(bad, key, value, presence, "email");
}

export function idnEmail(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isIdnEmail(value)
    ? bad
    : notFormat(bad, key, value, presence, "idn-email");
}
