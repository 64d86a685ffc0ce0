/** Checks against several schemas. */
import {
  type Check,
  type Issue,
  type Issues,
  type Key,
  no,
  under,
} from "./issues.js";

export function anyOf(
  bad: Issues,
  key: Key,
  value: unknown,
  checks: readonly Check[],
): Issues {
  const failed: Issue[][] = [];
  for (const check of checks) {
    const part = check(value);
    if (part === undefined) return bad;
    failed.push(part);
  }
  return noneOf(bad, key, value, "anyOf", failed);
}

export function oneOf(
  bad: Issues,
  key: Key,
  value: unknown,
  checks: readonly Check[],
): Issues {
  let valid = 0;
  const failed: Issue[][] = [];
  for (const check of checks) {
    const part = check(value);
    if (part === undefined) valid++;
    else failed.push(part);
  }
  if (valid === 1) return bad;
  return valid === 0
    ? noneOf(bad, key, value, "oneOf", failed)
    : no(bad, key, "oneOf", `must match one alternative, not ${valid}`);
}

/** Tells of the alternative that was meant, where that is plain to see. */
function noneOf(
  bad: Issues,
  key: Key,
  value: unknown,
  code: string,
  failed: readonly Issue[][],
): Issues {
  if (value === undefined) return no(bad, key, "required", "is required");
  const near = failed.filter(
    (part) =>
      !part.some(({ path, code }) => path.length === 0 && code === "type"),
  );
  return near.length === 1
    ? under(bad, key, near[0])
    : no(bad, key, code, "must match one of the alternatives");
}
