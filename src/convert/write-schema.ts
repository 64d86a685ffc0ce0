/** The assertion graph back to JSON Schema, such that it reads as it was. */
import type {
  AllOfCheck,
  ArrayCheck,
  Assertion,
  Check,
  DefinitionId,
  Notes,
  ObjectCheck,
} from "../contract/assertion.js";
import { extensionKey } from "../contract/extension-key.js";
import { speaksOf } from "../schema/families.js";
import type { Json, JsonObject } from "../source/json.js";
import type { Flavour } from "./flavour.js";
import { fromEntries, objectOf, unlessEmpty } from "./members.js";

export interface Written {
  readonly value: Json;
  /** Read in the same flavour, it is the same assertion again, and not merely the same in effect. */
  readonly exact: boolean;
}

/** @param refTo the `$ref` to a definition */
export function writeSchema(
  schema: Assertion,
  flavour: Flavour,
  refTo: (id: DefinitionId) => string,
): Written {
  const writer = new SchemaWriter(flavour, refTo);
  const value = writer.schema(schema);
  return { value, exact: writer.exact };
}

/** The order in which a schema's keywords are read. */
const ORDER: readonly Check["kind"][] = [
  "reference",
  "type",
  "enum",
  "string",
  "number",
  "array",
  "object",
  "allOf",
  "anyOf",
  "oneOf",
  "never",
  "not",
  "if",
  "unevaluatedProperties",
  "unevaluatedItems",
];

/** `false`, where there is more to say, or no room for a boolean. */
export const NOTHING = objectOf({ not: objectOf({}) });

class SchemaWriter {
  exact = true;
  readonly #flavour: Flavour;
  readonly #refTo: (id: DefinitionId) => string;

  constructor(flavour: Flavour, refTo: (id: DefinitionId) => string) {
    this.#flavour = flavour;
    this.#refTo = refTo;
  }

  /** @param inPlace It looks at the same value as the schema around it. */
  schema({ checks, notes }: Assertion, inPlace = false): Json {
    const hasNotes = Object.keys(notes).length > 0;
    if (checks.length === 0 && !hasNotes) return true;
    if (checks.length === 1 && checks[0]?.kind === "never" && !hasNotes) {
      return false;
    }
    const keywords: Record<string, Json> = Object.create(null);
    let place = 0;
    for (const check of checks) {
      const written = this.#check(check, place);
      // One format may be said of texts and of numbers.
      const isFree = Object.keys(written).every(
        (key) => !(key in keywords) || keywords[key] === written[key],
      );
      const next = placeOf(check, place);
      if (isFree && next >= place) {
        Object.assign(keywords, written);
        place = next;
      } else {
        // No schema that was read has checks in such an order.
        this.exact = false;
        const parts = (keywords["allOf"] ?? []) as readonly Json[];
        keywords["allOf"] = [...parts, written];
      }
    }
    if (!inPlace && this.#flavour.impliesType && impliesType(keywords)) {
      this.exact = false;
    }
    return this.#withNotes(keywords, notes);
  }

