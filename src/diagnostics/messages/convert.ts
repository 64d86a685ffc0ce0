import { text, type Message } from "../message.js";

/** RT72xx: writing a contract in another language. */
export const convertMessages = {
  "convert-left-out": {
    code: "RT7201",
    severity: "warning",
    text: text`left out, for ${"format"} has no place for it: ${"what"}`,
  },
} as const satisfies Record<string, Message>;
