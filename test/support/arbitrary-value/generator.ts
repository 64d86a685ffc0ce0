/** One value from the assertion graph: choices are drawn, dead ends are left. */
import type * as fc from "fast-check";
import type {
  ArrayCheck,
  Assertion,
  Check,
  ObjectCheck,
} from "../../../src/contract/assertion.js";
import { firstProblem } from "../../../src/schema/accepts-value.js";
import type { Json, JsonType } from "../../../src/source/json.js";
import {
  assertionOf,
  checksOf,
  conjunction,
  type Conjunction,
  type Definitions,
  type PlainCheck,
} from "./conjunction.js";
import { isNever, schemasOfItem, schemasOfProperty } from "./members.js";
import { someNumber } from "./numbers.js";
import { someString } from "./strings.js";

/** Deeper than any real value must be; recursive schemas end by choice before. */
const MAX_DEPTH = 40;
/** From here on only what must be there. */
const SPARSE_DEPTH = 8;
/** A schema of unions within unions could draw for ever. */
const MAX_DRAWS = 5_000;
const ATTEMPTS = 8;

const TYPES: readonly JsonType[] = [
  "string",
  "integer",
  "number",
  "object",
  "array",
  "boolean",
  "null",
];

/** Names that nobody told of: one is on every object's prototype. */
const EXTRA_NAMES = ["extra", "x-y z", "toString", "ünï"];

export class Generator {
  readonly #random: fc.Random;
  readonly #definitions: Definitions;
  /** Values until only what must be there is made. */
  #left: number;
  #draws = 0;

  constructor(random: fc.Random, definitions: Definitions, size: number) {
    this.#random = random;
    this.#definitions = definitions;
    this.#left = size;
  }

