/**
 * JSON Schema to the assertion graph. What is wrong or cannot be honoured is
 * a diagnostic at its place; the rest is lowered all the same, so that one
 * run tells everything.
 */
import type { Assertion, DefinitionId, Notes } from "../contract/assertion.js";
import { isObject, type Json, type JsonObject } from "../source/json.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { extensionKey } from "../contract/extension-key.js";
import type { Definition } from "../contract/model.js";
import { describe, isList } from "../documents/fields.js";
import type { Origin } from "../source/source-file.js";
import { checksOf, nullable } from "./checks.js";
import { DialectInForce } from "./dialect-in-force.js";
import { dialectById, type Dialect, type DialectId } from "./dialect.js";
import { DynamicScopes, NO_SCOPE, type Scope } from "./dynamic-scope.js";
import type { Resolved, SchemaHost } from "./host.js";
import { Keywords } from "./keywords.js";
import { follow, type Reference } from "./references.js";
import { reviewBoolean, reviewKeywords, reviewNotes } from "./review.js";

export interface Lowering {
  /** A schema where it stands. */
  lower(value: Json, origin: Origin): Assertion;
  /** A schema with a name of its own; lowered once, however often defined. */
  define(resolved: Resolved): DefinitionId;
  /** In the order first met; complete once the outermost call has returned. */
  readonly definitions: ReadonlyMap<DefinitionId, Definition>;
}

/** What a schema is read by, beside what it says. */
export interface Setting {
  readonly dialect: Dialect;
  readonly scope: Scope;
}

/** What the parts of the lowering ask of the whole. */
export interface LowerContext {
  readonly host: SchemaHost;
  readonly dialect: Dialect;
  /** The definition that a reference leads to; `undefined`: it was reported. */
  refer(reference: Reference): DefinitionId | undefined;
  /**
   * A schema inside another. `inPlace`: it looks at the same value, so that
   * the type may be told by the schema around it.
   */
  child(value: Json, origin: Origin, inPlace?: boolean): Assertion;
  /** A schema under a keyword; reports what is none. */
  schemaAt(keywords: Keywords, keyword: string): Assertion | undefined;
}

/** Deeper schemas are taken for an attack on the compiler's stack. */
const MAX_DEPTH = 200;

export function createLowering(host: SchemaHost, dialect: DialectId): Lowering {
  const definitions = new Map<DefinitionId, Definition>();
  const queue: { resolved: Resolved; setting: Setting }[] = [];
  let busy = false;
  const base: Setting = { dialect: dialectById(dialect), scope: NO_SCOPE };
  const dialects = new DialectInForce(host);
  const scopes = new DynamicScopes(host);

  /** References are followed after the schema that holds them, not inside. */
  const drain = (): void => {
    if (busy) return;
    busy = true;
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { id, name, value, origin } = next.resolved;
      const schema = lowerSchema(value, origin, next.setting, false, 0);
      definitions.set(id, { id, name, schema });
    }
    busy = false;
  };

  /** How a schema is read that validation comes to from elsewhere. */
  const enter = (origin: Origin, { dialect, scope }: Setting): Setting => ({
    dialect: dialects.at(origin, dialect),
    scope: scopes.enter(scope, origin),
  });

  const define = (found: Resolved, from: Setting): DefinitionId => {
    const { resolved, scope } = scopes.specialise(found, from.scope);
    const { id, name, origin } = resolved;
    if (!definitions.has(id)) {
      // Holds the place, and is what a cycle meets.
      const schema = { checks: [], notes: {}, origin };
      definitions.set(id, { id, name, schema });
      const setting = enter(origin, { dialect: from.dialect, scope });
      queue.push({ resolved, setting });
    }
    return id;
  };

  const lowerSchema = (
    value: Json,
    origin: Origin,
    outer: Setting,
    inPlace: boolean,
    depth: number,
  ): Assertion => {
    if (typeof value === "boolean") {
      reviewBoolean(origin, outer.dialect, host.diagnostics);
      return { checks: value ? [] : [{ kind: "never" }], notes: {}, origin };
    }
    if (value === null) {
      // What YAML makes of `createdAt:` with nothing behind it.
      host.diagnostics.report("schema-nothing", origin, {});
      return { checks: [], notes: {}, origin };
    }
    if (!isObject(value)) {
      const found = describe(value);
      host.diagnostics.report("schema-not-a-schema", origin, { found });
      return { checks: [], notes: {}, origin };
    }
    if (depth > MAX_DEPTH) {
      host.diagnostics.report("schema-too-deep", origin, { limit: MAX_DEPTH });
      return { checks: [], notes: {}, origin };
    }
    const setting = settingOf(value, origin, outer);
    const { dialect } = setting;
    const keywords = new Keywords(value, origin, dialect, host.diagnostics);
    const child: LowerContext["child"] = (part, from, same = false) =>
      lowerSchema(part, from, setting, same, depth + 1);
    const context: LowerContext = {
      host,
      dialect,
      child,
      refer(reference) {
        const end = follow(reference, setting, { host, scopes, enter });
        return end && define(end.found, end.setting);
      },
      schemaAt(parent, keyword) {
        const part = parent.value[keyword];
        return part === undefined
          ? undefined
          : child(part, parent.at(keyword), IN_PLACE.has(keyword));
      },
    };
    reviewKeywords(keywords, dialect, host.diagnostics);
    const notes = notesOf(keywords, host.diagnostics);
    const checks = checksOf(keywords, context, inPlace);
    return {
      checks: nullable(checks, keywords, dialect, origin),
      notes,
      origin,
    };
  };

  /** How a schema inside another is read. */
  const settingOf = (
    value: JsonObject,
    origin: Origin,
    outer: Setting,
  ): Setting => {
    const { $schema } = value;
    const saysDialect = typeof $schema === "string";
    if (!saysDialect && !scopes.active) return outer;
    return {
      dialect: saysDialect
        ? dialects.named($schema, origin, outer.dialect)
        : outer.dialect,
      scope: scopes.enter(outer.scope, origin),
    };
  };

  return {
    definitions,
    lower(value, origin) {
      const setting = enter(origin, base);
      const assertion = lowerSchema(value, origin, setting, false, 0);
      drain();
      return assertion;
    },
    define(resolved) {
      const id = define(resolved, base);
      drain();
      return id;
    },
  };
}

const IN_PLACE = new Set(["not", "if", "then", "else"]);

const NO_NOTES: Notes = {};

function notesOf(keywords: Keywords, diagnostics: Diagnostics): Notes {
  if (!keywords.holds("note")) return NO_NOTES;
  const { value } = keywords;
  const { title, description, default: preset, examples } = value;
  // JSON Schema has a boolean here, and the native format a text as well.
  const deprecated = value[extensionKey("deprecated")] ?? value["deprecated"];
  reviewNotes(keywords, diagnostics);
  return {
    ...(typeof title === "string" && { title }),
    ...(typeof description === "string" && { description }),
    ...((typeof deprecated === "boolean" || typeof deprecated === "string") && {
      deprecated,
    }),
    ...(preset !== undefined && { default: preset }),
    ...(isList(examples) && { examples }),
  };
}
