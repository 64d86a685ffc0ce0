import { isObject, type Json } from "../../source/json.js";

/** JSON Merge Patch (RFC 7396): `patch` wins; its nulls take keys away. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: Record<string, Json> = Object.create(null);
  if (isObject(target)) Object.assign(merged, target);
  for (const key of Object.keys(patch)) {
    const value = patch[key] ?? null;
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}
