/** One type of Avro as it is written out, whatever its name. */
import type { Assertion, Check } from "../../contract/assertion.js";
import { didYouMean } from "../../diagnostics/did-you-mean.js";
import { isList } from "../../documents/fields.js";
import type { JsonObject } from "../../source/json.js";
import { at } from "../../source/path.js";
import type { Origin } from "../../source/source-file.js";
import { wrong, type AvroContext } from "./context.js";
import { isCount, logicalTypes } from "./logical-type.js";
import { recordOf } from "./record.js";
import { fixedOf, primitives, type Scalar } from "./scalar.js";

export function typeOf(
  value: JsonObject,
  origin: Origin,
  context: AvroContext,
): Assertion {
  const schema = withoutDoc(value, origin, context);
  const { doc } = value;
  if (typeof doc !== "string") return schema;
  return { ...schema, notes: { ...schema.notes, description: doc } };
}

function withoutDoc(
  value: JsonObject,
  origin: Origin,
  context: AvroContext,
): Assertion {
  const { type } = value;
  const inner = (key: string): Assertion =>
    context.child(value[key] ?? null, at(origin, key));
  const whole = (...checks: readonly Check[]): Assertion => ({
    checks,
    notes: {},
    origin,
  });
  switch (type) {
    case "record":
    case "error":
      return whole(...recordOf(value, origin, context));
    case "enum":
      return whole(symbolsOf(value, origin, context));
    case "array":
      return whole(
        { kind: "type", types: ["array"] },
        { kind: "array", items: inner("items") },
      );
    case "map":
      return whole(
        { kind: "type", types: ["object"] },
        {
          kind: "object",
          properties: [],
          required: [],
          additionalProperties: inner("values"),
        },
      );
    default: {
      const scalar = scalarOf(value, origin, context);
      return scalar
        ? scalarSchema(scalar, value, origin, context)
        : inner("type");
    }
  }
}

function scalarOf(
  { type, size }: JsonObject,
  origin: Origin,
  context: AvroContext,
): Scalar | undefined {
  if (typeof type !== "string") return undefined;
  if (type !== "fixed") return primitives.get(type);
  if (isCount(size, 0)) return fixedOf(size);
  wrong("size", "fixed", "a whole number", size, origin, context);
  return primitives.get("bytes");
}

/** With its logical type, where it has one that can be. */
function scalarSchema(
  plain: Scalar,
  value: JsonObject,
  origin: Origin,
  { diagnostics }: AvroContext,
): Assertion {
  const type = String(value["type"]);
  const { logicalType } = value;
  let scalar = plain;
  if (typeof logicalType === "string") {
    const known = logicalTypes.get(logicalType);
    const read = !known
      ? "it is not known"
      : known.on.includes(type)
        ? known.read(value, origin)
        : `it stands on ${known.on.join(" or ")}`;
    if (typeof read === "string") {
      const target = at(origin, "logicalType");
      const params = { logicalType, type, problem: read };
      const fix = known
        ? undefined
        : didYouMean(logicalType, logicalTypes.keys());
      diagnostics.report("avro-logical-type", target, params, fix);
    } else scalar = read;
  }
  const { checks, description } = scalar;
  const notes = description === undefined ? {} : { description };
  return { checks, notes, origin };
}

function symbolsOf(
  { symbols }: JsonObject,
  origin: Origin,
  context: AvroContext,
): Check {
  const values = new Set(
    isList(symbols) ? symbols.filter((item) => typeof item === "string") : [],
  );
  if (!isList(symbols) || symbols.some((item) => typeof item !== "string")) {
    wrong("symbols", "an enum", "a list of texts", symbols, origin, context);
  } else if (values.size === 0) {
    const target = at(origin, "symbols");
    context.diagnostics.report("schema-empty-enum", target, {});
  }
  return values.size === 0
    ? { kind: "never" }
    : { kind: "enum", values: [...values] };
}
