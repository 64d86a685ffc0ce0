/** Statements for the insides of objects. */
import type { ObjectCheck } from "../contract/assertion.js";
import { list, unlike } from "./code.js";
import type { Body } from "./function-body.js";
import { stringLiteral } from "./literals.js";
import { bounds } from "./scalars.js";
import { below } from "./spot.js";
import type { Emitter } from "./validators.js";

export function objectStatements(
  checks: Emitter,
  lines: Body,
  check: ObjectCheck,
  way: string,
): void {
  const required = new Set(check.required);
  for (const { name, schema } of check.properties) {
    const must = required.delete(name) ? "required" : "optional";
    checks.place(lines, schema, must, checks.property(name, way));
  }
  for (const name of required) {
    const { key, value } = checks.property(name, way);
    lines.assign(checks.call("present", "bad", key, value));
  }
  nameStatements(checks, lines, check, way);
  const { minProperties = 0, maxProperties = Infinity } = check;
  const limits = bounds(minProperties, 0, maxProperties);
  if (limits.length > 0)
    lines.assign(checks.call("properties", "bad", "v", ...limits));
  if (check.propertyNames) {
    const names = checks.named(check.propertyNames, below(way, "names"));
    lines.assign(checks.call("propertyNames", "bad", "v", names));
  }
  for (const { property, required: others } of check.dependentRequired ?? []) {
    if (others.length === 0) continue;
    const names = list(others.map(stringLiteral));
    const name = stringLiteral(property);
    lines.assign(checks.call("together", "bad", "v", name, names));
  }
  for (const { property, schema } of check.dependentSchemas ?? []) {
    const { value } = checks.property(property, way);
    const part = checks.checkOf(schema, below(way, property), "v");
    lines.assignIf(
      unlike(value, "undefined"),
      checks.call("under", "bad", "here", part),
    );
  }
}

/** The properties that are not told one by one. */
function nameStatements(
  checks: Emitter,
  lines: Body,
  check: ObjectCheck,
  way: string,
): void {
  const names = list(check.properties.map(({ name }) => stringLiteral(name)));
  const patterns = (check.patternProperties ?? []).map(
    ({ source, flags, schema }) => {
      const pattern = checks.declarations.pattern(source, flags);
      const matching = checks.check(schema, below(way, "*"));
      if (matching !== "undefined")
        lines.assign(checks.call("matching", "bad", "v", matching, pattern));
      return pattern;
    },
  );
  const rest = check.additionalProperties;
  if (!rest || rest.checks.length === 0) return;
  const also = patterns.length > 0 ? [list(patterns)] : [];
  if (rest.checks.some(({ kind }) => kind === "never"))
    lines.assign(checks.call("only", "bad", "v", names, ...also));
  else {
    const matching = checks.check(rest, below(way, "*"));
    if (matching !== "undefined")
      lines.assign(checks.call("rest", "bad", "v", matching, names, ...also));
  }
}
