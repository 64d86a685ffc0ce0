/** Ajv as a second opinion, set to our reading of formats. */
import { createRequire } from "node:module";
import type { Json } from "../../../src/source/json.js";

import type { Options, ValidateFunction } from "ajv";
import type { AjvDraft } from "./older-drafts.js";

interface Ajv {
  compile(schema: object): ValidateFunction;
}

const require = createRequire(import.meta.url);
const { default: addFormats } = require("ajv-formats") as {
  default: (ajv: Ajv) => void;
};

const MODULES: Readonly<Record<AjvDraft, string>> = {
  "draft-04": "ajv-draft-04",
  "draft-07": "ajv",
  "2019-09": "ajv/dist/2019.js",
  "2020-12": "ajv/dist/2020.js",
};

export function ajvVerdict(
  document: Json,
  draft: AjvDraft = "2020-12",
): (value: unknown) => boolean {
  const { default: Ajv } = require(MODULES[draft]) as {
    default: new (options: Options) => Ajv;
  };
  const ajv = new Ajv({
    strict: false,
    // Own properties only, as JSON has them.
    ownProperties: true,
    validateSchema: false,
  });
  addFormats(ajv);
  // Ajv writes into what it is given.
  return ajv.compile(JSON.parse(JSON.stringify(document)) as object);
}

/**
 * Where Ajv 8.20 is known to be wrong, and the official suite agrees with us.
 * Each was looked at by hand; the text is that of the schema.
 */
const WRONG: readonly (readonly [reason: string, schema: RegExp])[] = [
  [
    "beside a tuple, contains counts in an empty array",
    /(?:"prefixItems"|"items":\[).*"contains"|"contains".*(?:"prefixItems"|"items":\[)/,
  ],
];

export function ajvIsWrong(document: Json): boolean {
  const text = JSON.stringify(document);
  return WRONG.some(([, schema]) => schema.test(text));
}
