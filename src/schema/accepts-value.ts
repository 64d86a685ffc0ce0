/**
 * Whether a schema accepts a value, without code being made: by a walk of the
 * assertion graph. Where the runtime has a function for it, that is asked, so
 * that both say the same in the same words.
 */
import type {
  ArrayCheck,
  Assertion,
  Check,
  DefinitionId,
  ObjectCheck,
  UnevaluatedCheck,
} from "../contract/assertion.js";
import type { Problem } from "../contract/check.js";
import { isObject, type Json, type JsonObject } from "../source/json.js";
import type { Definition } from "../contract/model.js";
import { isList } from "../documents/fields.js";
import * as runtime from "../../templates/runtime/core/validation.js";
import { coverageBeside, type Coverage } from "./coverage.js";
import { matches } from "./pattern.js";
import {
  enumProblem,
  isNever,
  issue,
  issueOf,
  numberProblem,
  stringProblem,
  typeProblem,
  under,
  type Issue,
} from "./scalar-problem.js";
import { unevaluatedProblem } from "./unevaluated-problem.js";

type Definitions = ReadonlyMap<DefinitionId, Pick<Definition, "schema">>;

/**
 * The first thing that is wrong with the value, `undefined` where nothing is.
 *
 * Exact, but for two guards against hostile schemas: a pattern that may take
 * for ever is not tried on a long text, and is taken to hold; and a value that
 * leads through more than {@link MAX_DEPTH} schemas inside each other is said
 * to be too deep.
 */
export function firstProblem(
  value: Json,
  schema: Assertion,
  definitions: Definitions,
): Problem | undefined {
  const examination = new Examination(definitions);
  const found = examination.problem(value, schema);
  return examination.gaveUp ? TOO_DEEP : found;
}

/** More than examples need, and far from the end of the stack. */
export const MAX_DEPTH = 500;

const { here, none, required } = runtime;

