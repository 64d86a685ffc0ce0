import type { Json } from "../../source/json.js";
import type { Origin } from "../../source/source-file.js";
import { textAside } from "./aside.js";
import { readAside, type Context } from "./context.js";

/** AsyncAPI, "Runtime Expression": a JSON pointer into headers or payload. */
const EXPRESSION = /^\$message\.(header|payload)#(\/([^/~]|~[01])*)*$/;

/**
 * The location of a Correlation ID or Reply Address Object, such as
 * `$message.header#/correlationId`; `undefined`: it has none that could be
 * used, which was told.
 */
export function readLocation(
  value: Json,
  origin: Origin,
  part: "correlationId" | "replyAddress",
  what: string,
  context: Context,
): string | undefined {
  const fields = readAside(value, origin, part, what, context);
  const location = fields && textAside(fields, "location", context);
  if (location === undefined) return undefined;
  if (EXPRESSION.test(location)) return location;
  const target = fields?.at("location") ?? origin;
  context.warnings.once("asyncapi-location", target, { what, location });
  return undefined;
}
