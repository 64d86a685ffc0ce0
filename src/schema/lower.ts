/**
 * JSON Schema to the assertion graph. What is wrong or cannot be honoured is
 * a diagnostic at its place; the rest is lowered all the same, so that one
 * run tells everything.
 */
import type { Assertion, DefinitionId, Notes } from "../contract/assertion.js";
import { isObject, type Json } from "../source/json.js";
import type { Definition } from "../contract/model.js";
import { describe, isList } from "../documents/fields.js";
import type { Origin } from "../source/source-file.js";
import { checksOf, nullable } from "./checks.js";
import {
  dialectById,
  dialectOf,
  type Dialect,
  type DialectId,
} from "./dialect.js";
import type { Resolved, SchemaHost } from "./host.js";
import { Keywords } from "./keywords.js";
import { reviewKeywords } from "./review.js";

export interface Lowering {
  /** A schema where it stands. */
  lower(value: Json, origin: Origin): Assertion;
  /** A schema with a name of its own; lowered once, however often defined. */
  define(resolved: Resolved): DefinitionId;
  /** In the order first met; complete once the outermost call has returned. */
  readonly definitions: ReadonlyMap<DefinitionId, Definition>;
}

/** What the parts of the lowering ask of the whole. */
export interface LowerContext {
  readonly host: SchemaHost;
  readonly dialect: Dialect;
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
  const queue: { resolved: Resolved; dialect: Dialect }[] = [];
  let busy = false;
  const base = dialectById(dialect);

  /** References are followed after the schema that holds them, not inside. */
  const drain = (): void => {
    if (busy) return;
    busy = true;
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { id, name, value, origin } = next.resolved;
      const schema = lowerSchema(value, origin, next.dialect, false, 0);
      definitions.set(id, { id, name, schema });
    }
    busy = false;
  };

  const define = (resolved: Resolved, inside: Dialect): DefinitionId => {
    const { id, name, origin } = resolved;
    if (!definitions.has(id)) {
      // Holds the place, and is what a cycle meets.
      const schema = { checks: [], notes: {}, origin };
      definitions.set(id, { id, name, schema });
      queue.push({ resolved, dialect: inside });
    }
    return id;
  };

  const lowerSchema = (
    value: Json,
    origin: Origin,
    outer: Dialect,
    inPlace: boolean,
    depth: number,
  ): Assertion => {
    if (typeof value === "boolean")
      return { checks: value ? [] : [{ kind: "never" }], notes: {}, origin };
    if (!isObject(value)) {
      const found = describe(value);
      host.diagnostics.report("schema-not-a-schema", origin, { found });
      return { checks: [], notes: {}, origin };
    }
    if (depth > MAX_DEPTH) {
      host.diagnostics.report("schema-too-deep", origin, { limit: MAX_DEPTH });
      return { checks: [], notes: {}, origin };
    }
    const keywords = new Keywords(value, origin, host.diagnostics);
    const dialect = dialectAt(keywords, outer, host);
    const child: LowerContext["child"] = (part, from, same = false) =>
      lowerSchema(part, from, dialect, same, depth + 1);
    const context: LowerContext = {
      host,
      dialect,
      child,
      schemaAt(parent, keyword) {
        const part = parent.value[keyword];
        return part === undefined
          ? undefined
          : child(part, parent.at(keyword), IN_PLACE.has(keyword));
      },
    };
    reviewKeywords(keywords, dialect, host.diagnostics);
    const notes = notesOf(keywords);
    const checks = checksOf(keywords, context, inPlace, (ref) =>
      define(ref, dialect),
    );
    return {
      checks: nullable(checks, keywords, dialect, origin),
      notes,
      origin,
    };
  };

  return {
    definitions,
    lower(value, origin) {
      const assertion = lowerSchema(value, origin, base, false, 0);
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

function dialectAt(
  keywords: Keywords,
  outer: Dialect,
  { diagnostics }: SchemaHost,
): Dialect {
  const uri = keywords.string("$schema");
  if (uri === undefined) return outer;
  const dialect = dialectOf(uri);
  if (dialect)
    return outer.id === "asyncapi" && dialect.id === "draft-07"
      ? outer
      : dialect;
  diagnostics.report("schema-unknown-dialect", keywords.at("$schema"), {
    uri,
    dialect: outer.id,
  });
  return outer;
}

const NO_NOTES: Notes = {};

function notesOf(keywords: Keywords): Notes {
  if (!keywords.holds("note")) return NO_NOTES;
  const { value } = keywords;
  const { title, description, deprecated, default: preset, examples } = value;
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