class Examination {
  /** What was found means nothing. */
  gaveUp = false;
  readonly #definitions: Definitions;
  /**
   * What schemas said of the values so far: definitions that refer to the next
   * one twice each would take exponential time otherwise.
   */
  readonly #known = new Map<Assertion, Map<Json, Issue | undefined>>();
  readonly #coverages = new Map<UnevaluatedCheck, Coverage>();
  #depth = 0;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  problem(value: Json, { checks }: Assertion): Issue | undefined {
    if (this.#depth >= MAX_DEPTH) {
      this.gaveUp = true;
      return TOO_DEEP;
    }
    this.#depth++;
    let found: Issue | undefined;
    for (const check of checks) {
      found = this.#check(value, check);
      if (found) break;
    }
    this.#depth--;
    return found;
  }

  #all(value: Json, of: readonly Assertion[]): Issue | undefined {
    for (const part of of) {
      const found = this.problem(value, part);
      if (found) return found;
    }
    return undefined;
  }

  #check(value: Json, check: Check): Issue | undefined {
    switch (check.kind) {
      case "never":
        return issue("false", "must not be there");
      case "reference":
        return this.#reference(value, check.to);
      case "type":
        return typeProblem(value, check.types);
      case "enum":
        return enumProblem(value, check.values);
      case "string":
        return typeof value === "string"
          ? stringProblem(value, check)
          : undefined;
      case "number":
        return typeof value === "number"
          ? numberProblem(value, check)
          : undefined;
      case "array":
        return isList(value) ? this.#array(value, check) : undefined;
      case "object":
        return isObject(value) ? this.#object(value, check) : undefined;
      case "allOf":
        return this.#all(value, check.of);
      case "anyOf":
      case "oneOf":
        return this.#alternatives(value, check.kind, check.of);
      case "not":
        return this.problem(value, check.schema)
          ? undefined
          : issue("not", "must not match");
      case "if": {
        const branch = this.#remembered(value, check.condition)
          ? check.else
          : check.then;
        return branch && this.problem(value, branch);
      }
      case "unevaluatedProperties":
      case "unevaluatedItems":
        return this.#unevaluated(value, check);
      default:
        return check satisfies never;
    }
  }

  #reference(value: Json, to: DefinitionId): Issue | undefined {
    const definition = this.#definitions.get(to);
    return definition && this.#remembered(value, definition.schema);
  }

  #remembered(value: Json, schema: Assertion): Issue | undefined {
    let known = this.#known.get(schema);
    if (!known) this.#known.set(schema, (known = new Map()));
    if (known.has(value)) return known.get(value);
    // Stands where a definition leads to itself without a step into the value.
    known.set(value, TOO_DEEP);
    const found = this.problem(value, schema);
    known.set(value, found);
    return found;
  }

  #alternatives(
    value: Json,
    kind: "anyOf" | "oneOf",
    of: readonly Assertion[],
  ): Issue | undefined {
    const failed: Issue[] = [];
    for (const part of of) {
      const found = this.#remembered(value, part);
      if (found) failed.push(found);
      else if (kind === "anyOf") return undefined;
    }
    const valid = of.length - failed.length;
    if (valid === 1) return undefined;
    if (valid > 1)
      return issue("oneOf", `must match one alternative, not ${valid}`);
    const [meant, ...others] = failed.filter((found) => !isOfAnother(found));
    return meant && others.length === 0
      ? meant
      : issue(kind, "must match one of the alternatives");
  }

  #array(value: readonly Json[], check: ArrayCheck): Issue | undefined {
    const { minItems, maxItems, prefixItems = [], items, contains } = check;
    for (const [i, item] of value.entries()) {
      const schema = prefixItems[i] ?? items;
      const found = schema && this.problem(item, schema);
      if (found) return under(i, found);
    }
    let bad = runtime.array(
      none,
      here,
      value,
      required,
      undefined,
      minItems,
      maxItems,
    );
    if (check.uniqueItems) bad = runtime.unique(bad, here, value);
    if (contains) {
      const { schema, min, max } = contains;
      const fits = (item: unknown): runtime.Issues => {
        // What stands in a JSON value is one.
        const found = this.problem(item as Json, schema);
        return found && [found];
      };
      bad = runtime.contains(bad, here, value, fits, min, max);
    }
    return issueOf(bad);
  }

  #object(value: JsonObject, check: ObjectCheck): Issue | undefined {
    // Members first: of several alternatives, their tags tell which is meant.
    for (const [name, item] of Object.entries(value)) {
      const found = this.#member(name, item, check);
      if (found) return under(name, found);
    }
    for (const name of check.required)
      if (!Object.hasOwn(value, name))
        return under(name, issue("required", "is required"));
    const { minProperties = 0, maxProperties } = check;
    let bad = runtime.properties(none, value, minProperties, maxProperties);
    for (const { property, required } of check.dependentRequired ?? [])
      bad = runtime.together(bad, value, property, required);
    if (bad) return issueOf(bad);
    const dependent = check.dependentSchemas?.filter(({ property }) =>
      Object.hasOwn(value, property),
    );
    return (
      dependent &&
      this.#all(
        value,
        dependent.map(({ schema }) => schema),
      )
    );
  }

  #member(name: string, item: Json, check: ObjectCheck): Issue | undefined {
    const { properties, patternProperties = [], propertyNames } = check;
    const unfit = propertyNames && this.problem(name, propertyNames);
    if (unfit) return unfit;
    const own = properties.find((property) => property.name === name);
    const found = own && this.problem(item, own.schema);
    if (found) return found;
    let told = own !== undefined;
    for (const pattern of patternProperties) {
      const does = matches(name, pattern);
      if (does !== false) told = true;
      const found = does && this.problem(item, pattern.schema);
      if (found) return found;
    }
    const { additionalProperties: rest } = check;
    if (told || !rest) return undefined;
    return isNever(rest)
      ? issue("additionalProperties", "is not known")
      : this.problem(item, rest);
  }

  #unevaluated(value: Json, check: UnevaluatedCheck): Issue | undefined {
    let coverage = this.#coverages.get(check);
    if (!coverage) {
      const schemaOf = (id: DefinitionId) => this.#definitions.get(id)?.schema;
      coverage = coverageBeside(check, schemaOf);
      this.#coverages.set(check, coverage);
    }
    return unevaluatedProblem(value, check, coverage, (part, schema) =>
      this.#remembered(part, schema),
    );
  }
}

const TOO_DEEP = issue("depth", "is nested too deeply to be checked");

/** The alternative is plainly not meant: another type, or another tag. */
function isOfAnother({ path, code }: Issue): boolean {
  if (path.length === 0) return code === "type" || code === "false";
  return path.length === 1 && (code === "const" || code === "enum");
}
