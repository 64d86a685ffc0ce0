import { joinPath } from "./load-document.js";
import { isAbsolutePath, parseReference, schemeOf } from "./reference.js";

/** Which document a reference means, where no `$id` says otherwise. */
export type ReferenceTarget =
  /** Its path, relative to where the user stands, with `/`. */
  | { readonly kind: "file"; readonly key: string }
  /** Its URL, absolute and without a fragment. */
  | { readonly kind: "remote"; readonly key: string }
  | { readonly kind: "absolute-path" }
  /** A file of this machine, meant by a document from elsewhere. */
  | { readonly kind: "local-from-remote" }
  /** `urn:`, `ftp:` and the like, or no reference at all. */
  | { readonly kind: "nowhere" };

/**
 * @param ref As written, with something before the `#`.
 * @param from The path or the URL of the document that it stands in.
 */
export function targetOf(ref: string, from: string): ReferenceTarget {
  if (isRemote(from)) return urlTarget(ref, from);
  if (schemeOf(ref) !== undefined) return urlTarget(ref, undefined);
  const reference = parseReference(ref);
  if ("problem" in reference) return { kind: "nowhere" };
  return isAbsolutePath(reference.file)
    ? { kind: "absolute-path" }
    : { kind: "file", key: joinPath(from, reference.file) };
}

/** Whether what a document is called is its URL. */
export function isRemote(path: string): boolean {
  return /^https?:\/\//.test(path);
}

function urlTarget(ref: string, base: string | undefined): ReferenceTarget {
  if (!URL.canParse(ref, base)) return { kind: "nowhere" };
  const url = new URL(ref, base);
  if (/^https?:$/.test(url.protocol)) {
    url.hash = "";
    return { kind: "remote", key: url.href };
  }
  // `C:` is a scheme where a URL is expected.
  const isLocal = /^(file|[a-z]):$/.test(url.protocol);
  return base !== undefined && isLocal
    ? { kind: "local-from-remote" }
    : { kind: "nowhere" };
}
