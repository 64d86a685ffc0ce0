import { text, type Message } from "../message.js";

/** RT60xx: what techniques cannot carry. */
export const transportMessages = {
  "transport-no-reply": {
    code: "RT6001",
    severity: "error",
    text: text`"${"message"}" asks clients for a reply, and ${"technique"} cannot carry it back`,
    hint: text`choose ${"able"} as well: with --transport, or under "transports" in realtime.config.json`,
  },
  "transport-not-live": {
    code: "RT6002",
    severity: "warning",
    text: text`${"what"}, and clients over ${"technique"} hear only what is kept`,
    hint: text`choose ${"able"} as well: with --transport, or under "transports" in realtime.config.json`,
  },
} as const satisfies Record<string, Message>;
