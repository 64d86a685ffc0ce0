/** Which dialect a schema is written in, by the `$schema` around it. */
import { Diagnostics } from "../diagnostics/diagnostics.js";
import { isObject } from "../source/json.js";
import { at } from "../source/path.js";
import type { Origin } from "../source/source-file.js";
import { dialectOf, type Dialect } from "./dialect.js";
import type { SchemaHost } from "./host.js";
import { unknownVocabularies, withVocabularies } from "./vocabularies.js";

export class DialectInForce {
  readonly #host: SchemaHost;
  readonly #known = new Map<string, Dialect | undefined>();

  constructor(host: SchemaHost) {
    this.#host = host;
  }

  /** At a place that a reference leads to; without a `$schema` there, the dialect that it was come from. */
  at(origin: Origin, outer: Dialect): Dialect {
    const { schema, origin: top } = this.#host.resourceAt(origin);
    return schema === undefined
      ? outer
      : (this.#of(schema, top, outer) ?? outer);
  }

  /** Of a schema that says `$schema` itself; one that is not known is reported. */
  named(uri: string, origin: Origin, outer: Dialect): Dialect {
    const dialect = this.#of(uri, origin, outer);
    if (dialect) return dialect;
    this.#host.diagnostics.report(
      "schema-unknown-dialect",
      at(origin, "$schema"),
      { uri, dialect: outer.id },
    );
    return outer;
  }

  #of(uri: string, origin: Origin, outer: Dialect): Dialect | undefined {
    const dialect = dialectOf(uri) ?? this.#custom(uri, origin, outer);
    // AsyncAPI's is draft-07 with more to it.
    if (dialect?.id === "draft-07" && outer.id === "asyncapi") return outer;
    return dialect;
  }

  /** A metaschema of the user's own, if it is among the documents. */
  #custom(uri: string, origin: Origin, outer: Dialect): Dialect | undefined {
    if (this.#known.has(uri)) return this.#known.get(uri);
    // Stands where metaschemas are each other's.
    this.#known.set(uri, undefined);
    const from = at(origin, "$schema");
    const found = this.#host.resolve(uri, from, new Diagnostics());
    if (!found || !isObject(found.value)) return undefined;
    const { $schema, $vocabulary } = found.value;
    const base =
      typeof $schema === "string" && $schema !== uri
        ? (this.#of($schema, found.origin, outer) ?? outer)
        : outer;
    if (!isObject($vocabulary)) {
      this.#known.set(uri, base);
      return base;
    }
    for (const vocabulary of unknownVocabularies($vocabulary))
      this.#host.diagnostics.report("schema-vocabulary", from, { vocabulary });
    const dialect = withVocabularies(base, $vocabulary);
    this.#known.set(uri, dialect);
    return dialect;
  }
}
