/** Addresses of hosts by number. */
import {
  type Issues,
  type Key,
  type Presence,
  required,
} from "../validation/issues.js";
import { notFormat } from "../validation/strings.js";

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

export function isIpv4(text: string): boolean {
  return text.length <= 15 && IPV4.test(text);
}

const IPV6_GROUP = /^[\da-fA-F]{1,4}$/;

/** RFC 4291, section 2.2; no zone. */
export function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  let count = 0;
  for (const [i, half] of halves.entries()) {
    if (half === "" && halves.length === 2) continue;
    const groups = half.split(":");
    for (const [j, group] of groups.entries()) {
      const last = i === halves.length - 1 && j === groups.length - 1;
      if (last && isIpv4(group)) count += 2;
      else if (IPV6_GROUP.test(group)) count++;
      else return false;
    }
  }
  return halves.length === 2 ? count < 8 : count === 8;
}

export function ipv4(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isIpv4(value)
    ? bad
    : notFormat(bad, key, value, presence, "ipv4");
}

export function ipv6(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isIpv6(value)
    ? bad
    : notFormat(bad, key, value, presence, "ipv6");
}
