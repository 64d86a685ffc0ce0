import type { Assertion, DefinitionId } from "../../contract/assertion.js";
import { isObject, type Json } from "../../source/json.js";
import type { Definition } from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Documents } from "../../documents/documents.js";
import type { DialectId } from "../../schema/dialect.js";
import { createLowering, type Lowering } from "../../schema/lower.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";

/** Lowers each schema by the dialect that its `schemaFormat` names. */
export class SchemaFormats {
  readonly #documents: Documents;
  readonly #diagnostics: Diagnostics;
  readonly #lowerings = new Map<DialectId, Lowering>();

  constructor(documents: Documents, diagnostics: Diagnostics) {
    this.#documents = documents;
    this.#diagnostics = diagnostics;
  }

  /**
   * A schema, or a Multi Format Schema Object (AsyncAPI 3.0) around one.
   * `undefined`: its format is none of ours, which was reported.
   */
  lower(value: Json, origin: Origin): Assertion | undefined {
    const found = isObject(value)
      ? this.#documents.follow(value, origin)
      : undefined;
    if (isObject(value) && !found) return undefined;
    const outer = found?.value;
    if (!isObject(outer) || !("schemaFormat" in outer)) {
      return this.#lowering("asyncapi").lower(value, origin);
    }
    const { schemaFormat, schema = true } = outer;
    const dialect = dialectOf(schemaFormat ?? null);
    const outerOrigin = found?.origin ?? origin;
    if (dialect === undefined) {
      const format = String(schemaFormat);
      const target = at(outerOrigin, "schemaFormat");
      this.#diagnostics.report("asyncapi-schema-format", target, { format });
      return undefined;
    }
    return this.#lowering(dialect).lower(schema, at(outerOrigin, "schema"));
  }

  get definitions(): ReadonlyMap<DefinitionId, Definition> {
    const all = new Map<DefinitionId, Definition>();
    for (const { definitions } of this.#lowerings.values()) {
      for (const [id, definition] of definitions) {
        if (!all.has(id)) all.set(id, definition);
      }
    }
    return all;
  }

  #lowering(dialect: DialectId): Lowering {
    let lowering = this.#lowerings.get(dialect);
    if (!lowering) {
      const host = {
        diagnostics: this.#diagnostics,
        resolve: (ref: string, from: Origin) =>
          this.#documents.resolve(ref, from),
      };
      lowering = createLowering(host, dialect);
      this.#lowerings.set(dialect, lowering);
    }
    return lowering;
  }
}

/** AsyncAPI 3.0, "Schema formats table": those that are JSON Schema. */
function dialectOf(format: Json): DialectId | undefined {
  if (typeof format !== "string") return undefined;
  const [type = "", ...parameters] = format
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const version = parameters
    .find((parameter) => parameter.startsWith("version="))
    ?.slice("version=".length);
  switch (type) {
    case "application/vnd.aai.asyncapi":
    case "application/vnd.aai.asyncapi+json":
    case "application/vnd.aai.asyncapi+yaml":
    case "application/vnd.oai.openapi":
    case "application/vnd.oai.openapi+json":
    case "application/vnd.oai.openapi+yaml":
      return "asyncapi";
    case "application/schema":
    case "application/schema+json":
    case "application/schema+yaml":
      return version === undefined || version.startsWith("draft-0")
        ? "draft-07"
        : "2020-12";
    default:
      return undefined;
  }
}
