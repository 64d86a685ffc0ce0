import { text, type Message } from "../message.js";

/** RT3xxx: the native format. */
export const nativeMessages = {
  "native-version": {
    code: "RT3001",
    severity: "error",
    text: text`"realtime" must be 1, the version of the format, not ${"found"}`,
    hint: text`write "realtime: 1", or update create-realtime`,
  },
  "native-unknown-type": {
    code: "RT3002",
    severity: "error",
    text: text`there is no "${"name"}" in types`,
    hint: text`add it to types, or write the schema here`,
  },
  "native-not-a-schema": {
    code: "RT3003",
    severity: "error",
    text: text`${"what"} must be the name of a type or a JSON Schema, not ${"found"}`,
  },
  "native-not-yet": {
    code: "RT3004",
    severity: "error",
    text: text`${"feature"} cannot be generated yet`,
    hint: text`remove it for now: it is refused rather than silently ignored`,
  },
  "native-direction": {
    code: "RT3005",
    severity: "error",
    text: text`"${"key"}" has a meaning for ${"direction"} messages only`,
  },
  "native-history": {
    code: "RT3006",
    severity: "error",
    text: text`history must be none or an object with maxEvents and maxAge, not ${"found"}`,
  },
  "native-duration": {
    code: "RT3007",
    severity: "error",
    text: text`maxAge must be a duration, not ${"found"}`,
    hint: text`write a number with a unit, such as 30s, 15m, 24h or 7d`,
  },
  "native-type-name": {
    code: "RT3008",
    severity: "error",
    text: text`typeName must be a TypeScript name, not ${"found"}`,
    hint: text`use letters and digits and begin with a capital, such as OrderCreated`,
  },
  "native-technique": {
    code: "RT3009",
    severity: "error",
    text: text`bindings know no technique "${"name"}"`,
    hint: text`the techniques are ${"known"}`,
  },
  "native-unused-type": {
    code: "RT3010",
    severity: "warning",
    text: text`the type "${"name"}" is used nowhere: nothing is generated for it`,
  },
  "native-address-twice": {
    code: "RT3011",
    severity: "warning",
    text: text`channel "${"channel"}" has the address of channel "${"other"}": ${"address"}`,
    hint: text`give each channel an address of its own, or put the messages into one channel`,
  },
} as const satisfies Record<string, Message>;
