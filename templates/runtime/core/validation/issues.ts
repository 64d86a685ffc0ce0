/**
 * What is wrong with a value, and where. A check returns `undefined` for a
 * valid value, so that the valid path makes no garbage; paths are put together
 * only while a failure unwinds.
 */

/** One thing that is wrong with a value. */
export interface Issue {
  /** Where, from the root of the value: property names and array indexes. */
  readonly path: readonly (string | number)[];
  /** The JSON Schema keyword that failed, such as `type` or `maxLength`. */
  readonly code: string;
  /** What was expected, in English, without the value itself: it may be secret. */
  readonly message: string;
}

/** The issues of one value, at most `MAX_ISSUES`; `undefined` is valid. */
export type Issues = Issue[] | undefined;

/** Looks at a value as it came from `JSON.parse`; never changes it, never throws. */
export type Check = (value: unknown) => Issues;

/** A hostile value of a million errors costs no more than this many. */
export const MAX_ISSUES = 20;

/** Recursive schemas stop here, long before the stack does. */
export const MAX_DEPTH = 500;

/** An issue's path as an RFC 6901 JSON pointer; `""` is the whole value. */
export function pointer({ path }: Issue): string {
  return path
    .map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

/** Where in the value around it: a property, an item, or right here. */
export type Key = string | number | undefined;

/** No issues so far. */
export const none: Issues = undefined;

/** The key of the value itself. */
export const here = undefined;

/** What a check of one type says to a value that is absent, or of another type. */
export type Presence = typeof required | typeof optional | typeof loose;
/** Both are wrong. */
export const required = 0;
/** Absent is fine. */
export const optional = 1;
/** Both are fine: the check speaks of its own type only. */
export const loose = 2;

export function no(
  bad: Issues,
  key: Key,
  code: string,
  message: string,
): Issue[] {
  const issue = { path: key === undefined ? [] : [key], code, message };
  if (bad === undefined) return [issue];
  if (bad.length < MAX_ISSUES) bad.push(issue);
  return bad;
}

/** The value is absent or not of the type. */
export function mismatch(
  bad: Issues,
  key: Key,
  value: unknown,
  presence: Presence,
  type: string,
): Issues {
  if (presence === loose) return bad;
  if (value !== undefined) return no(bad, key, "type", `must be ${type}`);
  return presence === optional ? bad : no(bad, key, "required", "is required");
}

/** The issues of a part, put under its key. */
export function under(bad: Issues, key: Key, part: Issues): Issues {
  return part === undefined ? bad : prefixed(bad, key, part);
}

export function prefixed(bad: Issues, key: Key, part: Issue[]): Issue[] {
  if (key !== undefined)
    // The part's issues were made a moment ago, for us alone.
    for (const { path } of part) (path as (string | number)[]).unshift(key);
  if (bad === undefined) return part;
  for (const issue of part) if (bad.length < MAX_ISSUES) bad.push(issue);
  return bad;
}

let depth = 0;

/** A check inside itself: a hostile value could nest it without end. */
export function deeper(check: Check, value: unknown): Issues {
  if (depth >= MAX_DEPTH)
    return no(none, here, "depth", "is nested too deeply");
  depth++;
  try {
    return check(value);
  } finally {
    depth--;
  }
}

export function present(bad: Issues, key: Key, value: unknown): Issues {
  return value === undefined ? no(bad, key, "required", "is required") : bad;
}

/** `1 item`, `2 items`, `2 properties`. */
export function counted(count: number, what: string): string {
  const many = what.endsWith("y") ? `${what.slice(0, -1)}ies` : `${what}s`;
  return `${count} ${count === 1 ? what : many}`;
}
