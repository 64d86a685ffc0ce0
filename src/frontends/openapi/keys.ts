/** What may stand where in OpenAPI 3.0 and 3.1; `x-` keys may stand anywhere. */
const keys = {
  root: "openapi info jsonSchemaDialect servers paths webhooks components security tags externalDocs",
  info: "title summary description termsOfService contact license version",
  pathItem:
    "$ref summary description get put post delete options head patch trace servers parameters",
  operation:
    "tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers",
  parameter:
    "name in description required deprecated allowEmptyValue style explode allowReserved schema example examples content",
  requestBody: "description content required",
  mediaType: "schema example examples encoding",
  example: "summary description value externalValue",
} as const;

export type Part = keyof typeof keys;

export function keysOf(part: Part): readonly string[] {
  return keys[part].split(" ");
}

/** In the order in which an event's request is looked for. */
export const METHODS = [
  "post",
  "put",
  "patch",
  "get",
  "delete",
  "options",
  "head",
  "trace",
] as const;
