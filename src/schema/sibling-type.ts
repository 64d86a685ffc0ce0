/** A `type` beside a `$ref`, in dialects that take what stands there as it is meant. */
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { isObject, type Json, type JsonType } from "../source/json.js";
import { at } from "../source/path.js";
import type { SchemaHost } from "./host.js";
import type { Keywords } from "./keywords.js";
import type { LowerContext } from "./lower.js";
import { evidentTypes } from "./types-and-values.js";

/**
 * The types; or `undefined` where they leave nothing of what the `$ref` leads
 * to: out of habit, people write `type: object` beside it, whatever it is.
 */
export function typesBesideReference(
  types: readonly JsonType[] | undefined,
  keywords: Keywords,
  { dialect, host }: LowerContext,
): readonly JsonType[] | undefined {
  if (!types || dialect.refSiblings !== "agree") return types;
  const target = targetTypes(keywords, host);
  if (!target || target.some((type) => allows(types, type))) return types;
  host.diagnostics.report("schema-sibling-type", keywords.at("type"), {
    type: types.join(" or "),
    target: target.join(" or "),
  });
  return undefined;
}

/** What the `$ref` leads to says of its type, if it does. */
function targetTypes(
  keywords: Keywords,
  host: SchemaHost,
): readonly JsonType[] | undefined {
  let { value, origin }: { value: Json; origin: Keywords["origin"] } = keywords;
  const seen = new Set<string>();
  while (isObject(value) && typeof value["$ref"] === "string") {
    // What is wrong with the reference is told where it is lowered.
    const quiet = new Diagnostics();
    const found = host.resolve(value["$ref"], at(origin, "$ref"), quiet);
    if (!found || seen.has(found.id)) return undefined;
    seen.add(found.id);
    ({ value, origin } = found);
    const types = isObject(value) ? evidentTypes(value) : undefined;
    if (types) return types;
  }
  return undefined;
}

function allows(types: readonly JsonType[], type: JsonType): boolean {
  return (
    types.includes(type) ||
    (type === "integer" && types.includes("number")) ||
    (type === "number" && types.includes("integer"))
  );
}
