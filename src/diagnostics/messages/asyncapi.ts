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
    hint: text`refer to it as ${"place"}/messages/<name>`,
  },
  "asyncapi-message-by-component": {
    code: "RT4006",
    severity: "warning",
    text: text`"${"ref"}" is not a message of the channel itself; "${"message"}" is taken, which is the same`,
    hint: text`AsyncAPI asks for ${"place"}/messages/${"message"}`,
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
    text: text`this document seems to be written from the client's end: ${"reason"}. It is read from the server's: "${"word"}" is what the server sends (messages to the client: ${"toClient"}, to the server: ${"toServer"})`,
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
    text: text`"${"message"}" has a schema in the format ${"format"}, which is not supported`,
    hint: text`convert the schema to JSON Schema`,
  },
  "asyncapi-content-type": {
    code: "RT4014",
    severity: "warning",
    text: text`${"what"} has the content type ${"contentType"}: it is sent as JSON all the same`,
  },
  "asyncapi-version": {
    code: "RT4015",
    severity: "warning",
    text: text`AsyncAPI ${"version"} is newer than this release: it is read as ${"newest"}`,
  },
  "asyncapi-no-version": {
    code: "RT4016",
    severity: "warning",
    text: text`info has no version: 0.0.0 is used`,
  },
  "asyncapi-newer-key": {
    code: "RT4017",
    severity: "warning",
    text: text`"${"key"}" of ${"what"} came with AsyncAPI ${"came"}, and this is ${"version"}: it is read all the same`,
    hint: text`write asyncapi: ${"came"}.0`,
  },
  "asyncapi-reference-siblings": {
    code: "RT4018",
    severity: "warning",
    text: text`"${"key"}" stands beside $ref: it is ignored`,
    hint: text`move it to where the $ref leads, or remove it`,
  },
  "asyncapi-wrong-type": {
    code: "RT4019",
    severity: "warning",
    text: text`${"what"} must be ${"expected"}, not ${"found"}: it is ignored${"more"}`,
  },
  "asyncapi-reference-ignored": {
    code: "RT4020",
    severity: "warning",
    text: text`${"what"} is left out${"more"}: ${"problem"}`,
  },
  "asyncapi-no-title": {
    code: "RT4021",
    severity: "warning",
    text: text`info has no title: the name of the file is used, "${"name"}"`,
  },
  "asyncapi-no-payload": {
    code: "RT4022",
    severity: "warning",
    text: text`message "${"message"}" has no payload: any JSON is accepted`,
    hint: text`for a message without data write payload: { type: object, additionalProperties: false }`,
  },
  "asyncapi-no-message": {
    code: "RT4023",
    severity: "warning",
    text: text`${"what"} has no message: it is left out`,
  },
  "asyncapi-message-as-operation": {
    code: "RT4024",
    severity: "warning",
    text: text`${"what"} is a message, and should be an operation: it is read as one that carries the message`,
    hint: text`put it under the key "message"`,
  },
  "asyncapi-beside-one-of": {
    code: "RT4025",
    severity: "warning",
    text: text`"${"key"}" stands beside oneOf and belongs to none of the messages: it is ignored`,
  },
  "asyncapi-name-twice": {
    code: "RT4026",
    severity: "warning",
    text: text`channel "${"channel"}" has another message "${"message"}": this one is called "${"other"}"`,
    hint: text`give each message a name of its own (in 2.x "name" or "messageId")`,
  },
  "asyncapi-message-added": {
    code: "RT4027",
    severity: "warning",
    text: text`"${"ref"}" is not a message of channel "${"channel"}": it is added to it as "${"message"}"`,
    hint: text`list it under messages of the channel, and refer to it as ${"place"}/messages/${"message"}`,
  },
  "asyncapi-parameter-undeclared": {
    code: "RT4028",
    severity: "warning",
    text: text`the address "${"address"}" has {${"parameter"}}, which is not among the parameters: it may be any text`,
  },
  "asyncapi-parameter-unused": {
    code: "RT4029",
    severity: "warning",
    text: text`parameter "${"parameter"}" is not in the address "${"address"}": it is left out`,
  },
  "asyncapi-parameter-as-text": {
    code: "RT4030",
    severity: "warning",
    text: text`parameter "${"parameter"}" is of the type ${"type"}, and parameters are text on every wire: any text is accepted that is written like it, without further limits`,
    hint: text`use type: string, with a pattern such as '^[0-9]+$' for numbers`,
  },
  "asyncapi-location": {
    code: "RT4031",
    severity: "warning",
    text: text`${"what"} has no location that is understood: "${"location"}"`,
    hint: text`write it like $message.header#/correlationId or $message.payload#/id`,
  },
  "asyncapi-security-missing": {
    code: "RT4032",
    severity: "warning",
    text: text`components has no security scheme "${"name"}": it is left out`,
  },
  "asyncapi-security-unused": {
    code: "RT4033",
    severity: "warning",
    text: text`security scheme "${"name"}" is of the type ${"type"}, which no technique carries: it is left out`,
  },
  "asyncapi-older-key": {
    code: "RT4034",
    severity: "warning",
    text: text`"${"key"}" of ${"what"} belongs to AsyncAPI 2, and this is ${"version"}: it is read all the same`,
  },
  "asyncapi-server-missing": {
    code: "RT4035",
    severity: "warning",
    text: text`channel "${"channel"}" names a server that the document has not: "${"server"}" is left out`,
  },
} as const satisfies Record<string, Message>;
