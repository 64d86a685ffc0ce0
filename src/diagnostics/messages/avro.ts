import { text, type Message } from "../message.js";

/** RT2050 to RT2069: Avro. */
export const avroMessages = {
  "avro-not-a-schema": {
    code: "RT2050",
    severity: "error",
    text: text`an Avro schema is the name of a type, an object with a "type", or a list of schemas (a union), not ${"found"}`,
  },
  "avro-unknown-type": {
    code: "RT2051",
    severity: "error",
    text: text`unknown Avro type "${"type"}"`,
    hint: text`types are null, boolean, int, long, float, double, bytes, string, record, enum, array, map, fixed, and those that the same schema names`,
  },
  "avro-attribute": {
    code: "RT2052",
    severity: "error",
    text: text`"${"attribute"}" of ${"what"} must be ${"expected"}, not ${"found"}`,
  },
  "avro-text": {
    code: "RT2053",
    severity: "error",
    text: text`the Avro schema is a text that is not JSON: ${"problem"}`,
  },
  "avro-no-name": {
    code: "RT2054",
    severity: "warning",
    text: text`a type that is ${"type"} needs a "name" in Avro`,
  },
  "avro-name": {
    code: "RT2055",
    severity: "warning",
    text: text`"${"name"}" is no name in Avro: letters, digits and "_", and no digit first`,
  },
  "avro-name-twice": {
    code: "RT2056",
    severity: "warning",
    text: text`"${"name"}" is defined twice: by its name the first one is meant`,
  },
  "avro-field-twice": {
    code: "RT2057",
    severity: "error",
    text: text`the field "${"name"}" is there twice`,
  },
  "avro-logical-type": {
    code: "RT2058",
    severity: "warning",
    text: text`logical type "${"logicalType"}" is ignored, and ${"type"} read: ${"problem"}`,
  },
  "avro-idle-logical-type": {
    code: "RT2059",
    severity: "warning",
    text: text`"logicalType" beside "type" of a field says nothing: Avro reads it inside the type`,
    hint: text`write { "name": "${"name"}", "type": { "type": …, "logicalType": "${"logicalType"}" } }`,
  },
  "avro-union": {
    code: "RT2060",
    severity: "warning",
    text: text`a union in Avro may not hold ${"problem"}`,
  },
} as const satisfies Record<string, Message>;
