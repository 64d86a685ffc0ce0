/**
 * Schema resources: documents, and the parts of them that have an `$id` and so
 * a base URI and anchors of their own. JSON Schema 2020-12, core, section 4.3.5.
 */
import type { Json, JsonObject } from "../source/json.js";
import { keysOf } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import type { Loaded } from "./load-document.js";
import { step } from "./place.js";

export interface Resource {
  /** Absolute, without a fragment; of a file without an `$id` its path. */
  readonly uri: string;
  readonly origin: Origin;
  /** The `$schema` in force, as written. */
  readonly schema: string | undefined;
  /** By plain name: `$anchor`, `$dynamicAnchor`, and `$id: "#name"` of before 2019-09. */
  readonly anchors: ReadonlyMap<string, Origin>;
  /** Where dynamic references may lead, by name; see {@link RECURSIVE}. */
  readonly dynamicAnchors: ReadonlyMap<string, Origin>;
}

/** What `$recursiveAnchor: true` of 2019-09 is called among the dynamic anchors: it has no name. */
export const RECURSIVE = "";

/** What a schema calls itself. */
export interface Identity {
  /** A URI reference, without a fragment. */
  readonly id: string | undefined;
  readonly anchors: readonly string[];
  readonly dynamicAnchor: string | undefined;
}

/**
 * @param schema The `$schema` in force; without one, the rules are those of
 *   all drafts since draft-06 together.
 * @returns `undefined`: it has no name at all, as most have none
 */
export function identityOf(
  value: JsonObject,
  schema: string | undefined,
): Identity | undefined {
  const isOld = schema !== undefined && /draft-0[3467]/.test(schema);
  // Before 2019-09 a `$ref` hides what stands beside it.
  if (isOld && typeof value["$ref"] === "string") return undefined;
  const { $id, id, $anchor, $dynamicAnchor, $recursiveAnchor } = value;
  const usesId = isOld && typeof id === "string" && /draft-0[34]/.test(schema);
  const whole = usesId ? id : typeof $id === "string" ? $id : "";
  const hash = whole.indexOf("#");
  const uri = hash < 0 ? whole : whole.slice(0, hash);
  const names = [
    hash < 0 ? "" : whole.slice(hash + 1),
    $anchor,
    $dynamicAnchor,
  ];
  const anchors = names.filter(isName);
  const dynamicAnchor =
    typeof $dynamicAnchor === "string"
      ? $dynamicAnchor
      : $recursiveAnchor === true
        ? RECURSIVE
        : undefined;
  if (uri === "" && anchors.length === 0 && dynamicAnchor === undefined)
    return undefined;
  return { id: uri === "" ? undefined : uri, anchors, dynamicAnchor };
}

/** Not a pointer, which some write into an `$id`. */
function isName(text: unknown): text is string {
  return typeof text === "string" && text !== "" && !text.startsWith("/");
}

/** The innermost resource that a place stands in. */
export function resourceAt(
  { document, index }: Loaded,
  { path }: Origin,
): Resource {
  let found = index.resource;
  if (index.carriers.size === 0) return found;
  let value: Json | undefined = document.value;
  for (const key of keysOf(path)) {
    value = step(value, String(key));
    if (value === undefined) break;
    found = index.carriers.get(value) ?? found;
  }
  return found;
}
