import type { Json } from "../source/json.js";
import { isObject } from "../source/json.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import type { Document } from "./read-document.js";

/** What references need to know of one document, gathered in one walk. */
export interface DocumentIndex {
  /** Every `$ref` that may lead to another document, and maybe more. */
  readonly refs: ReadonlySet<string>;
  /** Values that carry an `$id`, by that `$id` as written. */
  readonly ids: ReadonlyMap<string, Origin>;
  /** By `$anchor` or `$dynamicAnchor`. */
  readonly anchors: ReadonlyMap<string, Origin>;
}

/** Most documents refer to themselves alone, and need no walk. */
const LEADS_ELSEWHERE = /\$ref(?!["']?\s*:\s*["']#)/;

export function indexDocument({ file, value }: Document): DocumentIndex {
  const refs = new Set<string>();
  const ids = new Map<string, Origin>();
  const anchors = new Map<string, Origin>();
  const top: Origin = { file, path: undefined };
  // Paths cost more than the walk itself, and few documents need them.
  const wantsPaths = /\$id|\$anchor|\$dynamicAnchor|\\/.test(file.text);

  const note = (key: string, value: string, origin: Origin): void => {
    switch (key) {
      case "$ref":
        refs.add(value);
        break;
      case "$id":
        if (!ids.has(value)) ids.set(value, origin);
        break;
      case "$anchor":
      case "$dynamicAnchor":
        if (!anchors.has(value)) anchors.set(value, origin);
        break;
    }
  };
  const walk = (value: Json, origin: Origin): void => {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) {
        if (typeof item === "object" && item !== null) {
          walk(item, wantsPaths ? at(origin, i) : origin);
        }
      }
    } else if (isObject(value)) {
      for (const key in value) {
        const member = value[key];
        if (typeof member === "object" && member !== null) {
          walk(member, wantsPaths ? at(origin, key) : origin);
        } else if (typeof member === "string") {
          note(key, member, origin);
        }
      }
    }
  };
  if (wantsPaths || LEADS_ELSEWHERE.test(file.text)) walk(value, top);
  return { refs, ids, anchors };
}
