import type { Assertion } from "../../contract/assertion.js";
import { isObject, type Json } from "../../source/json.js";
import { Diagnostics } from "../../diagnostics/diagnostics.js";
import { didYouMean } from "../../diagnostics/did-you-mean.js";
import type { Documents } from "../../documents/documents.js";
import { describe, Fields, isList } from "../../documents/fields.js";
import type { Found, Resolved } from "../../documents/resolver.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import { keysOf, type Part } from "./keys.js";
import type { SchemaFormats } from "./schema-formats.js";
import type { SecuritySchemes } from "./security-schemes.js";
import type { Version } from "./version.js";
import type { Warnings } from "./warnings.js";

/** What every part of the AsyncAPI front end needs. */
export interface Context {
  readonly documents: Documents;
  readonly diagnostics: Diagnostics;
  readonly warnings: Warnings;
  readonly schemas: SchemaFormats;
  readonly securitySchemes: SecuritySchemes;
  readonly version: Version;
}

/** Follows `$ref`s to an object; keys that AsyncAPI has not are warned of. */
export function read(
  value: Json,
  origin: Origin,
  part: Part,
  what: string,
  context: Context,
): Fields | undefined {
  const { documents, diagnostics } = context;
  warnOfSiblings(value, origin, context);
  const found = documents.follow(value, origin);
  const fields =
    found && Fields.of(found.value, found.origin, what, diagnostics);
  if (fields) review(fields, part, context);
  return fields;
}

/**
 * As {@link read}, for what no code depends on: what is wrong is a warning.
 * Without a `part` any key may be there.
 */
export function readAside(
  value: Json,
  origin: Origin,
  part: Part | undefined,
  what: string,
  context: Context,
): Fields | undefined {
  warnOfSiblings(value, origin, context);
  const found = followAside(value, origin, what, context);
  if (!found) return undefined;
  if (!isObject(found.value)) {
    const kind = kindOf(what);
    const params = {
      what,
      expected: "an object",
      found: describe(found.value),
    };
    context.warnings.counted("asyncapi-wrong-type", kind, found.origin, params);
    return undefined;
  }
  const fields = Fields.of(
    found.value,
    found.origin,
    what,
    context.diagnostics,
  );
  if (fields && part) review(fields, part, context);
  return fields;
}

/** Follows `$ref`s from a place that no code depends on. */
export function followAside(
  value: Json,
  origin: Origin,
  what: string,
  { documents, warnings }: Context,
): Found | undefined {
  const attempt = new Diagnostics();
  const found = documents.follow(value, origin, attempt);
  const [problem] = attempt.list;
  if (problem) {
    warnings.counted(
      "asyncapi-reference-ignored",
      kindOf(what),
      problem.target ?? origin,
      { what, problem: problem.message },
    );
  }
  return found;
}

/** Where `$ref`s lead, for those who only want to know: who reads it tells what is wrong. */
export function peek(
  value: Json,
  origin: Origin,
  { documents }: Context,
): Found | undefined {
  return documents.follow(value, origin, new Diagnostics());
}

/** What the one `$ref` of a value leads to, and what that is called. */
export function peekReference(
  value: Json | undefined,
  origin: Origin,
  { documents }: Context,
): Resolved | undefined {
  const ref = isObject(value) ? value["$ref"] : undefined;
  return typeof ref === "string"
    ? documents.resolve(ref, at(origin, "$ref"), new Diagnostics())
    : undefined;
}

/** What is alike but for names is told of once. */
function kindOf(what: string): string {
  return what.replace(/ "[^"]*"/g, "");
}

/** Reference Objects have no other keys, and what stands there is ignored. */
function warnOfSiblings(
  value: Json,
  origin: Origin,
  { warnings }: Context,
): void {
  if (!isObject(value) || !("$ref" in value)) return;
  for (const key of Object.keys(value)) {
    if (key === "$ref" || key.startsWith("x-")) continue;
    const target = { ...at(origin, key), part: "key" } as const;
    warnings.once("asyncapi-reference-siblings", target, { key });
  }
}

function review(fields: Fields, part: Part, context: Context): void {
  reviewKeys(fields, part, context);
  // Nothing else looks at these, and yet they should lead somewhere.
  for (const key of ["tags", "externalDocs"]) {
    const value = fields.value[key] ?? null;
    const origin = fields.at(key);
    const what = `"${key}" of ${fields.what}`;
    if (isList(value)) {
      value.forEach((item, i) =>
        followAside(item, at(origin, i), what, context),
      );
    } else followAside(value, origin, what, context);
  }
}

function reviewKeys(
  fields: Fields,
  part: Part,
  { warnings, version }: Context,
): void {
  const known = keysOf(part, version.major);
  for (const key of Object.keys(fields.value)) {
    if (key.startsWith("x-")) continue;
    const since = known.get(key);
    if (since !== undefined && since >= 0 && since <= version.minor) continue;
    const target = { ...fields.at(key), part: "key" } as const;
    const params = { key, what: fields.what, version: version.text };
    if (since === undefined) {
      const fix = didYouMean(key, known.keys());
      warnings.once("asyncapi-unknown-key", target, params, fix);
    } else if (since < 0) {
      warnings.once("asyncapi-older-key", target, params);
    } else {
      const came = `${version.major}.${since}`;
      warnings.once("asyncapi-newer-key", target, { ...params, came });
    }
  }
}

/** Accepts everything: what stands in for a schema that is not there. */
export function anything(origin: Origin): Assertion {
  return { checks: [], notes: {}, origin };
}
