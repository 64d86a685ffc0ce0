import { text, type Message } from "../message.js";

/** RT1xxx: documents and references. */
export const documentMessages = {
  "file-missing": {
    code: "RT1001",
    severity: "error",
    text: text`no such file: ${"path"}`,
  },
  "file-unreadable": {
    code: "RT1002",
    severity: "error",
    text: text`${"path"} cannot be read: ${"reason"}`,
  },
  "file-too-large": {
    code: "RT1003",
    severity: "error",
    text: text`${"path"} is larger than ${"limit"} MiB`,
    hint: text`split it, and refer to the parts with $ref`,
  },
  "file-not-utf-8": {
    code: "RT1004",
    severity: "error",
    text: text`${"path"} is not UTF-8 text${"detail"}`,
    hint: text`save it as UTF-8`,
  },
  "file-binary": {
    code: "RT1005",
    severity: "error",
    text: text`a control character (${"character"}) stands in the text: is this file a schema?`,
  },
  "file-empty": {
    code: "RT1006",
    severity: "error",
    text: text`${"path"} is empty`,
    hint: text`begin with "realtime: 1", "name:" and "channels:"`,
  },
  "json-syntax": {
    code: "RT1010",
    severity: "error",
    text: text`expected ${"expected"}, found ${"found"}`,
  },
  "json-trailing-comma": {
    code: "RT1011",
    severity: "error",
    text: text`JSON has no comma after the last entry`,
    hint: text`remove the comma`,
  },
  "yaml-syntax": {
    code: "RT1012",
    severity: "error",
    text: text`${"problem"}`,
  },
  "yaml-tab": {
    code: "RT1013",
    severity: "error",
    text: text`YAML does not allow tabs as indentation`,
    hint: text`use spaces`,
  },
  "yaml-many-documents": {
    code: "RT1014",
    severity: "error",
    text: text`a second YAML document begins here; a schema file is one`,
    hint: text`remove the "---", or move what follows to a file of its own`,
  },
  "duplicate-key": {
    code: "RT1015",
    severity: "error",
    text: text`the key "${"key"}" stands here twice`,
    hint: text`remove one of the two, or rename it`,
  },
  "yaml-merge-key": {
    code: "RT1016",
    severity: "error",
    text: text`"<<" is not part of YAML 1.2: nothing would be merged`,
    hint: text`write the keys out, or refer to shared types with $ref and allOf`,
  },
  "number-loses-zero": {
    code: "RT1017",
    severity: "warning",
    text: text`${"source"} is read as the number ${"value"}`,
    hint: text`quote it if it is text, such as a version: '${"source"}'; else write ${"value"}`,
  },
  "number-loses-digits": {
    code: "RT1018",
    severity: "warning",
    text: text`${"source"} has more digits than a number can hold: it is read as ${"value"}`,
    hint: text`quote it if it is text: "${"source"}"`,
  },
  "number-too-large": {
    code: "RT1019",
    severity: "error",
    text: text`${"source"} is not a finite number: JSON cannot hold it`,
  },
  "yaml-alias-unknown": {
    code: "RT1020",
    severity: "error",
    text: text`no anchor "&${"anchor"}" stands before this alias`,
  },
  "yaml-alias-recursive": {
    code: "RT1021",
    severity: "error",
    text: text`the alias "*${"anchor"}" stands inside its own anchor`,
    hint: text`use $ref for a type that contains itself`,
  },
  "yaml-alias-bomb": {
    code: "RT1022",
    severity: "error",
    text: text`the aliases of this file expand to more than ${"limit"} values`,
    hint: text`use $ref instead of aliases`,
  },
  "yaml-key": {
    code: "RT1023",
    severity: "error",
    text: text`a key must be plain text, not ${"found"}`,
  },
  "yaml-tag": {
    code: "RT1024",
    severity: "error",
    text: text`the tag "${"tag"}" has no meaning in JSON`,
    hint: text`remove the tag`,
  },
  "nesting-too-deep": {
    code: "RT1025",
    severity: "error",
    text: text`more than ${"limit"} levels of nesting`,
  },
  "reference-not-text": {
    code: "RT1030",
    severity: "error",
    text: text`$ref must be a string, not ${"found"}`,
    hint: text`write it like $ref: '#/types/Order' or $ref: './types.yaml#/Order'`,
  },
  "reference-remote": {
    code: "RT1031",
    severity: "error",
    text: text`"${"ref"}" is elsewhere on the network: only files beside the schema are read`,
    hint: text`download it into the schema's folder and refer to it as a relative file`,
  },
  "reference-leaves-folder": {
    code: "RT1032",
    severity: "error",
    text: text`"${"ref"}" leaves the folder of the schema (${"root"})`,
    hint: text`move the file into that folder`,
  },
  "reference-absolute": {
    code: "RT1033",
    severity: "error",
    text: text`"${"ref"}" is an absolute path: it would work on one machine only`,
    hint: text`write the path relative to this file`,
  },
  "reference-syntax": {
    code: "RT1034",
    severity: "error",
    text: text`"${"ref"}" is not a reference: ${"problem"}`,
  },
  "reference-missing": {
    code: "RT1035",
    severity: "error",
    text: text`"${"ref"}" leads nowhere: there is no "${"key"}" in ${"place"}`,
  },
  "reference-file-missing": {
    code: "RT1036",
    severity: "error",
    text: text`"${"ref"}" leads nowhere: no such file: ${"path"}`,
  },
  "reference-cycle": {
    code: "RT1037",
    severity: "error",
    text: text`"${"ref"}" leads back to itself: ${"way"}`,
  },
  "reference-anchor-missing": {
    code: "RT1038",
    severity: "error",
    text: text`"${"ref"}" leads nowhere: no schema of ${"path"} has $anchor: ${"anchor"}`,
  },
  "wrong-type": {
    code: "RT1050",
    severity: "error",
    text: text`${"what"} must be ${"expected"}, not ${"found"}`,
  },
  "unknown-key": {
    code: "RT1051",
    severity: "error",
    text: text`"${"key"}" is not a key of ${"what"}`,
    hint: text`it may have: ${"known"}`,
  },
  "missing-key": {
    code: "RT1052",
    severity: "error",
    text: text`${"what"} needs "${"key"}"`,
  },
  "reference-siblings": {
    code: "RT1053",
    severity: "error",
    text: text`"${"key"}" stands beside $ref and would be ignored`,
    hint: text`move it to where the $ref leads, or remove it`,
  },
  "format-unknown": {
    code: "RT1060",
    severity: "error",
    text: text`this is no schema that create-realtime knows`,
    hint: text`begin with "realtime: 1" (the native format) or "asyncapi: 3.0.0"`,
  },
  "format-not-yet": {
    code: "RT1061",
    severity: "error",
    text: text`${"format"} is not supported yet`,
    hint: text`write it in the native format ("realtime: 1") or in AsyncAPI 3`,
  },
} as const satisfies Record<string, Message>;
