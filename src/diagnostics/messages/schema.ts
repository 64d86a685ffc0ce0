import { text, type Message } from "../message.js";

/** RT2xxx: JSON Schema. */
export const schemaMessages = {
  "schema-not-a-schema": {
    code: "RT2001",
    severity: "error",
    text: text`a schema is an object or a boolean, not ${"found"}`,
  },
  "schema-keyword-value": {
    code: "RT2002",
    severity: "error",
    text: text`"${"keyword"}" must be ${"expected"}, not ${"found"}`,
  },
  "schema-unknown-keyword": {
    code: "RT2003",
    severity: "warning",
    text: text`unknown keyword "${"keyword"}"`,
  },
  "schema-unknown-type": {
    code: "RT2004",
    severity: "error",
    text: text`unknown type "${"type"}"`,
    hint: text`types are null, boolean, number, integer, string, array and object`,
  },
  "schema-unsupported": {
    code: "RT2005",
    severity: "warning",
    text: text`"${"keyword"}" is not enforced: validators accept more than the schema`,
  },
  "schema-dynamic-reference": {
    code: "RT2006",
    severity: "warning",
    text: text`"${"keyword"}" is read as a plain "$ref"`,
  },
  "schema-unknown-format": {
    code: "RT2007",
    severity: "warning",
    text: text`unknown format "${"format"}", which is not enforced`,
  },
  "schema-pattern": {
    code: "RT2008",
    severity: "error",
    text: text`"${"pattern"}" is not a regular expression: ${"problem"}`,
    hint: text`patterns are JavaScript's (ECMA-262), without flags and without slashes around`,
  },
  "schema-slow-pattern": {
    code: "RT2009",
    severity: "warning",
    text: text`"${"pattern"}" can take very long on a hostile text: ${"problem"}`,
    hint: text`rewrite it so that each text can match in one way only, or limit maxLength`,
  },
  "schema-empty-enum": {
    code: "RT2010",
    severity: "warning",
    text: text`an empty "enum" accepts nothing`,
  },
  "schema-contradiction": {
    code: "RT2011",
    severity: "warning",
    text: text`no value can fit: "${"low"}" is ${"lowValue"}, and "${"high"}" is ${"highValue"}`,
  },
  "schema-impossible-required": {
    code: "RT2012",
    severity: "warning",
    text: text`no value can fit: "${"property"}" is required, but "additionalProperties" forbids it`,
    hint: text`add "${"property"}" to "properties"`,
  },
  "schema-idle-keyword": {
    code: "RT2013",
    severity: "warning",
    text: text`"${"keyword"}" says nothing about ${"types"}`,
  },
  "schema-missing-type": {
    code: "RT2014",
    severity: "warning",
    text: text`without "type", "${"keyword"}" lets every value pass that is not ${"type"}`,
    hint: text`add type: ${"name"}`,
  },
  "schema-implied-type": {
    code: "RT2015",
    severity: "warning",
    text: text`"type" is missing: taken for ${"name"} because of "${"keyword"}"`,
    hint: text`add type: ${"name"}`,
  },
  "schema-ignored-sibling": {
    code: "RT2016",
    severity: "warning",
    text: text`"${"keyword"}" beside "$ref" is ignored, as draft-07 has it`,
    hint: text`put both into an allOf`,
  },
  "schema-unknown-dialect": {
    code: "RT2017",
    severity: "warning",
    text: text`unknown dialect "${"uri"}", read as ${"dialect"}`,
  },
  "schema-nullable": {
    code: "RT2018",
    severity: "warning",
    text: text`"nullable" is not a keyword of JSON Schema and has no effect`,
    hint: text`write type: [${"type"}, 'null']`,
  },
  "schema-too-deep": {
    code: "RT2019",
    severity: "error",
    text: text`the schema is nested more than ${"limit"} levels deep`,
  },
  "schema-duplicate-required": {
    code: "RT2020",
    severity: "warning",
    text: text`"${"property"}" is listed twice`,
  },
} as const satisfies Record<string, Message>;
