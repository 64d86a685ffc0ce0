/**
 * Schemas that certainly accept no value: their authors contradict themselves,
 * such as with a required property that is not allowed. What is not plain to
 * see, or takes long to tell, is taken to accept something.
 */
import type { Json, JsonType } from "../source/json.js";
import type {
  AnyOfCheck,
  ArrayCheck,
  Assertion,
  DefinitionId,
  ObjectCheck,
  OneOfCheck,
} from "./assertion.js";
import type { Definition } from "./model.js";
import { innerFirst, referencesIn } from "./walk.js";

type Definitions = ReadonlyMap<DefinitionId, Pick<Definition, "schema">>;

/** Types of values, a bit for each; numbers that are no integers have their own. */
const BIT = {
  null: 1,
  boolean: 2,
  integer: 4,
  number: 4 | 8,
  string: 16,
  array: 32,
  object: 64,
} as const satisfies Record<JsonType, number>;

const ALL = 127;

/** Checks that are looked at for one definition. */
const MAX_STEPS = 2_000;

/** What holds for one value, from every schema that it must fit. */
interface Demands {
  types: number;
  readonly objects: ObjectCheck[];
  readonly choices: (AnyOfCheck | OneOfCheck)[];
}

export class Emptiness {
  readonly #definitions: Definitions;
  /** Types that the values of a definition may have; where it leads to itself, it is looked at before it is known. */
  readonly #known = new Map<DefinitionId, number>();
  readonly #properties = new WeakMap<
    ObjectCheck,
    ReadonlyMap<string, Assertion>
  >();
  #steps = 0;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
    const inside = (id: DefinitionId): readonly DefinitionId[] => {
      const definition = definitions.get(id);
      return definition ? referencesIn(definition.schema) : [];
    };
    for (const id of innerFirst(definitions.keys(), inside)) {
      const definition = definitions.get(id);
      if (definition) this.#known.set(id, this.#ask(definition.schema));
    }
  }

  /** Whether a value may fit; `false` is certain. */
  mayFit(schema: Assertion): boolean {
    return this.#ask(schema) !== 0;
  }

  /** A required property of an object in which nothing fits, or which is not allowed. */
  impossibleProperty(schema: Assertion): string | undefined {
    this.#steps = MAX_STEPS;
    const { objects, choices } = this.#demands(schema, []);
    for (const choice of choices) {
      // The same may be wrong with each: one is told.
      const [first] = choice.of;
      if (first) objects.push(...this.#demands(first, []).objects);
    }
    return this.#impossibleAmong(objects);
  }

  #ask(schema: Assertion): number {
    this.#steps = MAX_STEPS;
    return this.#types(schema, []);
  }

  /** @param outer What is demanded of the same value elsewhere. */
  #types(schema: Assertion, outer: readonly ObjectCheck[]): number {
    if (outer.length === 0) {
      const types = this.#plainTypes(schema);
      if (types !== undefined) return types;
    }
    const demands = this.#demands(schema, outer);
    const { objects, choices } = demands;
    if (
      demands.types & BIT.object &&
      this.#impossibleAmong(objects) !== undefined
    )
      demands.types &= ~BIT.object;
    for (const { of } of choices) {
      let some = 0;
      for (const branch of of) {
        // Mostly the first shows that there are values.
        if ((some & demands.types) === demands.types) break;
        some |= this.#types(branch, objects);
      }
      demands.types &= some;
    }
    return demands.types;
  }

  /** Of what most schemas are: a reference or a type, maybe with bounds. */
  #plainTypes({ checks }: Assertion): number | undefined {
    let types: number = ALL;
    for (const check of checks) {
      switch (check.kind) {
        case "reference":
          if (checks.length > 1) return undefined;
          types = this.#known.get(check.to) ?? ALL;
          break;
        case "type":
          types &= union(check.types.map((type) => BIT[type]));
          break;
        case "enum":
          types &= union(check.values.map(bitOf));
          break;
        case "string":
        case "number":
          break;
        default:
          return undefined;
      }
    }
    return types;
  }

  #demands(schema: Assertion, outer: readonly ObjectCheck[]): Demands {
    const demands: Demands = { types: ALL, objects: [...outer], choices: [] };
    this.#gather(schema, demands);
    return demands;
  }

  #gather({ checks }: Assertion, demands: Demands): void {
    for (const check of checks) {
      if (--this.#steps < 0) return;
      switch (check.kind) {
        case "never":
          demands.types = 0;
          break;
        case "type":
          demands.types &= union(check.types.map((type) => BIT[type]));
          break;
        case "enum":
          demands.types &= union(check.values.map(bitOf));
          break;
        case "reference": {
          demands.types &= this.#known.get(check.to) ?? ALL;
          const definition = this.#definitions.get(check.to);
          if (definition) this.#gather(definition.schema, demands);
          break;
        }
        case "allOf":
          for (const part of check.of) this.#gather(part, demands);
          break;
        case "anyOf":
        case "oneOf":
          demands.choices.push(check);
          break;
        case "object":
          demands.objects.push(check);
          break;
        case "array":
          if (this.#hasImpossibleItem(check)) demands.types &= ~BIT.array;
          break;
        case "string":
        case "number":
        case "not":
        case "if":
        case "unevaluatedProperties":
        case "unevaluatedItems":
          break;
        default:
          check satisfies never;
      }
    }
  }

  #hasImpossibleItem({ minItems = 0, prefixItems, items }: ArrayCheck) {
    const first = prefixItems?.[0] ?? items;
    return minItems > 0 && first !== undefined && this.#types(first, []) === 0;
  }

  #impossibleAmong(objects: readonly ObjectCheck[]): string | undefined {
    for (const { required } of objects) {
      for (const name of required) {
        let types = ALL;
        for (const object of objects) {
          if (--this.#steps < 0) return undefined;
          types &= this.#typesOfProperty(object, name);
        }
        if (types === 0) return name;
      }
    }
    return undefined;
  }

  #typesOfProperty(object: ObjectCheck, name: string): number {
    let properties = this.#properties.get(object);
    if (!properties) {
      const entries = object.properties.map(
        (property) => [property.name, property.schema] as const,
      );
      this.#properties.set(object, (properties = new Map(entries)));
    }
    const own = properties.get(name);
    if (own) return this.#types(own, []);
    const { additionalProperties, patternProperties } = object;
    return additionalProperties && !patternProperties
      ? this.#types(additionalProperties, [])
      : ALL;
  }
}

function union(bits: readonly number[]): number {
  return bits.reduce((all, bit) => all | bit, 0);
}

function bitOf(value: Json): number {
  if (value === null) return BIT.null;
  if (Array.isArray(value)) return BIT.array;
  switch (typeof value) {
    case "boolean":
      return BIT.boolean;
    case "number":
      return Number.isInteger(value) ? BIT.integer : BIT.number;
    case "string":
      return BIT.string;
    default:
      return BIT.object;
  }
}
