import { text, type Message } from "../message.js";

/** RT65xx: names of types, and the ledger that keeps them. */
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
  "ledger-merged": {
    code: "RT6503",
    severity: "warning",
    text: text`after a merge, the ledger calls both "${"owner"}" and "${"key"}" ${"name"}: the second gets another name`,
    hint: text`generate, and commit the ledger; to choose the other one, delete its line first`,
  },
  "type-name-unfit": {
    code: "RT6504",
    severity: "error",
    text: text`"${"name"}" cannot be the name of a type`,
    hint: text`begin with a letter, then letters, digits and "_", at most 60; not a word of TypeScript, nor a name that generated code has`,
  },
  "type-name-taken": {
    code: "RT6505",
    severity: "error",
    text: text`the typeName "${"name"}" is already that of ${"owner"}`,
    hint: text`choose another; where the other is gone for good, its line can be deleted from the ledger`,
  },
} as const satisfies Record<string, Message>;
