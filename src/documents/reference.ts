/** References taken apart and put together, as RFC 3986 and RFC 6901 have it. */
import { posix } from "node:path";

/** A `$ref` taken apart. */
export interface Reference {
  /** Before the `#`, percent-decoded; empty: this document. */
  readonly file: string;
  /** Parts of the JSON pointer. */
  readonly pointer?: readonly string[];
  /** A fragment that is not a pointer. */
  readonly anchor?: string;
}

/** A sentence: what is wrong with the text. */
export type ReferenceProblem = { readonly problem: string };

export function parseReference(ref: string): Reference | ReferenceProblem {
  const hash = ref.indexOf("#");
  const file = decode(hash < 0 ? ref : ref.slice(0, hash));
  const fragment = decode(hash < 0 ? "" : ref.slice(hash + 1));
  if (file === undefined || fragment === undefined) {
    return { problem: "a % must begin a percent escape such as %20" };
  }
  if (fragment === "") {
    return file === "" && hash < 0
      ? { problem: "it is empty" }
      : { file, pointer: [] };
  }
  if (!fragment.startsWith("/")) return { file, anchor: fragment };
  if (/~(?![01])/.test(fragment)) {
    return { problem: "a ~ in a pointer must be written ~0, a / in a key ~1" };
  }
  const pointer = fragment
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return { file, pointer };
}

/** `https:`, `urn:` and the like, but no `C:` of Windows. */
export function schemeOf(ref: string): string | undefined {
  return /^([a-z][a-z0-9+.-]+):/i.exec(ref)?.[1]?.toLowerCase();
}

/**
 * What a reference means at a base, without a fragment; URIs in the form that
 * they can be compared in. Bases without a scheme are paths of files.
 *
 * @returns `undefined`: nothing, for the base (`urn:`) has nothing beside it
 */
export function joinUri(ref: string, base: string): string | undefined {
  const whole = withoutFragment(ref);
  if (whole === "") return base;
  const isUri = schemeOf(whole) !== undefined;
  if (isUri || schemeOf(base) !== undefined) {
    if (URL.canParse(whole, base)) return new URL(whole, base).href;
    return isUri ? whole : undefined;
  }
  const path = decode(whole) ?? whole;
  if (isAbsolutePath(path)) return path;
  return posix.join(base.slice(0, base.lastIndexOf("/") + 1), path);
}

function withoutFragment(ref: string): string {
  const hash = ref.indexOf("#");
  return hash < 0 ? ref : ref.slice(0, hash);
}

export function isAbsolutePath(path: string): boolean {
  return /^([/\\]|[a-z]:[/\\])/i.test(path);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
