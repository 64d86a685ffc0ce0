/** Dates and times of RFC 3339. */
import {
  type Issues,
  type Key,
  type Presence,
  required,
} from "../validation/issues.js";
import { notFormat } from "../validation/strings.js";

const DATE = "\\d\\d\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";
const CLOCK = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?";
const OFFSET = "(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)";
const DATE_ONLY = /* @__PURE__ */ new RegExp(`^${DATE}$`);
const TIME_ONLY = /* @__PURE__ */ new RegExp(`^${CLOCK}${OFFSET}$`);
const DATE_TIME = /* @__PURE__ */ new RegExp(`^${DATE}[Tt]${CLOCK}${OFFSET}$`);
const LEAP_SECOND =
  /^([01]\d|2[0-3]):([0-5]\d):60(?:\.\d+)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** Section 5.6, `date-time`: days that exist, and leap seconds where they may be. */
export function isDateTime(text: string): boolean {
  // Most days are before the 29th.
  if (DATE_TIME.test(text)) return text.charCodeAt(8) < 0x32 || dayExists(text);
  return (
    text.includes(":60") &&
    /[Tt]/.test(text.charAt(10)) &&
    isDate(text.slice(0, 10)) &&
    isLeapSecond(text.slice(11))
  );
}

export function isDate(text: string): boolean {
  return DATE_ONLY.test(text) && dayExists(text);
}

/** Section 5.6, `full-time`: with an offset. */
export function isTime(text: string): boolean {
  return TIME_ONLY.test(text) || isLeapSecond(text);
}

/** Leap seconds end a day of UTC. */
function isLeapSecond(text: string): boolean {
  const match = LEAP_SECOND.exec(text);
  if (match === null) return false;
  const [, hour, minute, sign, offsetHour = "0", offsetMinute = "0"] = match;
  const offset = Number(offsetHour) * 60 + Number(offsetMinute);
  const local = Number(hour) * 60 + Number(minute);
  const utc = local + (sign === "-" ? offset : -offset);
  return (utc + 1440) % 1440 === 1439;
}

/** Of a text that begins with a date of a day from 01 to 31. */
function dayExists(text: string): boolean {
  const day = Number(text.slice(8, 10));
  if (day < 29) return true;
  const month = Number(text.slice(5, 7));
  if (month !== 2) return day < 31 || ![4, 6, 9, 11].includes(month);
  const year = Number(text.slice(0, 4));
  return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const CLOCK_PARTS = "T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S)";
const DURATION = /* @__PURE__ */ new RegExp(
  `^P(?:\\d+W|(?:\\d+Y(?:\\d+M(?:\\d+D)?)?|\\d+M(?:\\d+D)?|\\d+D)(?:${CLOCK_PARTS})?|${CLOCK_PARTS})$`,
);

/** Appendix A. */
export function isDuration(text: string): boolean {
  return DURATION.test(text);
}

export function dateTime(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isDateTime(value)
    ? bad
    : notFormat(bad, key, value, presence, "date-time");
}

export function date(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isDate(value)
    ? bad
    : notFormat(bad, key, value, presence, "date");
}

export function time(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isTime(value)
    ? bad
    : notFormat(bad, key, value, presence, "time");
}

export function duration(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence = required,
): Issues {
  return typeof value === "string" && isDuration(value)
    ? bad
    : notFormat(bad, key, value, presence, "duration");
}
