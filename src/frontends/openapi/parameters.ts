import type { Assertion, Property } from "../../contract/assertion.js";
import type { Fields } from "../../documents/fields.js";
import { at } from "../../source/path.js";
import { read, type Context } from "./context.js";
import type { Webhook } from "./webhooks.js";

interface Header {
  readonly property: Property;
  readonly required: boolean;
}

/** Said by other means, so that parameters of these names are to be ignored (OpenAPI 3.1, "Parameter Object"). */
const NOT_HEADERS = new Set(["accept", "content-type", "authorization"]);

/** The header parameters as an object; `undefined`: there are none. */
export function lowerHeaders(
  webhook: Webhook,
  context: Context,
): Assertion | undefined {
  const { operation, item, origin } = webhook;
  const headers = new Map<string, Header>();
  // An operation's parameter takes the place of the path item's.
  for (const fields of [item, operation]) {
    for (const parameter of readParameters(fields, webhook, context)) {
      const name = parameter.string("name");
      const place = parameter.string("in");
      if (name === undefined || place === undefined) continue;
      if (place !== "header") {
        const params = { place, name, webhook: webhook.what };
        const target = parameter.origin;
        context.diagnostics.report("openapi-parameter", target, params);
      } else if (!NOT_HEADERS.has(name.toLowerCase())) {
        headers.set(name.toLowerCase(), lowerHeader(name, parameter, context));
      }
    }
  }
  if (headers.size === 0) return undefined;
  const all = [...headers.values()];
  return {
    checks: [
      { kind: "type", types: ["object"] },
      {
        kind: "object",
        properties: all.map(({ property }) => property),
        required: all.flatMap(({ property, required }) =>
          required ? [property.name] : [],
        ),
      },
    ],
    notes: {},
    origin: at(
      operation.has("parameters") ? operation.origin : origin,
      "parameters",
    ),
  };
}

function readParameters(
  fields: Fields,
  { what }: Webhook,
  context: Context,
): readonly Fields[] {
  return fields.list("parameters").flatMap((value, i) => {
    const origin = at(fields.at("parameters"), i);
    const parameter = `a parameter of ${what}`;
    return read(value, origin, "parameter", parameter, context) ?? [];
  });
}

function lowerHeader(
  name: string,
  parameter: Fields,
  { lowering }: Context,
): Header {
  const { schema: own } = parameter.value;
  const schema =
    own === undefined
      ? lowering.lower({ type: "string" }, parameter.origin)
      : lowering.lower(own, parameter.at("schema"));
  const description = parameter.string("description")?.trim();
  const deprecated = parameter.boolean("deprecated");
  const notes = {
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
    ...schema.notes,
  };
  return {
    property: { name, schema: { ...schema, notes } },
    required: parameter.boolean("required") ?? false,
  };
}