  /** One that all of these accept; `undefined`: none was found. */
  value(schemas: readonly Assertion[], depth = 0): Json | undefined {
    if (depth > MAX_DEPTH) return undefined;
    this.#left--;
    const whole = conjunction(schemas, this.#definitions);
    const guess = isGuess(whole.checks);
    const [first] = whole.schemas;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (++this.#draws > MAX_DRAWS) return undefined;
      const drawn = this.#drawn(whole);
      const value = drawn && this.#made(drawn, depth);
      if (value === undefined) continue;
      if (!guess || !first) return value;
      const all = assertionOf(whole.checks, first);
      if (!firstProblem(value, all, this.#definitions)) return value;
    }
    return undefined;
  }

  /** One alternative of each choice, and of theirs. */
  #drawn(whole: Conjunction): Conjunction | undefined {
    let current = whole;
    for (;;) {
      const choice = current.checks.find(isChoice);
      if (!choice) return current;
      const rest = current.checks.filter((check) => check !== choice);
      const like = current.schemas[0]!;
      const { checks, schemas } = conjunction(
        [assertionOf(rest, like), ...this.#alternative(choice, like)],
        this.#definitions,
      );
      if (checks.some(({ kind }) => kind === "never")) return undefined;
      current = { checks, schemas: [...current.schemas, ...schemas] };
    }
  }

  #alternative(choice: Choice, like: Assertion): readonly Assertion[] {
    if (choice.kind === "object") {
      const dependent = choice.dependentSchemas ?? [];
      const { dependentSchemas: _, ...plain } = choice;
      const parts = dependent.map(({ property, schema }) => {
        const absent: ObjectCheck = {
          kind: "object",
          properties: [{ name: property, schema: never(like) }],
          required: [],
        };
        const there: ObjectCheck = {
          kind: "object",
          properties: [],
          required: [property],
        };
        return this.#oneIn(2)
          ? assertionOf([there, ...schema.checks], like)
          : assertionOf([absent], like);
      });
      return [assertionOf([plain], like), ...parts];
    }
    if (choice.kind === "if") {
      const { condition, then, else: otherwise } = choice;
      const not: Check = { kind: "not", schema: condition };
      return this.#oneIn(2)
        ? [condition, ...(then ? [then] : [])]
        : [assertionOf([not], like), ...(otherwise ? [otherwise] : [])];
    }
    const chosen = this.#oneOf(choice.of);
    if (choice.kind === "anyOf" || this.#oneIn(2)) return [chosen];
    const others = choice.of.filter((other) => other !== chosen);
    return [chosen, ...others.flatMap((other) => this.#unlike(other))];
  }

  /** Open objects fit most alternatives at once: a property that this one refuses. */
  #unlike(other: Assertion): readonly Assertion[] {
    const { checks } = conjunction([other], this.#definitions);
    const named = checksOf(checks, "object").flatMap(
      ({ properties }) => properties,
    );
    if (named.length === 0) return [];
    const { name, schema } = this.#oneOf(named);
    const not = assertionOf([{ kind: "not", schema }], other);
    const refused: ObjectCheck = {
      kind: "object",
      properties: [{ name, schema: not }],
      required: [name],
    };
    return [assertionOf([refused], other)];
  }

  #made({ checks, schemas }: Conjunction, depth: number): Json | undefined {
    const enums = checksOf(checks, "enum");
    if (enums.length > 0) return this.#oneOf(enums[0]!.values);
    const type = this.#type(checks);
    switch (type) {
      case undefined:
        return undefined;
      case "null":
        return null;
      case "boolean":
        return this.#oneIn(2);
      case "integer":
      case "number":
        return someNumber(
          this.#random,
          checksOf(checks, "number"),
          type === "integer",
        );
      case "string":
        return someString(
          this.#random,
          checksOf(checks, "string"),
          schemas.flatMap(({ notes }) =>
            [...(notes.examples ?? []), notes.default].filter(
              (wish) => typeof wish === "string",
            ),
          ),
        );
      case "array":
        return this.#array(checksOf(checks, "array"), depth);
      case "object":
        return this.#object(checksOf(checks, "object"), depth);
      default:
        return type satisfies never;
    }
  }

  /** Of the types that are allowed, mostly one that the checks speak of. */
  #type(checks: readonly PlainCheck[]): JsonType | undefined {
    const told = checksOf(checks, "type");
    const allowed = TYPES.filter((type) =>
      told.every(
        ({ types }) =>
          types.includes(type) ||
          (type === "integer" && types.includes("number")),
      ),
    );
    const spoken = allowed.filter((type) =>
      checks.some(
        ({ kind }) =>
          kind === type || (kind === "number" && type === "integer"),
      ),
    );
    const likely = spoken.length > 0 && !this.#oneIn(4) ? spoken : allowed;
    return likely.length === 0 ? undefined : this.#oneOf(likely);
  }

  #array(checks: readonly ArrayCheck[], depth: number): Json | undefined {
    const least = Math.max(0, ...checks.map(({ minItems = 0 }) => minItems));
    const most = Math.min(
      ...checks.map(({ maxItems = Infinity }) => maxItems),
      least + 3,
    );
    const contained = checks.flatMap(({ contains }) =>
      contains
        ? Array.from({ length: contains.min }, () => contains.schema)
        : [],
    );
    const from = Math.max(least, contained.length);
    if (from > most && contained.length === 0) return undefined;
    const length = this.#isSparse(depth)
      ? from
      : this.#random.nextInt(from, Math.max(from, most));
    const unique = checks.some(({ uniqueItems }) => uniqueItems);
    const items: Json[] = [];
    const texts = new Set<string>();
    for (let i = 0; i < length; i++) {
      const extra = contained[i];
      const schemas = schemasOfItem(checks, i);
      const item = this.#part(extra ? [...schemas, extra] : schemas, depth);
      if (item === undefined) return items.length >= from ? items : undefined;
      const text = JSON.stringify(item);
      if (unique && texts.has(text)) {
        // Another try, until there are enough or the draws are spent.
        if (++this.#draws > MAX_DRAWS) return undefined;
        if (items.length >= from) return items;
        i--;
        continue;
      }
      texts.add(text);
      items.push(item);
    }
    return items;
  }

  #object(checks: readonly ObjectCheck[], depth: number): Json | undefined {
    const members = new Map<string, Json>();
    const add = (name: string): boolean => {
      if (members.has(name)) return true;
      const schemas = schemasOfProperty(checks, name);
      if (schemas.some(isNever)) return false;
      const value = this.#part(schemas, depth);
      if (value === undefined) return false;
      members.set(name, value);
      return true;
    };
    const required = new Set(checks.flatMap((check) => check.required));
    const named = checks.flatMap(({ properties }) =>
      properties.map(({ name }) => name),
    );
    const least = Math.max(
      0,
      ...checks.map(({ minProperties = 0 }) => minProperties),
    );
    const most = Math.min(
      ...checks.map(({ maxProperties = Infinity }) => maxProperties),
    );
    for (const name of new Set([...named, ...required])) {
      if (required.has(name)) {
        if (!add(name)) return undefined;
      } else if (
        members.size < most - required.size &&
        !this.#isSparse(depth) &&
        !this.#oneIn(3)
      ) {
        add(name);
      }
    }
    for (let more = true; more;) {
      more = false;
      for (const { property, required: also } of checks.flatMap(
        ({ dependentRequired = [] }) => dependentRequired,
      )) {
        if (!members.has(property)) continue;
        for (const name of also) {
          if (members.has(name)) continue;
          if (!add(name)) return undefined;
          more = true;
        }
      }
    }
    for (const name of named) if (members.size < least) add(name);
    const wanted = Math.max(
      least,
      // Beside what is named, or where nothing is: TypeScript takes an object
      // of only unknown properties for a mistake.
      (members.size > 0 || named.length === 0) &&
        !this.#isSparse(depth) &&
        this.#oneIn(3)
        ? members.size + 1
        : 0,
    );
    for (let tries = 0; members.size < Math.min(wanted, most); tries++) {
      if (tries > 4 * wanted) break;
      const name = this.#extraName(checks);
      if (name !== undefined) add(name);
    }
    return members.size < least ? undefined : Object.fromEntries(members);
  }

  #extraName(checks: readonly ObjectCheck[]): string | undefined {
    const { propertyNames, patternProperties = [] } = this.#oneOf(checks) ?? {};
    if (propertyNames) {
      const name = this.value([propertyNames]);
      return typeof name === "string" ? name : undefined;
    }
    const pattern =
      patternProperties.length > 0 ? this.#oneOf(patternProperties) : undefined;
    return pattern
      ? someString(this.#random, [{ kind: "string", pattern }])
      : this.#oneOf(EXTRA_NAMES);
  }

  #part(schemas: readonly Assertion[], depth: number): Json | undefined {
    if (schemas.length > 0) return this.value(schemas, depth + 1);
    // Of which nothing is known.
    this.#left--;
    return this.#oneOf<Json>(["anything", 7, true, null, [1], { a: 1 }]);
  }

  #isSparse(depth: number): boolean {
    return this.#left <= 0 || depth > SPARSE_DEPTH;
  }

  #oneIn(count: number): boolean {
    return this.#random.nextInt(1, count) === 1;
  }

  #oneOf<T>(list: readonly T[]): T {
    return list[this.#random.nextInt(0, list.length - 1)]!;
  }
}

type Choice = Extract<
  PlainCheck,
  { kind: "anyOf" | "oneOf" | "if" | "object" }
>;

function isChoice(check: PlainCheck): check is Choice {
  return (
    check.kind === "anyOf" ||
    check.kind === "oneOf" ||
    check.kind === "if" ||
    (check.kind === "object" && check.dependentSchemas !== undefined)
  );
}

/** Made without being looked at. */
const GUESSED: ReadonlySet<Check["kind"]> = new Set([
  "not",
  "unevaluatedProperties",
  "unevaluatedItems",
] as const);

/** Whether what is made from the checks may still be refused by them. */
function isGuess(checks: readonly PlainCheck[]): boolean {
  const kinds = new Set(checks.map(({ kind }) => kind));
  return (
    kinds.size < checks.length ||
    checks.some((check) => isChoice(check) || GUESSED.has(check.kind))
  );
}

function never(like: Assertion): Assertion {
  return assertionOf([{ kind: "never" }], like);
}
