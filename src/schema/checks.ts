/** All checks of one schema, from its keywords. */
import type { Check, ReferenceCheck } from "../contract/assertion.js";
import { isList } from "../documents/fields.js";
import { isObject, type Json } from "../source/json.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import { arrayCheck } from "./array.js";
import type { Dialect } from "./dialect.js";
import { discriminated } from "./discriminator.js";
import type { SchemaHost } from "./host.js";
import type { Keywords } from "./keywords.js";
import type { LowerContext } from "./lower.js";
import { objectCheck } from "./object.js";
import type { Reference } from "./references.js";
import { reviewIdle, reviewValues } from "./idle.js";
import { reviewTypes } from "./review.js";
import { numberCheck, stringCheck } from "./scalar.js";
import { typesBesideReference } from "./sibling-type.js";
import { enumCheck, typesOf } from "./types-and-values.js";
import { unevaluatedChecks } from "./unevaluated.js";

export function checksOf(
  keywords: Keywords,
  context: LowerContext,
  inPlace: boolean,
): readonly Check[] {
  const checks: Check[] = [];
  const add = (check: Check | undefined): void => {
    if (check) checks.push(check);
  };
  const { dialect, host } = context;
  const combines = keywords.holds("logic");
  for (const keyword of combines ? REFERENCES : []) {
    const ref = keywords.string(keyword);
    if (ref === undefined) continue;
    add(reference({ keyword, ref, from: keywords.at(keyword) }, context));
    if (dialect.refSiblings === "ignore") {
      reviewSiblings(keywords, dialect, host);
      return checks;
    }
  }
  add(propertiesReference(keywords, context));
  const types = typesBesideReference(
    typesOf(keywords, host),
    keywords,
    context,
  );
  if (types) add({ kind: "type", types });
  add(enumCheck(keywords, host));
  reviewValues(keywords, types, host.diagnostics);
  reviewIdle(keywords, host.diagnostics);
  const implied = reviewTypes(
    keywords,
    types,
    inPlace,
    dialect,
    host.diagnostics,
  );
  if (implied) add({ kind: "type", types: [implied] });
  add(stringCheck(keywords, types, host.diagnostics));
  add(numberCheck(keywords, types, context));
  add(arrayCheck(keywords, context));
  add(objectCheck(keywords, context));
  if (combines) checks.push(...logicChecks(keywords, context));
  return [...checks, ...unevaluatedChecks(keywords, context, checks)];
}

const REFERENCES = ["$ref", "$dynamicRef", "$recursiveRef"];

function reference(
  from: Reference,
  context: LowerContext,
): ReferenceCheck | undefined {
  const to = context.refer(from);
  return to === undefined ? undefined : { kind: "reference", to };
}

/**
 * No property is called `$ref` and has a text for its schema: it is to have
 * the properties of what that leads to.
 */
function propertiesReference(
  keywords: Keywords,
  context: LowerContext,
): ReferenceCheck | undefined {
  const { properties } = keywords.value;
  const ref = isObject(properties) ? properties["$ref"] : undefined;
  if (typeof ref !== "string") return undefined;
  const from = at(keywords.at("properties"), "$ref");
  const target = { ...from, part: "key" } as const;
  context.host.diagnostics.report("schema-properties-reference", target, {});
  return reference({ keyword: "$ref", ref, from }, context);
}

function logicChecks(keywords: Keywords, context: LowerContext): Check[] {
  const checks: Check[] = [];
  for (const kind of ["allOf", "anyOf", "oneOf"] as const) {
    const check = combination(kind, keywords, context);
    if (check) checks.push(check);
  }
  const not = context.schemaAt(keywords, "not");
  // `not: {}` is how schemas without booleans say `false`.
  if (not?.checks.length === 0) checks.push({ kind: "never" });
  else if (not) checks.push({ kind: "not", schema: not });
  const condition = context.schemaAt(keywords, "if");
  const then = context.schemaAt(keywords, "then");
  const otherwise = context.schemaAt(keywords, "else");
  // Alone it still tells which parts of a value it has looked at.
  if (condition)
    checks.push({
      kind: "if",
      condition,
      // oxlint-disable-next-line unicorn/no-thenable -- the keyword's name
      ...(then && { then }),
      ...(otherwise && { else: otherwise }),
    });
  return checks;
}

/** What stands beside a `$ref`, and would have something to say. */
function reviewSiblings(
  keywords: Keywords,
  dialect: Dialect,
  { diagnostics }: SchemaHost,
): void {
  const harmless =
    /^(?:\$|x-|title$|description$|default$|examples?$|deprecated$|definitions$|readOnly$|writeOnly$|externalDocs$|xml$)/;
  for (const keyword of keywords.present) {
    const value = keywords.value[keyword];
    if (harmless.test(keyword) || demandsNothing(keyword, value)) continue;
    const target = { ...keywords.at(keyword), part: "key" } as const;
    const params = { keyword, dialect: dialect.id };
    diagnostics.report("schema-ignored-sibling", target, params);
  }
}

/** Whether a keyword says what holds without it. */
function demandsNothing(keyword: string, value: Json | undefined): boolean {
  switch (keyword) {
    case "additionalProperties":
    case "additionalItems":
    case "items":
    case "propertyNames":
      return value === true || isEmptyObject(value);
    case "properties":
    case "patternProperties":
    case "dependencies":
      return isEmptyObject(value);
    case "required":
      return isList(value) && value.length === 0;
    case "uniqueItems":
    case "nullable":
      return value === false;
    case "minLength":
    case "minItems":
    case "minProperties":
      return value === 0;
    default:
      return false;
  }
}

function isEmptyObject(value: Json | undefined): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

function combination(
  kind: "allOf" | "anyOf" | "oneOf",
  keywords: Keywords,
  context: LowerContext,
): Check | undefined {
  const list = keywords.list(kind);
  if (!list) return undefined;
  if (list.length === 0) return keywords.wrong(kind, "a list of schemas");
  const origin = keywords.at(kind);
  const of = list.map((part, i) => context.child(part, at(origin, i), true));
  if (kind === "allOf" || !keywords.has("discriminator")) return { kind, of };
  return { kind, of: discriminated(of, kind, keywords, context) };
}

/** `nullable: true`: null as well, whatever else is said. */
export function nullable(
  checks: readonly Check[],
  keywords: Keywords,
  dialect: Dialect,
  origin: Origin,
): readonly Check[] {
  if (dialect.nullable === "unknown") return checks;
  if (keywords.boolean("nullable") !== true) return checks;
  if (keywords.has("$ref") && dialect.refSiblings === "ignore") return checks;
  if (checks.length === 0) return checks;
  const simple = checks.every((check) => NULL_BLIND.has(check.kind));
  if (simple)
    return checks.map((check) =>
      check.kind === "type"
        ? {
            kind: "type",
            types: [...new Set([...check.types, "null" as const])],
          }
        : check.kind === "enum" && !check.values.includes(null)
          ? { kind: "enum", values: [...check.values, null] }
          : check,
    );
  const nothing: Check = { kind: "type", types: ["null"] };
  const of = [checks, [nothing]].map((part) => ({
    checks: part,
    notes: {},
    origin,
  }));
  return [{ kind: "anyOf", of }];
}

/** Checks that let null pass, or can be told to. */
const NULL_BLIND: ReadonlySet<Check["kind"]> = new Set([
  "type",
  "enum",
  "string",
  "number",
  "array",
  "object",
  "unevaluatedProperties",
  "unevaluatedItems",
]);
