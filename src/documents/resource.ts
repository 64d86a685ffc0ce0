import { isObject, type Json } from "../source/json.js";
import { keysOf, originAt } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import type { Loaded } from "./load-document.js";
import { step } from "./place.js";

/** The innermost `$id` around a place that is a full URI, and who carries it. */
export function baseOf(
  { document, index }: Loaded,
  from: Origin,
): { readonly id: string; readonly origin: Origin } | undefined {
  if (index.ids.size === 0) return undefined;
  const keys = keysOf(from.path);
  let value: Json | undefined = document.value;
  let id: string | undefined;
  let carrier = 0;
  for (let depth = 0; ; depth++) {
    const own = isObject(value) ? value["$id"] : undefined;
    if (typeof own === "string" && URL.canParse(own, id)) {
      id = new URL(own, id).href.replace(/#$/, "");
      carrier = depth;
    }
    if (depth === keys.length) break;
    value = step(value, String(keys[depth]));
  }
  if (id === undefined) return undefined;
  return { id, origin: originAt(from.file, keys.slice(0, carrier)) };
}
