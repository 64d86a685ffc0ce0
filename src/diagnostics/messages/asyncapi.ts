import { text, type Message } from "../message.js";

/** RT4xxx: AsyncAPI. */
export const asyncapiMessages = {
  "asyncapi-unknown-key": {
    code: "RT4001",
    severity: "warning",
    text: text`"${"key"}" is not a key of ${"what"} in AsyncAPI ${"version"}: it is ignored`,
  },
  "asyncapi-action": {
    code: "RT4002",
    severity: "error",
    text: text`the action of ${"what"} must be send or receive, not ${"found"}`,
  },
  "asyncapi-needs-reference": {
    code: "RT4003",
    severity: "error",
    text: text`${"what"} must be a $ref such as { $ref: '${"example"}' }`,
  },
  "asyncapi-not-a-channel": {
    code: "RT4004",
    severity: "error",
    text: text`"${"ref"}" is not one of the channels`,
    hint: text`refer to it as #/channels/<name>`,
  },
  "asyncapi-not-of-channel": {
    code: "RT4005",
    severity: "error",
    text: text`"${"ref"}" is not a message of channel "${"channel"}"`,
    hint: text`refer to it as #/channels/${"channel"}/messages/<name>`,
  },
  "asyncapi-message-by-component": {
    code: "RT4006",
    severity: "warning",
    text: text`"${"ref"}" is not a message of the channel itself; "${"message"}" is taken, which is the same`,
    hint: text`AsyncAPI asks for #/channels/${"channel"}/messages/${"message"}`,
  },
  "asyncapi-no-operations": {
    code: "RT4007",
    severity: "warning",
    text: text`channel "${"channel"}" has no operations: its messages are taken to go from server to client`,
    hint: text`add an operation with the action that fits`,
  },
  "asyncapi-message-unused": {
    code: "RT4008",
    severity: "warning",
    text: text`message "${"message"}" belongs to no operation: it is left out`,
    hint: text`add it to the messages of an operation of channel "${"channel"}"`,
  },
  "asyncapi-no-address": {
    code: "RT4009",
    severity: "warning",
    text: text`channel "${"channel"}" has no address: its name is used`,
  },
  "asyncapi-perspective": {
    code: "RT4010",
    severity: "warning",
    text: text`this document seems to be written from the client's end: ${"reason"}. It is read from the server's: "send" is what the server sends (messages to the client: ${"toClient"}, to the server: ${"toServer"})`,
    hint: text`--perspective client reads it the other way round (to the client: ${"toServer"}, to the server: ${"toClient"}); --perspective server keeps this reading without the warning`,
  },
  "asyncapi-reply-untyped": {
    code: "RT4012",
    severity: "warning",
    text: text`the reply of operation "${"operation"}" names neither channel nor messages: it has no type and is left out`,
  },
  "asyncapi-schema-format": {
    code: "RT4013",
    severity: "error",
    text: text`schemas in the format ${"format"} are not supported`,
    hint: text`convert the schema to JSON Schema`,
  },
  "asyncapi-content-type": {
    code: "RT4014",
    severity: "error",
    text: text`"${"message"}" has the content type ${"contentType"}: only JSON is supported`,
    hint: text`use application/json`,
  },
  "asyncapi-version": {
    code: "RT4015",
    severity: "warning",
    text: text`AsyncAPI ${"version"} is newer than this release: it is read as 3.1`,
  },
  "asyncapi-no-version": {
    code: "RT4016",
    severity: "warning",
    text: text`info has no version: 0.0.0 is used`,
  },
} as const satisfies Record<string, Message>;
