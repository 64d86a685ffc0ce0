import { text, type Message } from "../message.js";

/** RT71xx: realtime.config.json. */
export const projectMessages = {
  "config-output-missing": {
    code: "RT7101",
    severity: "error",
    text: text`"outputs" is empty: nothing would be generated`,
    hint: text`add { "dir": "src/realtime", "side": "both", "transports": ["sse"] }`,
  },
  "config-bad-folder": {
    code: "RT7102",
    severity: "error",
    text: text`"${"folder"}" is not a folder of its own inside the project`,
    hint: text`generated folders are replaced whole: name one that holds nothing else, such as src/realtime`,
  },
  "config-same-folder": {
    code: "RT7103",
    severity: "error",
    text: text`"${"folder"}" holds, or lies in, another output's folder`,
  },
  "config-unknown-value": {
    code: "RT7104",
    severity: "error",
    text: text`"${"key"}" cannot be "${"value"}" in this version; it can be ${"choices"}`,
  },
  "config-bad-root": {
    code: "RT7105",
    severity: "error",
    text: text`"${"root"}" does not hold the schema, ${"schema"}`,
    hint: text`"root" is the folder that $refs may lead into: the schema's or one above; both are relative to this file`,
  },
} as const satisfies Record<string, Message>;
