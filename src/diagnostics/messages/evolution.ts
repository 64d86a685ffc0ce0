import { text, type Message } from "../message.js";

/** RT65xx: the ledger. */
export const evolutionMessages = {
  "ledger-bad-line": {
    code: "RT6501",
    severity: "error",
    text: text`this line of the ledger cannot be read`,
    hint: text`take the file from git again; it is written by create-realtime alone`,
  },
  "ledger-conflict": {
    code: "RT6502",
    severity: "error",
    text: text`the ledger has an unresolved merge conflict`,
    hint: text`keep the lines of both sides, delete the markers, and generate again`,
  },
} as const satisfies Record<string, Message>;
