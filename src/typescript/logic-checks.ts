/** Statements for what several schemas say together. */
import type { Assertion, Check } from "../contract/assertion.js";
import {
  call,
  ifStatement,
  list,
  not,
  signature,
  statement,
  type Expression,
} from "./code.js";
import { discriminate, type Discriminated } from "./discriminator.js";
import type { Body } from "./function-body.js";
import { primitiveLiteral, stringLiteral } from "./literals.js";
import { isEmpty, type Parts } from "./parts.js";
import { below, NOWHERE, type Spot } from "./spot.js";
import type { Emitter } from "./validators.js";

export function logicStatements(
  checks: Emitter,
  lines: Body,
  parts: Parts,
  root: Spot,
): void {
  for (const id of parts.references)
    lines.assign(
      checks.call("under", "bad", root.key, checks.reference(id, "v")),
    );
  for (const check of parts.logic) {
    switch (check.kind) {
      case "anyOf":
      case "oneOf": {
        if (discriminated(checks, check)) {
          const only = { checks: [check], notes: {}, origin: NOWHERE };
          const name = checks.declarations.fresh(below(root.way, "variant"));
          checks.declare(name, only, root.way);
          lines.assign(checks.call("under", "bad", root.key, `${name}(v)`));
          break;
        }
        const options = check.of.map((part, i) =>
          checks.check(part, below(root.way, String(i)), true),
        );
        const all = checks.declarations.constant(
          "options",
          ": Check[]",
          list(options),
        );
        checks.use("Check");
        lines.assign(checks.call(check.kind, "bad", root.key, "v", all));
        break;
      }
      case "not": {
        const part = checks.checkOf(check.schema, below(root.way, "not"), "v");
        const message = stringLiteral("must not match");
        lines.assignIf(
          not(part),
          checks.call("no", "bad", root.key, `"not"`, message),
        );
        break;
      }
      case "if": {
        const name = checks.declarations.fresh(below(root.way, "if"));
        declareCondition(checks, name, check, root.way);
        lines.assign(checks.call("under", "bad", root.key, `${name}(v)`));
        break;
      }
      default:
        check satisfies never;
    }
  }
}

function declareCondition(
  checks: Emitter,
  name: string,
  check: Check & { kind: "if" },
  way: string,
): void {
  checks.use("Issues", "none");
  const branch = (schema: Assertion | undefined, at: string): Expression =>
    schema && schema.checks.length > 0
      ? checks.checkOf(schema, below(way, at), "v")
      : "none";
  checks.declarations.add(name, () => {
    const condition = checks.checkOf(check.condition, below(way, "if"), "v");
    const yes = branch(check.then, "then");
    const no = branch(check.else, "else");
    return (
      `${signature(name, false)}\n` +
      ifStatement(1, condition, "return ", no) +
      `${statement(1, "return ", yes)}}\n`
    );
  });
}

function discriminated(
  checks: Emitter,
  { of }: { readonly of: readonly Assertion[] },
) {
  return discriminate(of, (id) => checks.context.schemaOf(id));
}

/** The whole schema is a choice that one property decides. */
export function soleChoice(
  checks: Emitter,
  parts: Parts,
): Discriminated | undefined {
  const [check] = parts.logic;
  if (parts.logic.length !== 1 || parts.references.length > 0) return undefined;
  if (check?.kind !== "anyOf" && check?.kind !== "oneOf") return undefined;
  // The alternatives say themselves that they are objects.
  const rest = { ...parts, logic: [], types: undefined };
  const typed = parts.types && [...parts.types].join() !== "object";
  return isEmpty(rest) && !typed ? discriminated(checks, check) : undefined;
}

export function dispatch(
  checks: Emitter,
  told: Discriminated,
  way: string,
): string {
  checks.use("isObject", "notObject", "among", "none", "required");
  const { key, value } = checks.property(told.property, way);
  let out = "  if (!isObject(v)) return notObject(v);\n";
  out += statement(1, "switch (", value, ") {");
  const all: string[] = [];
  for (const [i, { values, schema }] of told.branches.entries()) {
    for (const item of values) {
      const literal = primitiveLiteral(item);
      all.push(literal);
      out += `    case ${literal}:\n`;
    }
    const part = checks.checkOf(schema, below(way, String(i)), "v");
    out += statement(3, "return ", part);
  }
  const unknown = call("among", "none", key, value, "required", list(all));
  return `${out}    default:\n${statement(3, "return ", unknown)}  }\n`;
}
