/** JSON text of a value, or why there is none. */
import type { Issue } from "../core/validation.js";

export type Serialised =
  | {
      readonly ok: true;
      readonly text: string;
      /** What the other end will parse; the value itself where that is the same. */
      readonly value: unknown;
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const MAX_DEPTH = 256;

/**
 * Serialises once. What JSON would silently turn into something else (a
 * function, `undefined` in an array, NaN) is refused, with its path; what
 * it drops or converts by its rules (an undefined property, a Date) is
 * validated as the other end will see it.
 */
export function serialise(value: unknown): Serialised {
  const found = inspect(value, 0);
  if (typeof found === "object") return { ok: false, issues: [found] };
  const text = JSON.stringify(value);
  if (text === undefined) {
    return { ok: false, issues: [unfit("is not a JSON value")] };
  }
  return {
    ok: true,
    text,
    value: found === "plain" ? value : JSON.parse(text),
  };
}

/** `converted`: JSON text of it parses to another value. */
type Found = "plain" | "converted" | Issue;

function inspect(value: unknown, depth: number): Found {
  switch (typeof value) {
    case "string":
    case "boolean":
      return "plain";
    case "number":
      return Number.isFinite(value)
        ? Object.is(value, -0)
          ? "converted"
          : "plain"
        : unfit("is not a finite number");
    case "object":
      return value === null ? "plain" : inspectObject(value, depth);
    default:
      return unfit(`is of type ${typeof value}, which JSON does not have`);
  }
}

function inspectObject(value: object, depth: number): Found {
  if (depth > MAX_DEPTH) return unfit("is nested too deeply, or in itself");
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return "converted";
  }
  let all: Found = "plain";
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const found = inspect(value[i], depth + 1);
      if (typeof found === "object") return at(i, found);
      if (found === "converted") all = found;
    }
    return all;
  }
  for (const key of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[key];
    const found = item === undefined ? "converted" : inspect(item, depth + 1);
    if (typeof found === "object") return at(key, found);
    if (found === "converted") all = found;
  }
  return all;
}

function unfit(message: string): Issue {
  return { path: [], code: "type", message };
}

function at(key: string | number, issue: Issue): Issue {
  return { ...issue, path: [key, ...issue.path] };
}
