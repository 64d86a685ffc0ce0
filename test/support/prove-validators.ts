/**
 * Proof that the validators of a contract are right: values that the schemas
 * accept are accepted, each single change that they forbid is refused, and
 * where; and the compiler, the emitted code and Ajv are of one mind.
 */
import * as fc from "fast-check";
import type { Assertion } from "../../src/contract/assertion.js";
import type { Contract } from "../../src/contract/model.js";
import { allRoots, rootsOf, type Root } from "../../src/output/roots.js";
import { firstProblem } from "../../src/schema/accepts-value.js";
import type { Json } from "../../src/source/json.js";
import type { Check, Issue } from "../../templates/runtime/core/validation.js";
import { acceptsNothing } from "./accepts-nothing.js";
import { arbitraryValue } from "./arbitrary-value.js";
import { emitSchemas, load } from "./compile-schema.js";
import { mutationsOf, type Mutation, type Way } from "./mutate.js";
import type { Opinion, SecondOpinion } from "./second-opinion.js";

export interface ProofOptions {
  readonly seed: number;
  /** Values in all: at least one of each schema, and at most {@link MOST}. */
  readonly values: number;
  /** Wrong values for each right one, of all that there are. */
  readonly mutations: number;
  readonly opinion?: SecondOpinion;
}

const MOST = 6;

export interface Proof {
  /** What was made of each schema, by the ledger's key; for those that accept anything. */
  readonly values: ReadonlyMap<string, readonly Json[]>;
  /** How many values were refused for each keyword. */
  readonly refused: ReadonlyMap<string, number>;
  /** Values that Ajv had an opinion on. */
  readonly opinions: number;
  /** Schemas that accept nothing, for their authors contradict themselves. */
  readonly empty: readonly string[];
  /** Schemas of which no other value could be made either. */
  readonly unmade: readonly string[];
  /** What is wrong with the validators, in words. */
  readonly faults: readonly string[];
}

export function proveValidators(
  contract: Contract,
  options: ProofOptions,
): Proof {
  const channels = rootsOf(contract);
  const roots = channels.flatMap(allRoots);
  const checks = load(emitSchemas(roots, contract.definitions));
  const values = Math.floor(options.values / roots.length);
  const each = Math.min(Math.max(values, 1), MOST);
  const prover = new Prover(contract, { ...options, values: each });
  // Other schemas may be put together from several places of the file.
  const asked = new Set(
    channels.flatMap(({ events, commands }) =>
      [...events, ...commands].map(({ payload }) => payload),
    ),
  );
  for (const root of roots) {
    const check = checks.get(root.key);
    const opinion = asked.has(root)
      ? options.opinion?.of(root.schema.origin)
      : undefined;
    if (check) prover.prove(root, check, opinion);
    else prover.faults.push(`${root.key}: no validator`);
  }
  return prover;
}

class Prover implements Proof {
  readonly values = new Map<string, readonly Json[]>();
  readonly refused = new Map<string, number>();
  readonly empty: string[] = [];
  readonly unmade: string[] = [];
  readonly faults: string[] = [];
  opinions = 0;
  readonly #contract: Contract;
  readonly #options: ProofOptions;

  constructor(contract: Contract, options: ProofOptions) {
    this.#contract = contract;
    this.#options = options;
  }

  prove({ key, schema }: Root, check: Check, ajv: Opinion | undefined): void {
    const values = this.#sample(schema);
    if (!values) {
      const { definitions } = this.#contract;
      const empty = acceptsNothing(schema, definitions);
      (empty ? this.empty : this.unmade).push(key);
      return;
    }
    this.values.set(key, values);
    for (const value of values) {
      this.#judge(key, schema, check, ajv, value, undefined);
      for (const mutation of this.#mutations(value, schema))
        this.#judge(key, schema, check, ajv, mutation.value, mutation);
    }
  }

  #sample(schema: Assertion): readonly Json[] | undefined {
    const { seed, values } = this.#options;
    const { definitions } = this.#contract;
    try {
      const arbitrary = arbitraryValue(schema, definitions);
      return fc.sample(arbitrary, { seed, numRuns: values });
    } catch {
      return undefined;
    }
  }

  /** As many for each keyword: most of all that there are is another type. */
  #mutations(value: Json, schema: Assertion): readonly Mutation[] {
    const { seed, mutations: wanted } = this.#options;
    const all = mutationsOf(value, schema, this.#contract.definitions);
    const byKeyword = new Map<string, Mutation[]>();
    for (const mutation of all) {
      const group = byKeyword.get(mutation.keyword);
      if (group) group.push(mutation);
      else byKeyword.set(mutation.keyword, [mutation]);
    }
    const most = Math.ceil(wanted / byKeyword.size);
    return [...byKeyword.values()].flatMap((group) => {
      const length = Math.min(most, group.length);
      const some = fc.shuffledSubarray(group, {
        minLength: length,
        maxLength: length,
      });
      return fc.sample(some, { seed, numRuns: 1 })[0] ?? [];
    });
  }

  #judge(
    key: string,
    schema: Assertion,
    check: Check,
    ajv: Opinion | undefined,
    value: Json,
    mutation: Mutation | undefined,
  ): void {
    const { definitions } = this.#contract;
    const issues = check(value);
    const problem = firstProblem(value, schema, definitions);
    const blame = (what: string): void => {
      const why = mutation
        ? `${mutation.keyword} at /${mutation.path.join("/")}`
        : "valid";
      const text = JSON.stringify(value);
      const shown = text.length > 300 ? `${text.slice(0, 300)}…` : text;
      this.faults.push(`${key}: ${why}: ${what}: ${shown}`);
    };
    if (!mutation && issues) blame(`refused: ${told(issues)}`);
    if (mutation && !mutation.union && !issues) blame("accepted");
    if ((issues === undefined) !== (problem === undefined))
      blame(`the compiler says ${problem?.message ?? "valid"}`);
    if (ajv && !(ajv.typesLeftOut && mutation?.keyword === "type")) {
      this.opinions++;
      if (ajv.accepts(value) !== (issues === undefined))
        blame(`Ajv says ${issues ? "valid" : "invalid"}`);
    }
    if (!mutation || !issues) return;
    const { keyword } = mutation;
    this.refused.set(keyword, (this.refused.get(keyword) ?? 0) + 1);
    if (!isTold(mutation, issues)) blame(`told elsewhere: ${told(issues)}`);
  }
}

/** See {@link Mutation.union} for what may be told of a path through a union. */
function isTold({ path, union }: Mutation, issues: readonly Issue[]): boolean {
  if (union) return issues.every((issue) => startsWith(issue.path, union));
  return (
    issues.some((issue) => same(issue.path, path)) &&
    // A union on the way, beside what forbids it in any case, tells too.
    issues.every(
      (issue) => startsWith(issue.path, path) || startsWith(path, issue.path),
    )
  );
}

function startsWith(path: Way, start: Way): boolean {
  return start.every((key, i) => path[i] === key);
}

function same(a: Way, b: Way): boolean {
  return a.length === b.length && startsWith(a, b);
}

function told(issues: readonly Issue[]): string {
  return issues
    .map(({ path, message }) => `/${path.join("/")} ${message}`)
    .join("; ");
}
