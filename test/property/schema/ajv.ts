/** Ajv as a second opinion, set to our reading of formats. */
import { createRequire } from "node:module";
import type { Json } from "../../../src/source/json.js";

import type { Ajv2020 as Ajv2020Class } from "ajv/dist/2020.js";
import type { FormatsPlugin } from "ajv-formats";

const require = createRequire(import.meta.url);
const { Ajv2020 } = require("ajv/dist/2020") as {
  Ajv2020: typeof Ajv2020Class;
};
const { default: addFormats } = require("ajv-formats") as {
  default: FormatsPlugin;
};

export function ajvVerdict(document: Json): (value: unknown) => boolean {
  const ajv = new Ajv2020({
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
    "beside prefixItems, contains counts in an empty array",
    /"prefixItems".*"contains"|"contains".*"prefixItems"/,
  ],
];

export function ajvIsWrong(document: Json): boolean {
  const text = JSON.stringify(document);
  return WRONG.some(([, schema]) => schema.test(text));
}
