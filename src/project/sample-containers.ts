/** Arrays and objects that checks accept, of values that are made elsewhere. */
import type {
  ArrayCheck,
  Assertion,
  ObjectCheck,
} from "../contract/assertion.js";
import type { Json } from "../source/json.js";

/** A value that all of these accept, if one can be made. */
type Make = (schemas: readonly Assertion[]) => Json | undefined;

const MAX_ITEMS = 20;

/** Without the one that TypeScript knows nothing of. */
const INHERITED: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(Object.prototype).filter(
    (name) => !name.startsWith("__"),
  ),
);

export function sameJson(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function sampleArray(
  checks: readonly ArrayCheck[],
  make: Make,
): Json | undefined {
  const least = Math.max(
    0,
    ...checks.map((check) => check.minItems ?? 0),
    ...checks.map((check) => check.contains?.min ?? 0),
  );
  const most = Math.min(...checks.map((check) => check.maxItems ?? Infinity));
  // One item shows what the list is of.
  const items: Json[] = [];
  for (let i = 0; i < Math.min(Math.max(least, 1), most); i++) {
    const schemas = checks.flatMap(({ prefixItems, items, contains }) => [
      ...[prefixItems?.[i] ?? items ?? []].flat(),
      ...(contains ? [contains.schema] : []),
    ]);
    const item = schemas.length === 0 ? i : make(schemas);
    const twice =
      item !== undefined &&
      checks.some(({ uniqueItems }) => uniqueItems) &&
      items.some((other) => sameJson(other, item));
    if (item === undefined || twice || i >= MAX_ITEMS) {
      return items.length >= least ? items : undefined;
    }
    items.push(item);
  }
  return items;
}

/** @param nested in another value: only what must be there is shown */
export function sampleObject(
  checks: readonly ObjectCheck[],
  make: Make,
  nested: boolean,
): Json | undefined {
  const schemas = new Map<string, Assertion[]>();
  const required = new Set(checks.flatMap((check) => check.required));
  const named = checks.flatMap((check) => check.properties);
  for (const { name, schema } of named) {
    schemas.set(name, [...(schemas.get(name) ?? []), schema]);
    // Left out, TypeScript would see the function that every object has.
    if (INHERITED.has(name)) required.add(name);
  }
  // An empty object shows nothing.
  const wanted =
    required.size > 0 || nested ? required : new Set(schemas.keys());
  const least = Math.max(0, ...checks.map((check) => check.minProperties ?? 0));
  for (const name of schemas.keys()) {
    if (wanted.size < least) wanted.add(name);
  }
  const value: Record<string, Json> = Object.create(null) as Record<
    string,
    Json
  >;
  for (const name of wanted) {
    const property = make(schemas.get(name) ?? []);
    if (property !== undefined) value[name] = property;
    else if (!schemas.has(name)) value[name] = "text";
    else if (required.has(name)) return undefined;
  }
  for (const check of checks) {
    for (const { property, required: also } of check.dependentRequired ?? []) {
      if (property in value && also.some((name) => !(name in value))) {
        return undefined;
      }
    }
  }
  return Object.keys(value).length >= least ? value : undefined;
}
