import type { Fields } from "../../documents/fields.js";
import { isObject } from "../../source/json.js";
import type { Origin } from "../../source/source-file.js";
import { read, type Context } from "./context.js";
import { METHODS } from "./keys.js";

/** One request that the document's API makes: an event. */
export interface Webhook {
  readonly name: string;
  /** For messages: `webhook "order.created"`. */
  readonly what: string;
  readonly operation: Fields;
  /** What holds for all operations of its path item. */
  readonly item: Fields;
  readonly origin: Origin;
}

export function readWebhooks(
  root: Fields,
  context: Context,
): readonly Webhook[] {
  return ["webhooks", "x-webhooks"].flatMap((key) => {
    // Not everyone means the same by an extension.
    if (key === "x-webhooks" && !isObject(root.value[key])) return [];
    return root.entries(key).flatMap(({ name, value, origin }) => {
      if (key === "x-webhooks" && !isObject(value)) return [];
      const what = `webhook "${name}"`;
      const item = read(value, origin, "pathItem", what, context);
      return item ? operationsOf(name, item, origin, context) : [];
    });
  });
}

/** The first method has the webhook's name, any other one its own behind it. */
function operationsOf(
  name: string,
  item: Fields,
  origin: Origin,
  context: Context,
): readonly Webhook[] {
  const methods = METHODS.filter((method) => item.has(method));
  if (methods.length === 0) {
    const target = { ...origin, part: "key" } as const;
    const params = { webhook: item.what };
    context.diagnostics.report("openapi-no-method", target, params);
  }
  return methods.flatMap((method, i) => {
    const own = i === 0 ? name : `${name}.${method}`;
    const what = `webhook "${own}"`;
    const value = item.value[method] ?? null;
    const operation = read(value, item.at(method), "operation", what, context);
    if (!operation) return [];
    return [{ name: own, what, operation, item, origin }];
  });
}
