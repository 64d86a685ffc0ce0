/** Statements for `unevaluatedProperties` and `unevaluatedItems`. */
import type { Assertion, UnevaluatedCheck } from "../contract/assertion.js";
import {
  coverageBeside,
  type Condition,
  type Coverage,
  type Covered,
} from "../schema/coverage.js";
import {
  call,
  ifStatement,
  list,
  not,
  signature,
  statement,
  type Call,
  type Expression,
} from "./code.js";
import type { Body } from "./function-body.js";
import { numberLiteral, stringLiteral } from "./literals.js";
import type { Parts } from "./parts.js";
import { below } from "./spot.js";
import type { Emitter } from "./validators.js";

/** Stands after all that looks at the same value: it builds on their consent. */
export function unevaluatedStatements(
  checks: Emitter,
  lines: Body,
  { unevaluated }: Parts,
  kind: UnevaluatedCheck["kind"],
  way: string,
): void {
  for (const check of unevaluated) {
    if (check.kind !== kind) continue;
    const { schema } = check;
    const coverage = coverageBeside(check, (id) => checks.context.schemaOf(id));
    if (isEverything(coverage)) continue;
    const closed = schema.checks.some((one) => one.kind === "never");
    const rest = closed ? "undefined" : checks.check(schema, below(way, "*"));
    if (rest === "undefined" && !closed) continue;
    const writer = new CoverageWriter(checks, kind, way);
    if (coverage.conditional.length === 0)
      lines.assign(
        checks.call(kind, "bad", "v", rest, writer.certain(coverage)),
      );
    else
      lines.assignIf(
        not("bad"),
        checks.call(kind, "none", "v", rest, writer.known(coverage)),
      );
  }
}

function isEverything({ certain }: Coverage): boolean {
  return certain.some((covered) => covered.kind === "all");
}

/** Writes what is covered as a list, which a function fills where that depends on the value. */
class CoverageWriter {
  readonly #checks: Emitter;
  readonly #kind: UnevaluatedCheck["kind"];
  readonly #way: string;
  readonly #functions = new Map<Coverage, Call>();

  constructor(checks: Emitter, kind: UnevaluatedCheck["kind"], way: string) {
    this.#checks = checks;
    this.#kind = kind;
    this.#way = way;
  }

  certain({ certain }: Coverage): Expression {
    return list(certain.map((covered) => this.#covered(covered)));
  }

  /** A call of the function that tells what is covered. */
  known(coverage: Coverage): Call {
    const known = this.#functions.get(coverage);
    if (known !== undefined) return known;
    const checks = this.#checks;
    const name = checks.declarations.fresh(below(this.#way, "known"));
    const made = call(name, "v");
    this.#functions.set(coverage, made);
    const type =
      this.#kind === "unevaluatedItems" ? "KnownItems" : "KnownProperties";
    checks.use(type);
    checks.declarations.add(name, () => {
      const head = signature(name, false, true, type);
      const first = `const known: ${type} = `;
      let body = statement(1, first, this.certain(coverage));
      for (const { when, coverage: part } of coverage.conditional)
        body += ifStatement(1, this.#condition(when), "", this.#push(part));
      return `${head}\n${body}  return known;\n}\n`;
    });
    return made;
  }

  #push(coverage: Coverage): Expression {
    if (coverage.conditional.length === 0)
      return call(
        "known.push",
        ...coverage.certain.map((covered) => this.#covered(covered)),
      );
    const { callee, args } = this.known(coverage);
    return call("known.push", call(`...${callee}`, ...args));
  }

  #condition(when: Condition): Expression {
    switch (when.kind) {
      case "accepted":
        return not(this.#verdict(when.by));
      case "refused":
        return this.#verdict(when.by);
      case "has":
        return this.#checks.call("has", "v", stringLiteral(when.property));
      default:
        return when satisfies never;
    }
  }

  #verdict(schema: Assertion): Expression {
    return this.#checks.checkOf(schema, below(this.#way, "when"), "v");
  }

  #covered(covered: Covered): Expression {
    const checks = this.#checks;
    switch (covered.kind) {
      case "all": {
        const every =
          this.#kind === "unevaluatedItems" ? "everyItem" : "everyProperty";
        checks.use(every);
        return every;
      }
      case "property":
        return stringLiteral(covered.name);
      case "pattern":
        return checks.declarations.pattern(covered.source, covered.flags);
      case "items":
        return numberLiteral(covered.before);
      case "matching":
        return checks.check(covered.schema, below(this.#way, "contains"), true);
      default:
        return covered satisfies never;
    }
  }
}
