import type { Assertion, DefinitionId } from "../../contract/assertion.js";
import { isObject, type Json } from "../../source/json.js";
import type { Definition } from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Documents } from "../../documents/documents.js";
import { createAvroLowering } from "../../schema/avro/lower.js";
import {
  schemaHost,
  type Resolved,
  type SchemaHost,
} from "../../schema/host.js";
import { createLowering } from "../../schema/lower.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import { nameIn } from "./extensions.js";
import { languageOf, type SchemaLanguage } from "./schema-language.js";

/** Lowers schemas of one language. */
interface SchemaLowering {
  lower(value: Json, origin: Origin): Assertion | undefined;
  readonly definitions: ReadonlyMap<DefinitionId, Definition>;
}

/** A `schemaFormat`, and where it stands. */
export interface SchemaFormat {
  readonly value: string;
  readonly origin: Origin;
}

/** By the name that the schema says is its own, if it does. */
function named(found: Resolved | undefined): Resolved | undefined {
  if (!found) return undefined;
  const name = nameIn(found.value);
  return name === undefined ? found : { ...found, name };
}

/** Lowers each schema in the language that its `schemaFormat` names. */
export class SchemaFormats {
  readonly #documents: Documents;
  readonly #diagnostics: Diagnostics;
  readonly #host: SchemaHost;
  readonly #lowerings = new Map<SchemaLanguage, SchemaLowering>();

  constructor(documents: Documents, diagnostics: Diagnostics) {
    this.#documents = documents;
    this.#diagnostics = diagnostics;
    const host = schemaHost(documents, diagnostics);
    this.#host = {
      ...host,
      resolve: (...reference) => named(host.resolve(...reference)),
    };
  }

  /**
   * A schema, or a Multi Format Schema Object (AsyncAPI 3.0) around one.
   * `undefined`: its format is none of ours, which was reported.
   *
   * @param of What the schema belongs to, for that report.
   */
  lower(value: Json, origin: Origin, of: string): Assertion | undefined {
    const found = isObject(value)
      ? this.#documents.follow(value, origin)
      : undefined;
    if (isObject(value) && !found) return undefined;
    const outer = found?.value;
    if (!isObject(outer) || !("schemaFormat" in outer)) {
      return this.#lowering("asyncapi").lower(value, origin);
    }
    const { schemaFormat, schema = true } = outer;
    const place = found?.origin ?? origin;
    const format = {
      value: typeof schemaFormat === "string" ? schemaFormat : "",
      origin: at(place, "schemaFormat"),
    };
    return this.lowerAs(format, schema, at(place, "schema"), of);
  }

  /** A schema whose format is told elsewhere. */
  lowerAs(
    { value: format, origin: place }: SchemaFormat,
    value: Json,
    origin: Origin,
    of: string,
  ): Assertion | undefined {
    const language = languageOf(format);
    if (language !== undefined) {
      return this.#lowering(language).lower(value, origin);
    }
    const params = { format, message: of };
    this.#diagnostics.report("asyncapi-schema-format", place, params);
    return undefined;
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

  /** One of {@link definitions}, without gathering them. */
  get(id: DefinitionId): Definition | undefined {
    for (const { definitions } of this.#lowerings.values()) {
      const found = definitions.get(id);
      if (found) return found;
    }
    return undefined;
  }

  #lowering(language: SchemaLanguage): SchemaLowering {
    let lowering = this.#lowerings.get(language);
    if (!lowering) {
      lowering =
        language === "avro"
          ? createAvroLowering(this.#host)
          : createLowering(this.#host, language);
      this.#lowerings.set(language, lowering);
    }
    return lowering;
  }
}
