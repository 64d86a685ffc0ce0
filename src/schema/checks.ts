/** All checks of one schema, from its keywords. */
import type { Check, DefinitionId } from "../contract/assertion.js";
import { isObject } from "../source/json.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import { arrayCheck } from "./array.js";
import type { Dialect } from "./dialect.js";
import type { Resolved, SchemaHost } from "./host.js";
import type { Keywords } from "./keywords.js";
import type { LowerContext } from "./lower.js";
import { objectCheck } from "./object.js";
import { reviewTypes } from "./review.js";
import { numberCheck, stringCheck } from "./scalar.js";
import { enumCheck, typesOf } from "./types-and-values.js";

type Define = (resolved: Resolved) => DefinitionId;

export function checksOf(
  keywords: Keywords,
  context: LowerContext,
  inPlace: boolean,
  define: Define,
): readonly Check[] {
  const checks: Check[] = [];
  const add = (check: Check | undefined): void => {
    if (check) checks.push(check);
  };
  const { dialect, host } = context;
  const combines = keywords.holds("logic");
  for (const keyword of combines ? REFERENCES : []) {
    if (!keywords.has(keyword)) continue;
    if (keyword !== "$ref")
      host.diagnostics.report(
        "schema-dynamic-reference",
        keywords.at(keyword),
        {
          keyword,
        },
      );
    add(reference(keywords, keyword, host, define));
    if (dialect.refSiblings === "ignore") {
      reportIgnored(keywords, dialect, host);
      return checks;
    }
  }
  const types = typesOf(keywords, host);
  if (types) add({ kind: "type", types });
  add(enumCheck(keywords, host));
  const implied = reviewTypes(
    keywords,
    types,
    inPlace,
    dialect,
    host.diagnostics,
  );
  if (implied) add({ kind: "type", types: [implied] });
  add(stringCheck(keywords, types, host.diagnostics));
  add(numberCheck(keywords, types, host.diagnostics));
  add(arrayCheck(keywords, context));
  add(objectCheck(keywords, context));
  return combines ? [...checks, ...logicChecks(keywords, context)] : checks;
}

const REFERENCES = ["$ref", "$dynamicRef", "$recursiveRef"];

function logicChecks(keywords: Keywords, context: LowerContext): Check[] {
  const checks: Check[] = [];
  for (const kind of ["allOf", "anyOf", "oneOf"] as const) {
    const check = combination(kind, keywords, context);
    if (check) checks.push(check);
  }
  const not = context.schemaAt(keywords, "not");
  if (not) checks.push({ kind: "not", schema: not });
  const condition = context.schemaAt(keywords, "if");
  const then = context.schemaAt(keywords, "then");
  const otherwise = context.schemaAt(keywords, "else");
  if (condition && (then || otherwise))
    checks.push({
      kind: "if",
      condition,
      // oxlint-disable-next-line unicorn/no-thenable -- the keyword's name
      ...(then && { then }),
      ...(otherwise && { else: otherwise }),
    });
  return checks;
}

/** A chain of references that say nothing else leads to its end at once. */
function reference(
  keywords: Keywords,
  keyword: string,
  host: SchemaHost,
  define: Define,
): Check | undefined {
  const ref = keywords.string(keyword);
  if (ref === undefined) return undefined;
  let found = host.resolve(ref, keywords.at(keyword));
  const seen = new Set<string>();
  while (found && !seen.has(found.id)) {
    seen.add(found.id);
    const { value, origin }: Resolved = found;
    const next = isObject(value) ? value["$ref"] : undefined;
    if (typeof next !== "string" || Object.keys(value as object).length > 1)
      return { kind: "reference", to: define(found) };
    found = host.resolve(next, at(origin, "$ref"));
  }
  return undefined;
}

function reportIgnored(
  keywords: Keywords,
  dialect: Dialect,
  { diagnostics }: SchemaHost,
): void {
  const harmless =
    /^(?:\$|x-|title$|description$|default$|examples?$|deprecated$|definitions$|readOnly$|writeOnly$)/;
  for (const keyword of keywords.present) {
    if (harmless.test(keyword) || !dialect.keywords.has(keyword)) continue;
    const target = { ...keywords.at(keyword), part: "key" } as const;
    diagnostics.report("schema-ignored-sibling", target, { keyword });
  }
}

function combination(
  kind: "allOf" | "anyOf" | "oneOf",
  keywords: Keywords,
  { child }: LowerContext,
): Check | undefined {
  const list = keywords.list(kind);
  if (!list) return undefined;
  if (list.length === 0) return keywords.wrong(kind, "a list of schemas");
  const origin = keywords.at(kind);
  const of = list.map((part, i) => child(part, at(origin, i), true));
  return { kind, of };
}

/** `nullable: true`: null as well, whatever else is said. */
export function nullable(
  checks: readonly Check[],
  keywords: Keywords,
  dialect: Dialect,
  origin: Origin,
): readonly Check[] {
  if (!dialect.nullable || keywords.boolean("nullable") !== true) return checks;
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
]);
