/**
 * `discriminator` of OpenAPI: which of several schemas a value is meant for.
 *
 * Its `mapping` is taken at its word: beside the schema that it leads to, the
 * property has the value that leads there, if it is there at all. So the types
 * can be told apart by it. Names that are only implied, and the mere name of a
 * property as in AsyncAPI, are notes: there `const` and `enum` decide.
 */
import type { Assertion, Check } from "../contract/assertion.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { isObject, type Json, type JsonObject } from "../source/json.js";
import { at } from "../source/path.js";
import type { Keywords } from "./keywords.js";
import type { LowerContext } from "./lower.js";

/** @param of the schemas under `keyword`, which is `anyOf` or `oneOf` */
export function discriminated(
  of: readonly Assertion[],
  keyword: string,
  keywords: Keywords,
  { host, dialect }: LowerContext,
): readonly Assertion[] {
  const discriminator = keywords.value["discriminator"];
  if (!isObject(discriminator) || !dialect.keywords.has("discriminator"))
    return of;
  const { propertyName: property, mapping } = discriminator;
  if (typeof property !== "string" || !isObject(mapping)) return of;
  const alternatives = keywords.list(keyword) ?? [];
  const unused = new Set(Object.keys(mapping));
  const tagged = of.map((schema, i) => {
    const ref = refOf(alternatives[i]);
    if (ref === undefined) return schema;
    const values = Object.keys(mapping).filter((value) =>
      leadsTo(mapping[value], ref),
    );
    for (const value of values) unused.delete(value);
    if (values.length === 0) return schema;
    // What it says itself is better than what is said of it.
    const target = host.resolve(ref, schema.origin, new Diagnostics());
    return tells(target?.value, property)
      ? schema
      : withValues(schema, property, values);
  });
  const origin = at(keywords.at("discriminator"), "mapping");
  for (const value of unused)
    host.diagnostics.report("schema-unmapped", at(origin, value), {
      value,
      keyword,
    });
  return tagged;
}

function refOf(schema: Json | undefined): string | undefined {
  const ref = isObject(schema) ? schema["$ref"] : undefined;
  return typeof ref === "string" ? ref : undefined;
}

/** A mapping leads to a reference, or to the last part of one. */
function leadsTo(target: Json | undefined, ref: string): boolean {
  if (typeof target !== "string") return false;
  const plain = target.replace(/^\.\//, "");
  return plain === ref.replace(/^\.\//, "") || ref.endsWith(`/${plain}`);
}

/** Whether a schema has given values for the property. */
function tells(schema: Json | undefined, property: string): boolean {
  const properties = isObject(schema) ? schema["properties"] : undefined;
  const own = isObject(properties) ? properties[property] : undefined;
  return isObject(own) && hasValues(own);
}

function hasValues(schema: JsonObject): boolean {
  return schema["const"] !== undefined || schema["enum"] !== undefined;
}

function withValues(
  { checks, notes, origin }: Assertion,
  name: string,
  values: readonly string[],
): Assertion {
  const given: Check = { kind: "enum", values };
  const schema: Assertion = { checks: [given], notes: {}, origin };
  const tag: Check = {
    kind: "object",
    properties: [{ name, schema }],
    required: [],
  };
  return { checks: [...checks, tag], notes, origin };
}
