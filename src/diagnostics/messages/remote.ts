import { text, type Message } from "../message.js";

/** RT1080 to RT1089: documents from the network (`--allow-remote-refs`). */
export const remoteMessages = {
  "remote-unreachable": {
    code: "RT1080",
    severity: "error",
    text: text`${"url"} cannot be fetched: ${"reason"}`,
    hint: text`where the network cannot be used, download it into the schema's folder; behind a proxy, Node 22.21 or later uses HTTPS_PROXY if NODE_USE_ENV_PROXY=1 is set`,
  },
  "remote-status": {
    code: "RT1081",
    severity: "error",
    text: text`${"url"} cannot be fetched: the server answered ${"status"}`,
    hint: text`check the address; what needs a login must be downloaded, for no credentials are sent`,
  },
  "remote-timeout": {
    code: "RT1082",
    severity: "error",
    text: text`${"url"} did not come within ${"seconds"} s${"whole"}`,
    hint: text`try again, or download it into the schema's folder and refer to it as a relative file`,
  },
  "remote-too-large": {
    code: "RT1083",
    severity: "error",
    text: text`${"url"} is larger than ${"limit"} MiB`,
    hint: text`download what you need of it into the schema's folder`,
  },
  "remote-too-many": {
    code: "RT1084",
    severity: "error",
    text: text`${"url"} was not fetched: the references lead to more than ${"limit"} remote documents`,
    hint: text`download some of them into the schema's folder`,
  },
  "remote-redirect": {
    code: "RT1085",
    severity: "error",
    text: text`${"url"} cannot be fetched: it redirects ${"problem"}`,
    hint: text`refer to the address where the document is`,
  },
  "remote-credentials": {
    code: "RT1086",
    severity: "error",
    text: text`${"url"} was not fetched: the address holds a user's name or password, and none are sent`,
    hint: text`download it into the schema's folder and refer to it as a relative file`,
  },
  "remote-not-a-schema": {
    code: "RT1087",
    severity: "error",
    text: text`${"url"} is no schema: ${"why"}`,
    hint: text`refer to the file itself, not to a page that shows it`,
  },
  "remote-to-local": {
    code: "RT1088",
    severity: "error",
    text: text`"${"ref"}" is a local file, and a document from the network may not refer to one`,
    hint: text`download the document that refers to it into the schema's folder`,
  },
  "reference-scheme": {
    code: "RT1089",
    severity: "error",
    text: text`"${"ref"}" leads nowhere: no schema has it as its $id, and only relative files and http(s) addresses are read`,
  },
} as const satisfies Record<string, Message>;