  /** Title and description first, as people read. */
  #withNotes(keywords: JsonObject, notes: Notes): JsonObject {
    const { title, description, examples, deprecated } = notes;
    const { booleanDeprecated } = this.#flavour;
    return objectOf({
      title,
      description,
      ...keywords,
      default: notes.default,
      examples,
      ...(typeof deprecated === "string" && booleanDeprecated
        ? { deprecated: true, [extensionKey("deprecated")]: deprecated }
        : { deprecated }),
    });
  }

  #check(check: Check, place: number): JsonObject {
    switch (check.kind) {
      case "never":
        return NOTHING;
      case "reference":
        return objectOf({ $ref: this.#refTo(check.to) });
      case "type": {
        const [only, ...others] = check.types;
        const type = others.length === 0 ? only : check.types;
        return objectOf({ type });
      }
      case "enum":
        return valuesOf(check.values);
      case "string": {
        const { minLength, maxLength, pattern, format } = check;
        return objectOf({
          minLength,
          maxLength,
          pattern: pattern?.source,
          format,
        });
      }
      case "number":
        return objectOf({ ...check, kind: undefined });
      case "array":
        return this.#array(check);
      case "object":
        return this.#object(check);
      case "allOf": {
        const pair = place <= ORDER.indexOf("enum") && enumAndConst(check);
        return pair || this.#parts("allOf", check.of);
      }
      case "anyOf":
      case "oneOf":
        return this.#parts(check.kind, check.of);
      case "not":
        return objectOf({ not: this.schema(check.schema, true) });
      case "if":
        return fromEntries([
          ["if", this.schema(check.condition, true)],
          ["then", check.then && this.schema(check.then, true)],
          ["else", check.else && this.schema(check.else, true)],
        ]);
      case "unevaluatedProperties":
      case "unevaluatedItems": {
        const counts = check.containsCounts === true;
        const wouldCount = this.#flavour.containsCounts;
        if (check.kind === "unevaluatedItems" && counts !== wouldCount) {
          this.exact = false;
        }
        return objectOf({ [check.kind]: this.schema(check.schema) });
      }
      default:
        return check satisfies never;
    }
  }

  #parts(key: string, of: readonly Assertion[]): JsonObject {
    return objectOf({ [key]: of.map((part) => this.schema(part, true)) });
  }

  #array(check: ArrayCheck): JsonObject {
    const { prefixItems, items, contains } = check;
    const rest = items && this.schema(items);
    const first = prefixItems?.map((item) => this.schema(item));
    const { tuples } = this.#flavour;
    const written = objectOf({
      minItems: check.minItems,
      maxItems: check.maxItems,
      uniqueItems: check.uniqueItems,
      ...(tuples === "prefixItems"
        ? { prefixItems: first, items: rest }
        : first
          ? { items: first, additionalItems: rest }
          : { items: rest }),
      ...(contains && {
        contains: this.schema(contains.schema),
        minContains: contains.min === 1 ? undefined : contains.min,
        maxContains: contains.max,
      }),
    });
    return unlessEmpty(written) ?? objectOf({ uniqueItems: false });
  }

  #object(check: ObjectCheck): JsonObject {
    const { patternProperties, additionalProperties, propertyNames } = check;
    const written = objectOf({
      minProperties: check.minProperties,
      maxProperties: check.maxProperties,
      required: unlessEmpty(check.required),
      properties: unlessEmpty(this.#named(check.properties)),
      patternProperties:
        patternProperties &&
        fromEntries(
          patternProperties.map(({ source, schema }) => [
            source,
            this.schema(schema),
          ]),
        ),
      additionalProperties:
        additionalProperties && this.schema(additionalProperties),
      propertyNames: propertyNames && this.schema(propertyNames),
      ...this.#dependents(check),
    });
    return unlessEmpty(written) ?? objectOf({ properties: objectOf({}) });
  }

  #named(
    named: readonly { readonly name: string; readonly schema: Assertion }[],
  ): JsonObject {
    return fromEntries(
      named.map(({ name, schema }) => [name, this.schema(schema)]),
    );
  }

  #dependents({
    dependentRequired = [],
    dependentSchemas = [],
  }: ObjectCheck): JsonObject {
    const required = dependentRequired.map(
      ({ property, required }) => [property, required] as const,
    );
    const schemas = dependentSchemas.map(
      ({ property, schema }) => [property, this.schema(schema, true)] as const,
    );
    const all = fromEntries([...required, ...schemas]);
    // One keyword holds one thing for each property.
    const isOne = Object.keys(all).length === required.length + schemas.length;
    return this.#flavour.dependencies && isOne
      ? objectOf({ dependencies: unlessEmpty(all) })
      : objectOf({
          dependentRequired: unlessEmpty(fromEntries(required)),
          dependentSchemas: unlessEmpty(fromEntries(schemas)),
        });
  }
}

function valuesOf(values: readonly Json[]): JsonObject {
  const [only, ...others] = values;
  return objectOf(others.length === 0 ? { const: only } : { enum: values });
}

/** `enum` beside `const`, which the assertions keep as an `allOf` of both. */
function enumAndConst({ of }: AllOfCheck): JsonObject | undefined {
  const [listed, single, ...others] = of;
  if (!listed || !single || others.length > 0) return undefined;
  const [values] = listed.checks;
  const [value] = single.checks;
  const alone = [listed, single].every(
    ({ checks, notes }) =>
      checks.length === 1 && Object.keys(notes).length === 0,
  );
  if (!alone || values?.kind !== "enum" || value?.kind !== "enum") {
    return undefined;
  }
  if (value.values.length !== 1) return undefined;
  return objectOf({ enum: values.values, const: value.values[0] });
}

function placeOf(check: Check, place: number): number {
  const isPair =
    check.kind === "allOf" &&
    place <= ORDER.indexOf("enum") &&
    enumAndConst(check);
  return ORDER.indexOf(isPair ? "enum" : check.kind);
}

/** Keywords from which the type is told. */
const TELLING = [
  "type",
  "$ref",
  "enum",
  "const",
  "allOf",
  "anyOf",
  "oneOf",
  "if",
  "not",
];

function impliesType(keywords: JsonObject): boolean {
  if (TELLING.some((key) => key in keywords)) return false;
  const types = Object.keys(keywords).flatMap((key) => speaksOf(key) ?? []);
  return new Set(types).size === 1;
}
