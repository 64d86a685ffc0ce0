import { text, type Message } from "../message.js";

/** RT805x: JSON Schema as a contract, and the choice of events by name. */
export const jsonschemaMessages = {
  "jsonschema-events-guessed": {
    code: "RT8051",
    severity: "warning",
    text: text`${"count"} of the schemas are taken for events, ${"reason"}: ${"names"}`,
    hint: text`--events chooses others by name, such as --events '${"example"}', and !name leaves one out; --events '*' takes these without the warning`,
  },
  "jsonschema-no-events": {
    code: "RT8052",
    severity: "error",
    text: text`no schema of this file looks like an event: ${"reason"}`,
    hint: text`name the events in a oneOf at the top, such as oneOf: [{ $ref: '#/$defs/OrderCreated' }], or choose them by name: --events 'Order*'`,
  },
  "jsonschema-same-name": {
    code: "RT8053",
    severity: "warning",
    text: text`two events are called "${"name"}": this one is taken as "${"other"}"`,
    hint: text`give one of the two another name`,
  },
  "events-unmatched": {
    code: "RT8054",
    severity: "error",
    text: text`--events ${"pattern"} fits no event`,
    hint: text`the names are ${"names"}; * stands for any text`,
  },
  "events-unused": {
    code: "RT8055",
    severity: "warning",
    text: text`--events has no effect: all messages of ${"format"} documents are taken`,
  },
} as const satisfies Record<string, Message>;
