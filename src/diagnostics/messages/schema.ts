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
    severity: "warning",
    text: text`unknown type "${"type"}": values of every type are accepted`,
    hint: text`types are null, boolean, number, integer, string, array and object`,
  },
  "schema-unsupported": {
    code: "RT2005",
    severity: "warning",
    text: text`"${"keyword"}" is not enforced: validators accept more than the schema`,
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
    hint: text`rewrite it so that each text can match in one way only, or limit maxLength; where only texts of your own come there, say x-realtime-pattern: trusted beside it`,
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
    text: text`"${"keyword"}" beside "$ref" is ignored, as ${"dialect"} has it`,
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
  "schema-foreign-keyword": {
    code: "RT2021",
    severity: "warning",
    text: text`"${"keyword"}" is not a keyword of ${"dialect"}, and is ignored`,
    hint: text`name a draft that has it in "$schema", or write it as ${"dialect"} does`,
  },
  "schema-type-taken": {
    code: "RT2022",
    severity: "warning",
    text: text`"${"type"}" is not a type; it is read as ${"meant"}`,
    hint: text`write type: ${"meant"}`,
  },
  "schema-exclusive-bound": {
    code: "RT2023",
    severity: "warning",
    text: text`"${"keyword"}" is ${"expected"} in ${"dialect"}; ${"found"} is read as other drafts have it`,
  },
  "schema-tuple-items": {
    code: "RT2024",
    severity: "warning",
    text: text`a list of "items" is read as drafts before 2020-12 have it`,
    hint: text`write "prefixItems", and for those that follow "items" instead of "additionalItems"`,
  },
  "schema-required-boolean": {
    code: "RT2025",
    severity: "warning",
    text: text`"required: ${"value"}" is of draft 3, and is read so: about this property of the object around`,
    hint: text`list the property's name under "required" of the object around`,
  },
  "schema-misplaced-property": {
    code: "RT2026",
    severity: "warning",
    text: text`"${"keyword"}" is not a keyword, and is ignored`,
    hint: text`if it is a property, move it into "properties"`,
  },
  "schema-duplicate-enum": {
    code: "RT2027",
    severity: "warning",
    text: text`${"value"} is listed twice`,
  },
  "schema-note": {
    code: "RT2028",
    severity: "warning",
    text: text`"${"keyword"}" must be ${"expected"}, not ${"found"}, and is ignored`,
  },
  "schema-boolean": {
    code: "RT2029",
    severity: "warning",
    text: text`${"dialect"} knows true and false only under "additionalProperties" and "additionalItems"; they are read as later drafts have it`,
    hint: text`write {} for true, and { not: {} } for false`,
  },
  "schema-nullable-taken": {
    code: "RT2030",
    severity: "warning",
    text: text`"nullable" is not a keyword of ${"dialect"} any more; it is honoured`,
    hint: text`write type: [${"type"}, 'null']`,
  },
  "schema-vocabulary": {
    code: "RT2031",
    severity: "warning",
    text: text`the vocabulary "${"vocabulary"}" is not known: validators do not enforce its keywords`,
  },
  "schema-properties-reference": {
    code: "RT2032",
    severity: "warning",
    text: text`no property is called "$ref": it is read as one that stands beside "properties"`,
    hint: text`put it into an allOf beside "properties"`,
  },
  "schema-too-many-scopes": {
    code: "RT2034",
    severity: "error",
    text: text`"${"name"}" holds dynamic references, and means something else in each of more than ${"limit"} scopes`,
    hint: text`use $ref where the target is always the same`,
  },
  "schema-nothing": {
    code: "RT2033",
    severity: "warning",
    text: text`nothing stands here: every value is accepted`,
    hint: text`write {} if that is meant`,
  },
  "schema-sibling-type": {
    code: "RT2035",
    severity: "warning",
    text: text`type ${"type"} is ignored: the "$ref" beside it leads to type ${"target"}`,
    hint: text`remove "type"`,
  },
  "schema-value-taken": {
    code: "RT2036",
    severity: "warning",
    text: text`"${"keyword"}" must be ${"expected"}, not ${"found"}; it is read as ${"meant"}`,
  },
  "schema-foreign-pattern": {
    code: "RT2037",
    severity: "warning",
    text: text`"${"pattern"}" is not checked: JavaScript has no ${"foreign"} in regular expressions, or means something else by it`,
    hint: text`patterns are JavaScript's (ECMA-262): write it as that has it`,
  },
  "schema-pattern-taken": {
    code: "RT2038",
    severity: "warning",
    text: text`"${"pattern"}" is not JavaScript's: it is read as ${"meant"}`,
    hint: text`patterns are JavaScript's (ECMA-262): write it as that has it`,
  },
  "schema-chain": {
    code: "RT2041",
    severity: "error",
    text: text`more than ${"limit"} schemas refer to each other in a chain, with nothing between`,
    hint: text`put what they have in common into one schema`,
  },
  "schema-unmapped": {
    code: "RT2040",
    severity: "warning",
    text: text`"discriminator" maps "${"value"}" to a schema that is not under "${"keyword"}"`,
  },
  "schema-alone": {
    code: "RT2042",
    severity: "warning",
    text: text`"${"keyword"}" says nothing without "${"other"}"`,
  },
  "schema-value-of-no-type": {
    code: "RT2043",
    severity: "warning",
    text: text`${"value"} never fits: the type is ${"types"}`,
  },
  "schema-no-type": {
    code: "RT2044",
    severity: "warning",
    text: text`an empty list of types says nothing`,
  },
} as const satisfies Record<string, Message>;
