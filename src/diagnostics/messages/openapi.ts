import { text, type Message } from "../message.js";

/** RT800x: OpenAPI, of which webhooks alone are read. */
export const openapiMessages = {
  "openapi-no-webhooks": {
    code: "RT8001",
    severity: "error",
    text: text`this OpenAPI document has no webhooks, and nothing else of it is an event`,
    hint: text`describe the events under "webhooks" (OpenAPI 3.1), or name their schemas in a JSON Schema beside it: oneOf: [{ $ref: './${"file"}#/components/schemas/<name>' }]`,
  },
  "openapi-swagger": {
    code: "RT8002",
    severity: "error",
    text: text`OpenAPI 2.0 (Swagger) has no webhooks, and nothing else of it is an event`,
    hint: text`convert it to OpenAPI 3.1, and describe the events under "webhooks"`,
  },
  "openapi-newer": {
    code: "RT8003",
    severity: "warning",
    text: text`OpenAPI ${"version"} is newer than this release: it is read as 3.1`,
  },
  "openapi-early-webhooks": {
    code: "RT8004",
    severity: "warning",
    text: text`"webhooks" came with OpenAPI 3.1, and this is ${"version"}: they are read all the same`,
    hint: text`before 3.1 they are called "x-webhooks"`,
  },
  "openapi-unknown-key": {
    code: "RT8005",
    severity: "warning",
    text: text`"${"key"}" is not a key of ${"what"} in OpenAPI ${"version"}: it is ignored`,
  },
  "openapi-not-read": {
    code: "RT8006",
    severity: "warning",
    text: text`"${"key"}" is left out: of an OpenAPI document only webhooks are events`,
  },
  "openapi-info": {
    code: "RT8007",
    severity: "warning",
    text: text`${"what"} is missing: ${"instead"} is used`,
  },
  "openapi-no-method": {
    code: "RT8008",
    severity: "warning",
    text: text`${"webhook"} has no operation: it is left out`,
    hint: text`describe its request under "post"`,
  },
  "openapi-no-schema": {
    code: "RT8009",
    severity: "warning",
    text: text`${"webhook"} says nothing about its data: anything is accepted`,
    hint: text`add requestBody: { content: { application/json: { schema: … } } }`,
  },
  "openapi-content-type": {
    code: "RT8010",
    severity: "warning",
    text: text`the data of ${"webhook"} is ${"contentType"} by this document: it is sent as JSON`,
  },
  "openapi-parameter": {
    code: "RT8011",
    severity: "warning",
    text: text`the ${"place"} parameter "${"name"}" of ${"webhook"} is left out: events have headers alone`,
  },
  "openapi-security": {
    code: "RT8013",
    severity: "warning",
    text: text`"security" is left out: it says how who calls a webhook shows who they are, and here clients come to the server`,
    hint: text`authenticate() in realtime.setup.ts decides who may subscribe`,
  },
  "openapi-left-out": {
    code: "RT8012",
    severity: "warning",
    text: text`${"what"} is left out: ${"problem"}`,
  },
} as const satisfies Record<string, Message>;
