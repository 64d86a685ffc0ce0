/** Where the references of a schema lead. */
import { isObject, type Json } from "../source/json.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import { dynamicNameOf, type DynamicScopes } from "./dynamic-scope.js";
import type { Resolved, SchemaHost } from "./host.js";
import type { Setting } from "./lower.js";

export interface Reference {
  /** `$ref`, `$dynamicRef` or `$recursiveRef`. */
  readonly keyword: string;
  readonly ref: string;
  readonly from: Origin;
}

export interface End {
  readonly found: Resolved;
  /** What it was come to by. */
  readonly setting: Setting;
}

interface Surroundings {
  readonly host: SchemaHost;
  readonly scopes: DynamicScopes;
  /** How a schema is read that is come to from elsewhere. */
  enter(origin: Origin, outer: Setting): Setting;
}

/**
 * A chain of references that say nothing else leads to its end at once.
 *
 * @returns `undefined`: it leads nowhere, which was reported
 */
export function follow(
  reference: Reference,
  outer: Setting,
  { host, scopes, enter }: Surroundings,
): End | undefined {
  let setting = outer;
  let found = target(reference, setting, host, scopes);
  const seen = new Set<string>();
  while (found && !seen.has(found.id)) {
    seen.add(found.id);
    const { value, origin }: Resolved = found;
    const ref = onlyReference(value);
    if (ref === undefined) return { found, setting };
    setting = enter(origin, setting);
    found = host.resolve(ref, at(origin, "$ref"));
  }
  return undefined;
}

function target(
  { keyword, ref, from }: Reference,
  { scope }: Setting,
  host: SchemaHost,
  scopes: DynamicScopes,
): Resolved | undefined {
  const found = host.resolve(ref, from);
  const name = dynamicNameOf(keyword, ref);
  return found && name !== undefined
    ? scopes.target(found, name, scope)
    : found;
}

function onlyReference(value: Json): string | undefined {
  if (!isObject(value)) return undefined;
  const { $ref } = value;
  const isAlone = typeof $ref === "string" && Object.keys(value).length === 1;
  return isAlone ? $ref : undefined;
}
