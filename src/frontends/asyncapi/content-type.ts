import type { Assertion } from "../../contract/assertion.js";
import { mayAccept } from "../../contract/accepts.js";
import type { Fields } from "../../documents/fields.js";
import { textAside } from "./aside.js";
import type { Context } from "./context.js";
import type { Layers } from "./traits.js";

/** JSON is sent whatever a document says: what it says otherwise is told. */
export function reviewContentType(
  message: Layers,
  root: Fields,
  payload: Assertion,
  context: Context,
): void {
  const own = message.owner("contentType");
  const owner = own ?? root;
  const key = own ? "contentType" : "defaultContentType";
  const contentType = textAside(owner, key, context) ?? "application/json";
  if (isJson(contentType)) return;
  const what = own ? message.own.what : owner.what;
  const isText =
    !isReadable(contentType) &&
    mayAccept(payload, "string", context.schemas) &&
    !mayAccept(payload, "object", context.schemas);
  context.warnings.once(
    "asyncapi-content-type",
    owner.at(key),
    { what, contentType },
    isText ? "bytes are sent as a string in base64" : undefined,
  );
}

function isJson(contentType: string): boolean {
  return /^[\w.*-]+\/([\w.-]+\+)?(json|\*)\s*(;|$)/i.test(contentType.trim());
}

/** Of characters, that is, so that no base64 is needed. */
function isReadable(contentType: string): boolean {
  return /^text\/|[/+](xml|ya?ml|text|csv)\s*(;|$)/i.test(contentType.trim());
}
