/**
 * Values that a schema accepts, of every kind that it has: an arbitrary of
 * fast-check made from the assertion graph, and not from the schema's text.
 */
import * as fc from "fast-check";
import type { Assertion } from "../../src/contract/assertion.js";
import type { Json } from "../../src/source/json.js";
import { firstProblem } from "../../src/schema/accepts-value.js";
import type { Definitions } from "./arbitrary-value/conjunction.js";
import { Generator } from "./arbitrary-value/generator.js";

export interface ValueOptions {
  /**
   * Values, those inside others counted, after which only what must be there
   * is made. Default 60.
   */
  readonly size?: number;
}

/** Whole values that are made before the schema is said to accept none. */
const ATTEMPTS = 30;

/**
 * Each value is shown to the compiler's own check, which is what makes `not`,
 * `contains` and the like hold. Failures do not shrink: what is left of a
 * value after shrinking is mostly not valid.
 *
 * @throws {Error} where no value of the schema can be made; see {@link canMake}
 */
export function arbitraryValue(
  schema: Assertion,
  definitions: Definitions,
  options: ValueOptions = {},
): fc.Arbitrary<Json> {
  return new ValueArbitrary(schema, definitions, options);
}

/** Whether values can be made at all: not for `false`, and not for some patterns. */
export function canMake(schema: Assertion, definitions: Definitions): boolean {
  try {
    fc.sample(arbitraryValue(schema, definitions, { size: 0 }), {
      seed: 1,
      numRuns: 1,
    });
    return true;
  } catch {
    return false;
  }
}

class ValueArbitrary extends fc.Arbitrary<Json> {
  readonly #schema: Assertion;
  readonly #definitions: Definitions;
  readonly #size: number;

  constructor(
    schema: Assertion,
    definitions: Definitions,
    { size = 60 }: ValueOptions,
  ) {
    super();
    this.#schema = schema;
    this.#definitions = definitions;
    this.#size = size;
  }

  override generate(random: fc.Random): fc.Value<Json> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      // What fails at full size may still be made small.
      const size = attempt % 2 === 0 ? this.#size : 0;
      const generator = new Generator(random, this.#definitions, size);
      const value = generator.value([this.#schema]);
      if (value === undefined) continue;
      if (firstProblem(value, this.#schema, this.#definitions)) continue;
      return new fc.Value(value, undefined);
    }
    throw new Error("no value of the schema could be made");
  }

  override canShrinkWithoutContext(value: unknown): value is Json {
    return value === undefined;
  }

  override shrink(): fc.Stream<fc.Value<Json>> {
    return fc.Stream.nil();
  }
}
