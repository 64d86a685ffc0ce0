/**
 * The native format as data: what may stand where, in one sentence each. The
 * reader refuses every other key, and editors show the sentences.
 */
export const format = {
  root: {
    realtime: "Version of this format: 1.",
    name: "Name of the contract, such as `shop`.",
    version: "Version of your contract, in quotes, such as '1.0.0'.",
    description: "What the contract is for.",
    channels: "What clients subscribe to and send to, by name.",
    types: "Shared JSON Schemas, by name; a bare name elsewhere refers to one.",
    bindings: "Settings of single techniques, by technique.",
  },
  channel: {
    description: "What the channel carries.",
    address:
      "Where the channel lives, with {parameters}, such as customers/{customerId}/orders. Default: the channel's name.",
    parameters:
      "A schema for each {parameter} of the address. Parameters are strings.",
    history:
      "How many events are kept for clients that come back, or `none`. Default: 1,000 events, 1 hour.",
    snapshot:
      "Type of the state that a client gets on joining and after a gap.",
    wildcard:
      "Whether a subscription may leave parameters open, where `authorize` agrees.",
    serverToClient: "Messages that the server publishes, by name.",
    clientToServer: "Messages that clients send, by name.",
    bindings: "Settings of single techniques for this channel, by technique.",
  },
  history: {
    maxEvents: "Events kept for each instance of the channel. Default: 1000.",
    maxAge:
      "How long events are kept, such as 30s, 15m, 24h or 7d. Default: 1h.",
  },
  message: {
    summary: "What the message says, in one line.",
    description: "More about the message.",
    payload:
      "Type of the data: the name of one of `types`, or a JSON Schema (2020-12).",
    headers: "Type of the headers: an object of strings.",
    key: "Property of the payload whose value orders and groups events, such as id. Server to client only.",
    deprecated: "true, or what to use instead.",
    ephemeral:
      "true: nothing is kept; only who is connected and caught up gets it. Server to client only.",
    latestBy:
      "Property of the payload, such as id: who is behind gets only the last message of each value. Server to client only.",
    examples: "Payloads, for documentation and tests.",
    typeName: "Name of the payload's TypeScript type, taken as it is.",
    scopes:
      "What the sender needs; handed to `authorize`. Client to server only.",
    reply:
      "The answer to the message. Absent: it is only acknowledged. Server to client: a client answers, which needs WebSocket.",
    errors: "Errors that the handler may answer with, by code.",
    bindings: "Settings of single techniques for this message, by technique.",
  },
  reply: {
    payload: "Type of the answer, or of each of its parts.",
    stream:
      "Whether the answer comes in parts, such as the tokens of a language model. Client to server only.",
  },
  error: {
    description: "When the error happens.",
    payload: "Type of the error's data. Default: any object.",
  },
} as const;

export type Part = keyof typeof format;

export function keysOf(part: Part): readonly string[] {
  return Object.keys(format[part]);
}
